"""The *Sources* button under announced news, and what an announcement is recognised by."""

from __future__ import annotations

import re
from typing import Self

from bot.base import Interaction
from bot.ui.citations import sources_card
from bot.ui.components import PersistentButton
from bot.ui.replies import get_canon, show_private_card


class NewsSourcesButton(PersistentButton, template=r"canon:news:(?P<id>status\.[a-z0-9-]{1,57}):"):
    """Opens everything that an announced status cites.

    Cards that members ask for carry another: a crash between sending and writing that down must
    not be settled by one of those.
    """

    def __init__(self, entry_id: str) -> None:
        super().__init__("Sources", custom_id_prefix(entry_id))
        self._entry_id = entry_id

    @classmethod
    def from_match(cls, match: re.Match[str]) -> Self:
        return cls(match["id"])

    async def press(self, interaction: Interaction) -> None:
        sources = await get_canon(interaction).get_cited_sources(self._entry_id)
        await show_private_card(interaction, sources_card(sources, interaction.client.today()))


def custom_id_prefix(entry_id: str) -> str:
    """What the custom id of an announcement's button begins with, and no other's."""
    return f"canon:news:{entry_id}:"
