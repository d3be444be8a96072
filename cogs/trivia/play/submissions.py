"""What becomes of a submitted form: an answer in a game, to the question of the day, a report."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import discord

from bot.ui.replies import audience_of, say
from cogs.trivia.daily.views import answer_daily
from cogs.trivia.play.buttons import clicked_at, locked_in_words, session_of
from cogs.trivia.play.modals import Submission
from storage.proposals.question_reports import ReportReason, QuestionReport

if TYPE_CHECKING:
    from bot.client import FanBot

THANKS = "Thank you: a reviewer will look at it, and tell you what came of it."
UNKNOWN = "That question is not on record any more, so there is nothing to report."
NO_ANSWER = "You have no answer in that round that could count: choose what else is wrong with it."
COUNTED = "Your answer in that round counts already: choose what else is wrong with it."
FULL = "So much waits for the reviewers here that nothing can be added: try again in some days."


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
    store, audience, member = interaction.client.store, audience_of(interaction), interaction.user
    question = await store.trivia_questions.get_question_key(submission.game_id, submission.turn)
    place = (submission.game_id, submission.turn)
    answer = await store.question_reports.get_answer(audience, *place, member.id)
    refusal = UNKNOWN if question is None else _refusal(submission.concern, answer)
    if question is None or refusal:
        await say(interaction, refusal)
        return
    report = QuestionReport(
        what=submission.concern,
        said=submission.text,
        given=answer[0] if answer else "",
        game_id=submission.game_id,
        turn=submission.turn,
    )
    at = int(interaction.client.clock().timestamp())
    most = (await store.guild_settings.get(interaction.guild_id)).entries_waiting
    is_kept = await store.question_reports.submit(audience, member.id, question, report, at, most)
    await say(interaction, THANKS if is_kept else FULL)


def _refusal(concern: ReportReason, answer: tuple[str, bool] | None) -> str:
    """Why an answer cannot be asked to count; "" when nothing speaks against a report."""
    if concern is not ReportReason.SHOULD_COUNT:
        return ""
    if answer is None:
        return NO_ANSWER
    return COUNTED if answer[1] else ""
