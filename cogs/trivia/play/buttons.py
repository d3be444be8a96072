"""The buttons of lobbies, questions and reveals. Their custom ids never hold an answer."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Sequence
from typing import Any, NamedTuple, Self

import discord

from bot.base import Interaction, ResourceKey
from bot.markdown import Markdown, format_code, format_number
from bot.ui.citations import SourcesButton
from bot.ui.components import PersistentButton
from bot.ui.replies import get_canon, reply_text
from cogs.trivia.play.forms import build_game_answer_form, build_report_form
from cogs.trivia.play.messages import format_game_error, format_locked_answer
from cogs.trivia.play.registry import get_game_session, get_interaction_time, is_moderator
from cogs.trivia.play.session import Session
from cogs.trivia.rules.errors import GameError
from cogs.trivia.rules.settings import GameSettings, GameStyle
from seeds.schema import Difficulty, Source
from seeds.trivia_question import TriviaQuestion, option_letter

CUSTOM_ID_PREFIX = "trivia:"
_GAME_PATTERN = r"(?P<game>\d{1,20})"
_ROUND_PATTERN = rf"{_GAME_PATTERN}:(?P<turn>\d{{1,4}})"


class WantedGame(NamedTuple):
    """A game as a member wants it; `rounds` is None for the default number."""

    rounds: int | None
    seconds: int
    style: GameStyle
    difficulty: Difficulty | None
    topic: str
    """The name or slug of the topic, "" for every topic."""


GAME_OPENER = ResourceKey[Callable[[Interaction, WantedGame], Awaitable[None]]]("game opener")
"""Opens the lobby of a game; a resource, as the lobby itself has buttons of this module."""


class GameButton(PersistentButton, template=r"(?!)"):
    """A button of one game, or of one of its rounds."""

    game_id: int
    turn: int

    @classmethod
    def from_match(cls, match: re.Match[str]) -> Self:
        numbers: list[Any] = [int(part) for part in match.groups()]
        return cls(*numbers)

    async def press(self, interaction: Interaction) -> None:
        try:
            await self.on_game_click(interaction)
        except GameError as refusal:
            await reply_text(interaction, format_game_error(refusal))

    async def on_game_click(self, interaction: Interaction) -> None:
        """Handle the click; raise a GameError when the game does not allow it."""
        raise NotImplementedError


class JoinButton(GameButton, template=rf"trivia:join:{_GAME_PATTERN}"):
    """A button that joins the game, in the lobby or later."""

    def __init__(self, game_id: int) -> None:
        super().__init__("Join", f"trivia:join:{game_id}", style=discord.ButtonStyle.primary)
        self.game_id = game_id

    async def on_game_click(self, interaction: Interaction) -> None:
        is_new = await get_game_session(interaction, self.game_id).join(interaction.user.id)
        await reply_text(interaction, "You're in. Shine!" if is_new else "You're already in.")


class StartButton(GameButton, template=rf"trivia:start:{_GAME_PATTERN}"):
    """A button that ends the lobby early."""

    def __init__(self, game_id: int) -> None:
        super().__init__("Start now", f"trivia:start:{game_id}")
        self.game_id = game_id

    async def on_game_click(self, interaction: Interaction) -> None:
        session = get_game_session(interaction, self.game_id)
        await session.start(interaction.user.id, is_moderator=is_moderator(interaction))
        await reply_text(interaction, "Ready or not, here comes the first question.")


class CancelButton(GameButton, template=rf"trivia:cancel:{_GAME_PATTERN}"):
    """A button that cancels a game in its lobby."""

    def __init__(self, game_id: int) -> None:
        super().__init__("Cancel", f"trivia:cancel:{game_id}")
        self.game_id = game_id

    async def on_game_click(self, interaction: Interaction) -> None:
        session = get_game_session(interaction, self.game_id)
        await session.stop(interaction.user.id, is_moderator=is_moderator(interaction))
        await reply_text(interaction, "Canceled. No hard feelings.")


class PlayAgainButton(
    GameButton,
    template=r"trivia:again:(?P<rounds>\d{1,2}):(?P<seconds>\d{1,2}):(?P<style>everyone|first)"
    r":(?P<difficulty>easy|medium|hard|any):(?P<topic>.{0,60})",
):
    """A button under the final scores that opens a game with the same settings."""

    def __init__(self, request: WantedGame) -> None:
        difficulty = request.difficulty or "any"
        custom_id = (
            f"trivia:again:{request.rounds}:{request.seconds}:{request.style}:{difficulty}"
            f":{request.topic}"
        )
        super().__init__("Play again", custom_id, style=discord.ButtonStyle.primary)
        self._request = request

    @classmethod
    def from_settings(cls, rules: GameSettings) -> Self:
        """Return the button for another game with the settings of one."""
        return cls(
            WantedGame(
                rules.requested_rounds or rules.rounds,
                round(rules.seconds),
                rules.style,
                rules.difficulty,
                rules.topic or "",
            )
        )

    @classmethod
    def from_match(cls, match: re.Match[str]) -> Self:
        difficulty = None if match["difficulty"] == "any" else Difficulty(match["difficulty"])
        style = GameStyle(match["style"])
        numbers = int(match["rounds"]), int(match["seconds"])
        return cls(WantedGame(*numbers, style, difficulty, match["topic"]))

    async def on_game_click(self, interaction: Interaction) -> None:
        await interaction.client.resources[GAME_OPENER](interaction, self._request)


class OptionButton(GameButton, template=rf"trivia:answer:{_ROUND_PATTERN}:(?P<place>[0-5])"):
    """A button that locks one option as the answer."""

    def __init__(self, game_id: int, turn: int, option_index: int, label: str = "") -> None:
        super().__init__(
            label or option_letter(option_index),
            f"trivia:answer:{game_id}:{turn}:{option_index}",
            style=discord.ButtonStyle.primary,
        )
        self.game_id, self.turn, self._option_index = game_id, turn, option_index

    async def on_game_click(self, interaction: Interaction) -> None:
        session = get_game_session(interaction, self.game_id)
        locked = await session.answer(
            self.turn, interaction.user.id, self._option_index, get_interaction_time(interaction)
        )
        await reply_text(interaction, format_locked_answer(locked))


class TypedAnswerButton(GameButton, template=rf"trivia:type:{_ROUND_PATTERN}"):
    """A button that opens the form for a typed answer."""

    def __init__(self, game_id: int, turn: int) -> None:
        super().__init__(
            "Answer", f"trivia:type:{game_id}:{turn}", style=discord.ButtonStyle.primary
        )
        self.game_id, self.turn = game_id, turn

    async def on_game_click(self, interaction: Interaction) -> None:
        session = get_game_session(interaction, self.game_id)
        question_text = await session.get_answerable_text(self.turn, interaction.user.id)
        form = build_game_answer_form(self.game_id, self.turn, question_text)
        await form.open(interaction)


class HintButton(GameButton, template=rf"trivia:hint:{_ROUND_PATTERN}"):
    """A button that shows the hint to one member, and halves the points of the answer."""

    def __init__(self, game_id: int, turn: int) -> None:
        super().__init__("Hint", f"trivia:hint:{game_id}:{turn}")
        self.game_id, self.turn = game_id, turn

    async def on_game_click(self, interaction: Interaction) -> None:
        session = get_game_session(interaction, self.game_id)
        hint = await session.use_hint(
            self.turn, interaction.user.id, get_interaction_time(interaction)
        )
        await reply_text(
            interaction,
            f"It starts like this: {format_code(hint)}. Your answer is now worth half the points.",
        )


class SkipButton(GameButton, template=rf"trivia:skip:{_ROUND_PATTERN}"):
    """A button that skips the question, or votes to."""

    def __init__(self, game_id: int, turn: int) -> None:
        super().__init__("Skip", f"trivia:skip:{game_id}:{turn}")
        self.game_id, self.turn = game_id, turn

    async def on_game_click(self, interaction: Interaction) -> None:
        session = get_game_session(interaction, self.game_id)
        await session.get_answerable_text(self.turn)
        await skip_question(interaction, session)


async def skip_question(interaction: Interaction, session: Session) -> None:
    """Skip as the starter or a moderator, else vote to skip; reply with the result."""
    is_done = await session.skip(interaction.user.id, is_moderator=is_moderator(interaction))
    await reply_text(interaction, "Skipped." if is_done else format_skip_votes(session))


def format_skip_votes(session: Session) -> Markdown:
    """Return the sentence about the votes to skip, and how many are needed."""
    round_ = session.game.round
    votes, needed = len(round_.skip_votes) if round_ else 0, session.game.skip_votes_needed
    return f"Your vote to skip counts: {format_number(votes)} of {format_number(needed)} so far."


class ReportButton(GameButton, template=rf"trivia:report:{_ROUND_PATTERN}"):
    """A button that opens the form for a report of a question."""

    def __init__(self, game_id: int, turn: int) -> None:
        super().__init__("Report", f"trivia:report:{game_id}:{turn}")
        self.game_id, self.turn = game_id, turn

    async def on_game_click(self, interaction: Interaction) -> None:
        await build_report_form(self.game_id, self.turn).open(interaction)


class QuestionSourcesButton(SourcesButton, template=rf"trivia:cited:{_ROUND_PATTERN}"):
    """A button that shows every source of a settled question."""

    def __init__(self, game_id: int, turn: int) -> None:
        super().__init__(f"trivia:cited:{game_id}:{turn}")
        self._game_id, self._turn = game_id, turn

    @classmethod
    def from_match(cls, match: re.Match[str]) -> Self:
        return cls(int(match["game"]), int(match["turn"]))

    async def get_sources(self, interaction: Interaction) -> Sequence[Source]:
        questions = interaction.client.store.trivia_questions
        body = await questions.get_question_body(self._game_id, self._turn)
        cited = TriviaQuestion.model_validate_json(body).sources if body else ()
        return await get_canon(interaction).get_sources(cited)


GAME_BUTTONS = (
    JoinButton,
    StartButton,
    CancelButton,
    PlayAgainButton,
    OptionButton,
    TypedAnswerButton,
    HintButton,
    SkipButton,
    QuestionSourcesButton,
    ReportButton,
)
