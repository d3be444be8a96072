"""Drives a reviewer who edits approved entries."""

from __future__ import annotations

from typing import Any

from tests.drivers.drafts import DraftDriver
from tests.world import card_text

SILK = {
    "text": "The harbour lantern is made of silk.",
    "topic": "cast",
    "date": "2025",
    "publisher": "The Lamp Post",
    "link": "",
}


class Editor(DraftDriver):
    """Drives a reviewer who edits approved entries."""

    async def open_edit_form(self, entry: str) -> Any:
        """Use `/review edit` and return the result; the opened form is kept."""
        self.form = await self.member.slash(self.world.channel, "review edit", id=entry)
        return self.form

    async def is_refused(self, entry: str) -> str:
        """Use `/review edit` when it opens no form; return the text of the answer."""
        result = await self.open_edit_form(entry)
        assert result.modal is None
        return card_text(result.response)

    async def edit(self, number: int, **changes: Any) -> str:
        """Edit a fact up to its preview."""
        await self.open_edit_form(str(number))
        return await self.submit({**SILK, **changes})
