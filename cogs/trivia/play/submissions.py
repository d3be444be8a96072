"""Handles submitted forms: an answer in a game, or a report of a question."""

from __future__ import annotations

from bot.base import Interaction
from bot.ui.forms import ModalSubmission, match_submission
from bot.ui.replies import get_audience_id, reply_text
from cogs.trivia.play.buttons import format_locked_answer
from cogs.trivia.play.modals import ANSWER_FORM_ID, REPORT_FORM_ID
from cogs.trivia.play.registry import get_game_session, get_interaction_time
from cogs.trivia.rules.errors import (
    AnswerCountsError,
    NoWrongAnswerError,
    ReviewQueueFullError,
    UnknownRoundError,
)
from storage.proposals.question_reports import QuestionReport, ReportReason

REPORT_RECEIVED = "Thank you: a reviewer will look at it, and tell you what came of it."


async def handle_game_form(interaction: Interaction) -> None:
    """Handle a submitted form of games; ignore every other interaction.

    Raise a GameError when the game does not allow it.
    """
    if answered := match_submission(interaction, ANSWER_FORM_ID):
        await _answer(interaction, answered)
    elif reported := match_submission(interaction, REPORT_FORM_ID):
        await _file_report(interaction, reported)


async def _answer(interaction: Interaction, submission: ModalSubmission) -> None:
    session = get_game_session(interaction, int(submission.match["game"]))
    locked = await session.answer(
        int(submission.match["turn"]),
        interaction.user.id,
        submission.values.get("text", ""),
        get_interaction_time(interaction),
    )
    await reply_text(interaction, format_locked_answer(locked))


async def _file_report(interaction: Interaction, submission: ModalSubmission) -> None:
    store, audience_id = interaction.client.store, get_audience_id(interaction)
    game_id, turn = int(submission.match["game"]), int(submission.match["turn"])
    # Forms of older versions have no choice of a reason.
    concern = ReportReason(submission.values.get("what") or ReportReason.WRONG)
    question_key = await store.trivia_questions.get_question_key(game_id, turn)
    answer = await store.question_reports.get_answer(
        audience_id, game_id, turn, interaction.user.id
    )
    if question_key is None:
        raise UnknownRoundError
    if concern is ReportReason.SHOULD_COUNT:
        _check_can_count(answer)
    report = QuestionReport(
        what=concern,
        said=submission.values.get("text", ""),
        given=answer[0] if answer else "",
        game_id=game_id,
        turn=turn,
    )
    reported_at = interaction.client.clock()
    max_waiting = (await store.guild_settings.get(interaction.guild_id)).entries_waiting
    if not await store.question_reports.submit(
        audience_id, interaction.user.id, question_key, report, reported_at, max_waiting
    ):
        raise ReviewQueueFullError
    await reply_text(interaction, REPORT_RECEIVED)


def _check_can_count(answer: tuple[str, bool] | None) -> None:
    """Raise a GameError unless the answer, a text and whether it was right, was wrong."""
    if answer is None:
        raise NoWrongAnswerError
    if answer[1]:
        raise AnswerCountsError
