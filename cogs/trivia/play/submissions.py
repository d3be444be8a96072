"""What becomes of a submitted form: an answer in a game, to the question of the day, a report."""

from __future__ import annotations

from datetime import date

from bot.base import Interaction
from bot.ui.replies import get_audience_id, reply_text
from cogs.trivia.daily.views import answer_daily_question
from cogs.trivia.play.buttons import format_locked_answer, get_game_session, get_interaction_time
from cogs.trivia.play.modals import TriviaSubmission
from storage.proposals.question_reports import QuestionReport, ReportReason

REPORT_RECEIVED = "Thank you: a reviewer will look at it, and tell you what came of it."
UNKNOWN_QUESTION = "That question is not on record any more, so there is nothing to report."
NO_ANSWER_TO_COUNT = (
    "You have no answer in that round that could count: choose what else is wrong with it."
)
ANSWER_COUNTS_ALREADY = (
    "Your answer in that round counts already: choose what else is wrong with it."
)
REVIEW_QUEUE_FULL = (
    "So much waits for the reviewers here that nothing can be added: try again in some days."
)


async def handle_submission(interaction: Interaction, submission: TriviaSubmission) -> None:
    """Do what a form asks for. Raises a GameError when the game does not allow it."""
    match submission.form:
        case "answered":
            session = get_game_session(interaction, submission.game_id)
            locked = await session.answer(
                submission.turn,
                interaction.user.id,
                submission.text,
                get_interaction_time(interaction),
            )
            await reply_text(interaction, format_locked_answer(locked))
        case "daily":
            day = date.fromordinal(submission.game_id)
            await answer_daily_question(interaction, day, submission.text)
        case _:
            await _file_report(interaction, submission)


async def _file_report(interaction: Interaction, submission: TriviaSubmission) -> None:
    store, audience, member = (
        interaction.client.store,
        get_audience_id(interaction),
        interaction.user,
    )
    question = await store.trivia_questions.get_question_key(submission.game_id, submission.turn)
    round_key = (submission.game_id, submission.turn)
    answer = await store.question_reports.get_answer(audience, *round_key, member.id)
    refusal = (
        UNKNOWN_QUESTION if question is None else _get_report_refusal(submission.concern, answer)
    )
    if question is None or refusal:
        await reply_text(interaction, refusal)
        return
    report = QuestionReport(
        what=submission.concern,
        said=submission.text,
        given=answer[0] if answer else "",
        game_id=submission.game_id,
        turn=submission.turn,
    )
    reported_at = int(interaction.client.clock().timestamp())
    max_waiting = (await store.guild_settings.get(interaction.guild_id)).entries_waiting
    is_kept = await store.question_reports.submit(
        audience, member.id, question, report, reported_at, max_waiting
    )
    await reply_text(interaction, REPORT_RECEIVED if is_kept else REVIEW_QUEUE_FULL)


def _get_report_refusal(concern: ReportReason, answer: tuple[str, bool] | None) -> str:
    """Why an answer cannot be asked to count; "" when nothing speaks against a report."""
    if concern is not ReportReason.SHOULD_COUNT:
        return ""
    if answer is None:
        return NO_ANSWER_TO_COUNT
    return ANSWER_COUNTS_ALREADY if answer[1] else ""
