"""The *Edit* button of the review: the forms of adding, on a proposal that waits."""

from __future__ import annotations

import re
from typing import Self

from bot.base import Interaction
from bot.ui.components import PersistentButton
from bot.ui.replies import reply_text
from cogs.canon.permissions import REVIEWERS_ONLY, is_reviewer
from cogs.canon.submit.cards import ALREADY_DECIDED
from cogs.canon.submit.service import get_submission_service, open_draft_form


class EditProposalButton(PersistentButton, template=r"canon:add:edit:(?P<number>\d{1,9})"):
    """Opens a waiting proposal for a reviewer to change."""

    def __init__(self, number: int) -> None:
        super().__init__("Edit", f"canon:add:edit:{number}")
        self._number = number

    @classmethod
    def from_match(cls, match: re.Match[str]) -> Self:
        return cls(int(match["number"]))

    async def press(self, interaction: Interaction) -> None:
        if not await is_reviewer(interaction):
            await reply_text(interaction, REVIEWERS_ONLY)
            return
        stored = await get_submission_service(interaction).create_edit_draft(
            interaction.id, self._number
        )
        if stored is None:
            await reply_text(interaction, ALREADY_DECIDED)
        else:
            await open_draft_form(interaction, stored, "a")
