"""Forms that outlive a restart: a submission is recognised by its custom id alone.

The library keeps nothing of them; a feature listens for interactions and calls `match_submission`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

import discord

from bot.base import Interaction
from bot.ui.text import clip
from seeds.cleaning import clean_text

MAX_TITLE = 45
"""Characters the platform takes for a form's title and a field's label."""


class PersistentModal(discord.ui.Modal):
    """Fields under labels; each field's custom id is what its value is found by."""

    def __init__(self, title: str, custom_id: str, *fields: discord.ui.Label[Any]) -> None:
        super().__init__(title=clip(title, MAX_TITLE), custom_id=custom_id, timeout=None)
        for field in fields:
            self.add_item(field)

    async def open(self, interaction: Interaction) -> None:
        """Show the form to the member who clicked."""
        await interaction.response.send_modal(self)
        self.stop()


class ModalSubmission(NamedTuple):
    """A form that came back: what its custom id matched, and its fields' values by custom id."""

    match: re.Match[str]
    values: Mapping[str, str]
    """What was written, without invisible characters, or chosen first; "" where nothing was."""


def match_submission(
    interaction: discord.Interaction[Any], template: re.Pattern[str]
) -> ModalSubmission | None:
    """Return what was submitted, None unless it is a form whose custom id matches `template`."""
    if interaction.type is not discord.InteractionType.modal_submit:
        return None
    data: Any = interaction.data or {}
    match = template.fullmatch(data.get("custom_id", ""))
    return ModalSubmission(match, dict(_iter_values(data.get("components", [])))) if match else None


def _iter_values(components: list[Any]) -> Iterator[tuple[str, str]]:
    for component in components:
        inner = component.get("component", component)
        if "custom_id" in inner:
            chosen = [*inner.get("values", ()), ""]
            yield inner["custom_id"], clean_text(str(inner.get("value") or chosen[0]))
        yield from _iter_values(inner.get("components", []))
