"""Forms for typed answers and reports.

What is submitted comes back through `on_interaction` and is told by its custom id alone, so that a
form opened before a restart can still be sent after it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import discord

from bot.base import Interaction
from bot.ui.forms import match_submission
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
_MAX_TITLE_LENGTH = 45
"""Characters the platform takes for a form's title and a field's label."""
_SUBMISSION_ID_PATTERN = re.compile(
    r"trivia:(?P<form>answered|reported|daily):(?P<game>\d+):(?P<turn>\d+)"
)


class TriviaModal(discord.ui.Modal):
    """One text field; the library keeps nothing of it."""

    def __init__(self, title: str, custom_id: str, field: discord.ui.Label[Any]) -> None:
        super().__init__(title=clip(title, _MAX_TITLE_LENGTH), custom_id=custom_id, timeout=None)
        self.add_item(field)

    async def open(self, interaction: Interaction) -> None:
        """Show the form to whoever clicked."""
        await interaction.response.send_modal(self)
        self.stop()


class AnswerModal(TriviaModal):
    """Takes a typed answer."""

    def __init__(
        self, game_id: int, turn: int, question_text: str, *, form: str = "answered"
    ) -> None:
        text: discord.ui.TextInput[Any] = discord.ui.TextInput(
            custom_id="text",
            max_length=MAX_ANSWER_LENGTH,
            placeholder="Small misspellings are forgiven",
        )
        field = discord.ui.Label(
            text="Your answer", description=clip(question_text, 100), component=text
        )
        super().__init__("One answer each", f"trivia:{form}:{game_id}:{turn}", field)


class ReportModal(TriviaModal):
    """Takes what is wrong with a question."""

    def __init__(self, game_id: int, turn: int) -> None:
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
        field = discord.ui.Label(text="What is wrong with it?", component=concern_select)
        super().__init__("Report a question", f"trivia:reported:{game_id}:{turn}", field)
        self.add_item(discord.ui.Label(text="Anything to add", component=text))


class TriviaSubmission:
    """A form that came back: which it was, for which round, and what was written."""

    def __init__(self, match: re.Match[str], values: Mapping[str, str]) -> None:
        self.form = match["form"]
        self.game_id = int(match["game"])
        self.turn = int(match["turn"])
        self.text = values.get("text", "")
        # A form opened before there was a choice has none.
        self.concern = ReportReason(values.get("what") or ReportReason.WRONG)


def parse_submission(interaction: discord.Interaction[Any]) -> TriviaSubmission | None:
    """What was submitted; None when it is none of these forms."""
    found = match_submission(interaction, _SUBMISSION_ID_PATTERN)
    return TriviaSubmission(found.match, found.values) if found else None
