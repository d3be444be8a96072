"""What becomes of a submitted form: an answer in a game, to the question of the day, a report."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import discord

from bot.ui.replies import audience_of, say
from cogs.trivia.buttons import clicked_at, locked_in_words, session_of
from cogs.trivia.daily_views import answer_daily
from cogs.trivia.modals import Submission
from storage.trivia_pool import Report

if TYPE_CHECKING:
    from bot.client import FanBot

THANKS = "Thank you: it is written down for whoever looks after the questions."
UNKNOWN = "That question is not on record any more, so there is nothing to report."


async def take(interaction: discord.Interaction[FanBot], submission: Submission) -> None:
    """Do what a form asks for. Raises a GameError when the game does not allow it."""
    match submission.form:
        case "answered":
            session = session_of(interaction, submission.game_id)
            locked = await session.answer(
                submission.turn, interaction.user.id, submission.text, clicked_at(interaction)
            )
            await say(interaction, locked_in_words(locked))
        case "daily":
            day = date.fromordinal(submission.game_id)
            await answer_daily(interaction, day, submission.text)
        case _:
            await _report(interaction, submission)


async def _report(interaction: discord.Interaction[FanBot], submission: Submission) -> None:
    bot = interaction.client
    pool = bot.store.trivia_pool
    question = await pool.question_of(submission.game_id, submission.turn)
    if question is None:
        await say(interaction, UNKNOWN)
        return
    at = int(bot.clock().timestamp())
    member = interaction.user.id
    said = submission.text.strip()
    await pool.report(Report(audience_of(interaction), question, member, said, at))
    await say(interaction, THANKS)
