"""`/review next`, and the forms that its buttons open."""

from __future__ import annotations

from typing import Any

from discord import app_commands
from discord.ext import commands

from bot.base import Interaction
from bot.permissions import FOR_REVIEWERS
from bot.ui.error_replies import interaction_scope
from bot.ui.forms import ModalSubmission, compute_version, match_submission
from bot.ui.replies import reply_card
from bot.welcome.first_commands import HELP_POSITION
from cogs.canon.permissions import require_reviewer
from cogs.canon.proposals.errors import ExplanationChangedError, ProposalError
from cogs.canon.review.forms import REVIEW_FORM_ID
from cogs.canon.review.reports import get_explanation, set_explanation
from cogs.canon.review.service import decline_proposal
from cogs.canon.review.views import get_reviewer, queue_card, show_next, show_outcome


class TextMissingError(ProposalError):
    """A form of the review was submitted without text."""

    def __init__(self) -> None:
        super().__init__("Nothing happened yet: write a few words.")


@app_commands.command(
    name="next",
    description="For reviewers: decide what members proposed, one by one",
    extras={**FOR_REVIEWERS, HELP_POSITION: 20},
)
async def review(interaction: Interaction) -> None:
    """Show the oldest waiting proposal."""
    await require_reviewer(interaction)
    await reply_card(interaction, await queue_card(interaction), ephemeral=True)


REVIEW_COMMANDS: list[app_commands.Command[Any, ..., Any]] = [review]


class ReviewFormsCog(commands.Cog, name="Review forms"):
    """Handles the forms of reviewers, including those opened before a restart."""

    @commands.Cog.listener()
    async def on_interaction(self, interaction: Interaction) -> None:
        """Handle a submitted form of the review; ignore all other interactions."""
        submission = match_submission(interaction, REVIEW_FORM_ID)
        if submission is None:
            return
        async with interaction_scope(interaction):
            await on_review_form(interaction, submission)


async def on_review_form(interaction: Interaction, submission: ModalSubmission) -> None:
    """Decline a proposal or set an explanation, then show the next item of the queue.

    Raises NotReviewerError or TextMissingError.
    """
    await require_reviewer(interaction)
    text, number = submission.values.get("text", ""), int(submission.match["number"])
    if not text:
        raise TextMissingError
    await interaction.response.defer()
    is_decline = submission.match["form"] == "decline"
    decide = decline_proposal if is_decline else set_explanation
    reviewer = get_reviewer(interaction)
    try:
        if not is_decline:
            current = await get_explanation(interaction.client, reviewer.guild.id, number)
            if submission.is_outdated(compute_version([current])):
                raise ExplanationChangedError(text)
        notice = await decide(interaction.client, reviewer, number, text)
    except ProposalError as error:
        await show_next(interaction, number, error.message)
    else:
        await show_outcome(interaction, number, notice)
