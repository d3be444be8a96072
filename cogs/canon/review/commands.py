"""`/canon review`: what waits, decided one by one."""

from __future__ import annotations

from discord.ext import commands

from bot.base import Interaction
from bot.ui.error_replies import interaction_scope
from bot.ui.forms import ModalSubmission, match_submission
from bot.ui.replies import reply_card, reply_text
from cogs.canon.group import canon
from cogs.canon.permissions import REVIEWERS_ONLY, is_reviewer
from cogs.canon.review.forms import REVIEW_FORM_ID
from cogs.canon.review.reports import ReportService
from cogs.canon.review.service import ReviewService
from cogs.canon.review.views import get_reviewer, queue_card, show_next

TEXT_REQUIRED = "Write a few words: nothing was done."


@canon.command(description="Decide what members have proposed, one by one")
async def review(interaction: Interaction) -> None:
    """Show the oldest proposal that waits."""
    if await is_reviewer(interaction):
        await reply_card(interaction, await queue_card(interaction), ephemeral=True)
    else:
        await reply_text(interaction, REVIEWERS_ONLY)


class ReviewFormsCog(commands.Cog, name="Review forms"):
    """Takes what reviewers write, also into forms opened before a restart."""

    @commands.Cog.listener()
    async def on_interaction(self, interaction: Interaction) -> None:
        """Take a form, if it is one of the review's."""
        submission = match_submission(interaction, REVIEW_FORM_ID)
        if submission is None:
            return
        async with interaction_scope(interaction):
            await on_review_form(interaction, submission)


async def on_review_form(interaction: Interaction, submission: ModalSubmission) -> None:
    """Decide as the form says, then show what waits next."""
    text = submission.values.get("text", "")
    if not await is_reviewer(interaction):
        await reply_text(interaction, REVIEWERS_ONLY)
        return
    if not text:
        await reply_text(interaction, TEXT_REQUIRED)
        return
    await interaction.response.defer()
    number = int(submission.match["number"])
    reviewer = get_reviewer(interaction)
    if submission.match["form"] == "decline":
        notice = await ReviewService(interaction.client, reviewer).decline(number, text)
    else:
        notice = await ReportService(interaction.client, reviewer).set_explanation(number, text)
    await show_next(interaction, number, notice)
