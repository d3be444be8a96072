"""The buttons of the review that open a form."""

from __future__ import annotations

from typing import Any

import discord

from bot.base import Interaction
from cogs.canon.permissions import get_guild
from cogs.canon.review import reports
from cogs.canon.review.forms import build_explanation_form
from cogs.canon.review.review_button import NUMBER_PATTERN, ReviewButton
from cogs.canon.review.service import create_amendment_draft
from cogs.canon.submit.service import SubmissionService, open_draft_form


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
