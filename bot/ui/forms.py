"""Modals that work across restarts: a submission is recognised by its custom id alone.

discord.py keeps no state of them: a feature listens for interactions and calls `match_submission`.
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
"""The most characters Discord accepts for the title of a modal and the label of a field."""


class PersistentModal(discord.ui.Modal):
    """A modal of labelled fields, each with a custom id under which its value is submitted."""

    def __init__(self, title: str, custom_id: str, *fields: discord.ui.Label[Any]) -> None:
        super().__init__(title=clip(title, MAX_TITLE), custom_id=custom_id, timeout=None)
        for field in fields:
            self.add_item(field)

    async def open(self, interaction: Interaction) -> None:
        """Respond to an interaction with the modal."""
        await interaction.response.send_modal(self)
        self.stop()


class ModalSubmission(NamedTuple):
    """A submitted modal: the match of its custom id, and the fields' values by custom id."""

    match: re.Match[str]
    values: Mapping[str, str]
    """The text without invisible characters, or the first chosen option; "" for an empty field."""


def match_submission(
    interaction: discord.Interaction[Any], template: re.Pattern[str]
) -> ModalSubmission | None:
    """Return a modal submission whose custom id matches `template`, None for anything else."""
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
