"""Forms for typed answers and reports of questions, and what happens when one is submitted."""

from __future__ import annotations

import re
from typing import Any

import discord

from bot.base import Interaction
from bot.ui.forms import (
    MAX_OPTION,
    ModalSubmission,
    PersistentModal,
    build_choice,
    match_submission,
)
from bot.ui.replies import get_audience_id, reply_text
from bot.ui.text import clip
from cogs.trivia.play.messages import format_locked_answer
from cogs.trivia.play.registry import get_game_session, get_interaction_time
from cogs.trivia.rules.errors import (
    AnswerCountsError,
    NoWrongAnswerError,
    ReviewQueueFullError,
    UnknownRoundError,
)
from storage.proposals.question_reports import QuestionReport, ReportReason

MAX_ANSWER_LENGTH = 100
MAX_REPORT_LENGTH = 300
CONCERN_LABELS: dict[str, str] = {
    ReportReason.WRONG: "It's wrong",
    ReportReason.AMBIGUOUS: "It can mean more than one thing",
    ReportReason.OUTDATED: "It's no longer true",
    ReportReason.SHOULD_COUNT: "My answer should count",
}
ANSWER_FORM_ID = re.compile(r"trivia:answered:(?P<game>\d+):(?P<turn>\d+)")
REPORT_FORM_ID = re.compile(r"trivia:reported:(?P<game>\d+):(?P<turn>\d+)")
REPORT_RECEIVED = "Thank you! A reviewer will look at it and tell you what they decide."


def build_answer_form(custom_id: str, question_text: str) -> PersistentModal:
    """Return the form for a typed answer; its one field is `text`."""
    text: discord.ui.TextInput[Any] = discord.ui.TextInput(
        custom_id="text",
        max_length=MAX_ANSWER_LENGTH,
        placeholder="Small misspellings are forgiven",
    )
    field = discord.ui.Label(
        text="Your answer", description=clip(question_text, MAX_OPTION), component=text
    )
    return PersistentModal("One answer each", custom_id, field)


def build_game_answer_form(game_id: int, turn: int, question_text: str) -> PersistentModal:
    """Return the form for a typed answer to round `turn` of a game."""
    return build_answer_form(f"trivia:answered:{game_id}:{turn}", question_text)


def build_report_form(game_id: int, turn: int) -> PersistentModal:
    """Return the form that says what is wrong with a question; its fields are `what` and `text`."""
    text: discord.ui.TextInput[Any] = discord.ui.TextInput(
        custom_id="text",
        style=discord.TextStyle.paragraph,
        max_length=MAX_REPORT_LENGTH,
        required=False,
    )
    return PersistentModal(
        "Report a question",
        f"trivia:reported:{game_id}:{turn}",
        build_choice("what", "What's wrong with it?", CONCERN_LABELS),
        discord.ui.Label(text="Anything to add", component=text),
    )


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
