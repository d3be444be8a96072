"""`/canon review`: what waits, decided one by one."""

from __future__ import annotations

import discord
from discord.ext import commands

from bot.client import FanBot
from bot.errors import answer_error
from bot.ui.forms import Submission, submitted
from bot.ui.locale import speak_to
from bot.ui.replies import reply, say
from cogs.canon.group import canon
from cogs.canon.permissions import REVIEWERS_ONLY, is_reviewer
from cogs.canon.review.forms import SUBMITTED
from cogs.canon.review.reports import ReportDesk
from cogs.canon.review.service import Desk
from cogs.canon.review.views import queue_card, reviewer_of, show_next

NO_WORDS = "Write a few words: nothing was done."


@canon.command(description="Decide what members have proposed, one by one")
async def review(interaction: discord.Interaction[FanBot]) -> None:
    """Show the oldest proposal that waits."""
    if await is_reviewer(interaction):
        await reply(interaction, await queue_card(interaction), private=True)
    else:
        await say(interaction, REVIEWERS_ONLY)


class ReviewFormsCog(commands.Cog, name="Review forms"):
    """Takes what reviewers write, also into forms opened before a restart."""

    @commands.Cog.listener()
    async def on_interaction(self, interaction: discord.Interaction[FanBot]) -> None:
        """Take a form, if it is one of the review's."""
        submission = submitted(interaction, SUBMITTED)
        if submission is None:
            return
        try:
            await speak_to(interaction)
            await take(interaction, submission)
        except Exception as error:
            await answer_error(interaction, error)


async def take(interaction: discord.Interaction[FanBot], submission: Submission) -> None:
    """Decide as the form says, then show what waits next."""
    text = submission.values.get("text", "")
    if not await is_reviewer(interaction):
        await say(interaction, REVIEWERS_ONLY)
        return
    if not text:
        await say(interaction, NO_WORDS)
        return
    await interaction.response.defer()
    number = int(submission.match["number"])
    who = reviewer_of(interaction)
    if submission.match["form"] == "decline":
        notice = await Desk(interaction.client, who).decline(number, text)
    else:
        notice = await ReportDesk(interaction.client, who).explain(number, text)
    await show_next(interaction, number, notice)
