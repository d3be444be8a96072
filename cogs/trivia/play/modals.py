"""Forms for typed answers and reports, and the patterns of their custom ids."""

from __future__ import annotations

import re
from typing import Any

import discord

from bot.ui.forms import PersistentModal
from bot.ui.text import clip
from storage.proposals.question_reports import ReportReason

MAX_ANSWER_LENGTH = 100
MAX_REPORT_LENGTH = 300
CONCERN_LABELS = {
    ReportReason.WRONG: "It is wrong",
    ReportReason.AMBIGUOUS: "It can be understood in more than one way",
    ReportReason.OUTDATED: "It is not true any more",
    ReportReason.SHOULD_COUNT: "My answer should count",
}
ANSWER_FORM_ID = re.compile(r"trivia:answered:(?P<game>\d+):(?P<turn>\d+)")
REPORT_FORM_ID = re.compile(r"trivia:reported:(?P<game>\d+):(?P<turn>\d+)")


def build_answer_form(custom_id: str, question_text: str) -> PersistentModal:
    """Return the form for a typed answer; its one field is `text`."""
    text: discord.ui.TextInput[Any] = discord.ui.TextInput(
        custom_id="text",
        max_length=MAX_ANSWER_LENGTH,
        placeholder="Small misspellings are forgiven",
    )
    field = discord.ui.Label(
        text="Your answer", description=clip(question_text, 100), component=text
    )
    return PersistentModal("One answer each", custom_id, field)


def build_game_answer_form(game_id: int, turn: int, question_text: str) -> PersistentModal:
    """Return the form for a typed answer to round `turn` of a game."""
    return build_answer_form(f"trivia:answered:{game_id}:{turn}", question_text)


def build_report_form(game_id: int, turn: int) -> PersistentModal:
    """Return the form that says what is wrong with a question; its fields are `what` and `text`."""
    concern_select: discord.ui.Select[Any] = discord.ui.Select(
        custom_id="what",
        options=[
            discord.SelectOption(label=shown, value=concern.value)
            for concern, shown in CONCERN_LABELS.items()
        ],
    )
    text: discord.ui.TextInput[Any] = discord.ui.TextInput(
        custom_id="text",
        style=discord.TextStyle.paragraph,
        max_length=MAX_REPORT_LENGTH,
        required=False,
    )
    return PersistentModal(
        "Report a question",
        f"trivia:reported:{game_id}:{turn}",
        discord.ui.Label(text="What is wrong with it?", component=concern_select),
        discord.ui.Label(text="Anything to add", component=text),
    )
