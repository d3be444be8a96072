"""The *Sources* button that any card about one entry can carry."""

from __future__ import annotations

import re
from typing import Self

from bot.base import Interaction
from bot.ui.citations import sources_card
from bot.ui.components import PersistentButton
from bot.ui.replies import get_canon, show_private_card


class EntrySourcesButton(PersistentButton, template=r"sources:(?P<id>[a-z0-9.-]{1,64})"):
    """Opens everything that one entry cites."""

    def __init__(self, entry_id: str) -> None:
        super().__init__("Sources", f"sources:{entry_id}")
        self._entry_id = entry_id

    @classmethod
    def from_match(cls, match: re.Match[str]) -> Self:
        return cls(match["id"])

    async def press(self, interaction: Interaction) -> None:
        sources = await get_canon(interaction).get_cited_sources(self._entry_id)
        await show_private_card(interaction, sources_card(sources, interaction.client.today()))
