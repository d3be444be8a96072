"""The buttons of the review that open a form, and what all its buttons have in common."""

from __future__ import annotations

import re
from typing import Any, ClassVar, Self

import discord

from bot.base import Interaction
from bot.ui.components import PersistentButton
from cogs.canon.permissions import get_guild, require_reviewer
from cogs.canon.review import reports
from cogs.canon.review.forms import build_explanation_form
from cogs.canon.review.service import create_amendment_draft
from cogs.canon.submit.service import SubmissionService, open_draft_form

NUMBER_PATTERN = r"(?P<number>\d{1,9})"
DANGER = discord.ButtonStyle.danger


class ReviewButton(PersistentButton, template=r"(?!)"):
    """A button about one proposal that only reviewers may click."""

    label: ClassVar[str]
    custom_id_prefix: ClassVar[str]
    style: ClassVar[discord.ButtonStyle] = discord.ButtonStyle.secondary

    def __init__(self, number: int, *, disabled: bool = False) -> None:
        custom_id = f"{self.custom_id_prefix}:{number}"
        super().__init__(self.label, custom_id, style=self.style, disabled=disabled)
        self.number = number

    @classmethod
    def from_match(cls, match: re.Match[str]) -> Self:
        return cls(int(match["number"]))

    async def press(self, interaction: Interaction) -> None:
        await require_reviewer(interaction)
        await self.on_reviewer_click(interaction)

    async def on_reviewer_click(self, interaction: Interaction) -> None:
        """Handle the click of a member who was found to be a reviewer."""
        raise NotImplementedError


class EditProposalButton(ReviewButton, template=rf"canon:add:edit:{NUMBER_PATTERN}"):
    """Opens the form of a waiting proposal, to amend it."""

    label, custom_id_prefix = "Edit", "canon:add:edit"

    async def on_reviewer_click(self, interaction: Interaction) -> None:
        service = SubmissionService.from_interaction(interaction)
        stored = await create_amendment_draft(service, interaction.id, self.number)
        await open_draft_form(interaction, stored, "a")


class EditExplanationButton(ReviewButton, template=rf"canon:explain:{NUMBER_PATTERN}"):
    """Opens the form for a new explanation."""

    label, custom_id_prefix = "Fix the explanation", "canon:explain"

    async def on_reviewer_click(self, interaction: Interaction) -> None:
        current = await reports.get_explanation(
            interaction.client, get_guild(interaction).id, self.number
        )
        await build_explanation_form(self.number, current).open(interaction)


def build_refusal_buttons(number: int) -> list[discord.ui.Button[Any]]:
    """Build the buttons of a find whose clicks `find_buttons.RefuseButton` answers."""
    labels = {"f": "Never from this feed", "s": "Not about this"}
    return [
        discord.ui.Button(label=label, custom_id=f"canon:refuse:{what}:{number}")
        for what, label in labels.items()
    ]
