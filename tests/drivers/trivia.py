"""A driver for games of trivia with short waits, and what players see of them."""

from __future__ import annotations

import re
from collections.abc import AsyncGenerator, Generator, Sequence
from contextlib import asynccontextmanager, contextmanager
from typing import Any

import discord
from simcord.actors import MemberActor, _component_interaction

from cogs.trivia.play.registry import SessionRegistry
from cogs.trivia.questions.bank import Bank
from cogs.trivia.rules.delays import GameDelays
from cogs.trivia.rules.game import Game
from seeds.trivia_question import TriviaQuestion
from tests.posting import get_raw_components
from tests.world import World, card_text, iter_buttons, iter_texts

QUICK_DELAYS = GameDelays(grace=0.01, lobby=30, pause=30, redraw=0.01, retries=(0.01, 0.01))
"""Timings: short where a test waits, long where it moves the clock."""


class TriviaDriver:
    """Drives the game of one channel."""

    def __init__(
        self, world: World, channel: Any = None, questions: Sequence[TriviaQuestion] = ()
    ) -> None:
        self.world = world
        self.channel = channel or world.channel
        self.sessions.delays = QUICK_DELAYS
        if questions:
            replace_questions(world, questions)

    @property
    def sessions(self) -> SessionRegistry:
        """The running games of the bot."""
        cog: Any = self.world.bot.get_cog("Trivia")
        return cog.sessions

    @property
    def bank(self) -> Bank:
        """The bank of questions."""
        cog: Any = self.world.bot.get_cog("Trivia")
        return cog.banks.shared

    @property
    def game(self) -> Game:
        """The game in the channel."""
        session = self.sessions.get(self.channel.id)
        assert session is not None, "no game is on"
        return session.game

    @property
    def is_running(self) -> bool:
        """Whether a game is running in the channel."""
        return self.sessions.get(self.channel.id) is not None

    async def open_lobby(self, member: MemberActor | None = None, **options: Any) -> Any:
        """Open a lobby and return the result of the command."""
        player = member or self.world.alice
        return await player.slash(self.channel, "trivia play", **options)

    async def start_game(self, *members: MemberActor, **options: Any) -> None:
        """Open a lobby, let members join, and start the game."""
        await self.open_lobby(**options)
        for member in members:
            await self.press(member, "Join")
        await self.press(self.world.alice, "Start now")

    @property
    def card(self) -> discord.Message:
        """The newest message in the channel."""
        return self.channel.history()[-1]

    @property
    def text(self) -> str:
        """The text of the newest message."""
        return "\n".join(iter_texts(get_raw_components(self.card))) or self.card.content

    @property
    def all_text(self) -> str:
        """The text of all messages in the channel."""
        return "\n".join(
            "\n".join(iter_texts(get_raw_components(one))) or one.content
            for one in self.channel.history()
        )

    @property
    def labels(self) -> list[str]:
        """The labels of the buttons of the newest message."""
        return [button["label"] for button in iter_buttons(get_raw_components(self.card))]

    async def press(self, member: MemberActor, label: str, card: Any = None) -> Any:
        """Press the button whose label begins with `label`."""
        message = card or self.card
        found = next(
            one
            for one in iter_buttons(get_raw_components(message))
            if one["label"].startswith(label)
        )
        return await member.click(message, custom_id=found["custom_id"])

    async def answer(self, member: MemberActor, *, right: bool = True) -> str:
        """Choose the right or a wrong option and return the reply to the member."""
        question = self._question
        option = question.right if right else (question.right + 1) % len(question.options)
        return card_text((await self.press(member, "ABCD"[option])).response)

    async def type_answer(self, member: MemberActor, text: str) -> str:
        """Open the form, submit it, and return the reply to the member."""
        shown = await self.press(member, "Answer")
        return card_text((await member.submit_modal(shown, {"text": text})).response)

    async def wait(self, seconds: float) -> None:
        """Advance the clock."""
        await self.world.env.advance_time(seconds)

    async def let_question_expire(self) -> None:
        """Advance the clock to the end of the open question."""
        await self.wait(self.game.rules.seconds + 0.5)

    async def skip_pause(self) -> None:
        """Advance the clock to the end of the pause after a question."""
        await self.wait(QUICK_DELAYS.pause + 0.5)

    async def play_two_rounds(self) -> None:
        """Play a game of two rounds, in which Alice is right twice and Bob once."""
        world = self.world
        await self.start_game(world.bob, rounds=2)
        for is_bob_right in (True, False):
            await self.answer(world.alice)
            await self.answer(world.bob, right=is_bob_right)
            await self.wait(0.5)
            await self.skip_pause()
        assert "Final scores" in self.text

    @property
    def _question(self) -> TriviaQuestion:
        assert self.game.round is not None, "no question was asked yet"
        return self.game.round.question

    def score(self, member: MemberActor) -> int:
        """Return the points of a member."""
        return self.game.players[member.id].score


def replace_questions(world: World, questions: Sequence[TriviaQuestion]) -> None:
    """Restrict the questions of all games to these."""
    cog: Any = world.bot.get_cog("Trivia")
    cog.banks.shared._questions = {question.key: question for question in questions}
    assert isinstance(cog.banks.shared, Bank)


async def click_stale_button(member: MemberActor, card: discord.Message) -> str:
    """Press the first button of `card` as it was read, although it may be replaced now."""
    custom_id = next(iter_buttons(get_raw_components(card)))["custom_id"]
    stored = member._env.backend.get_message(card.channel.id, card.id)
    data = {"component_type": 2, "custom_id": custom_id}
    return card_text((await _component_interaction(member, stored, data)).response)


@contextmanager
def inject_errors(world: World, method: str, path: str, **fault: Any) -> Generator[None]:
    """Make some requests fail inside the block."""
    world.env.inject_error(method, path, times=None, **fault)
    try:
        yield
    finally:
        world.env.backend.faults.clear()


@asynccontextmanager
async def simulate_full_disk(world: World) -> AsyncGenerator[None]:
    """Make writes of games fail inside the block."""
    database = world.bot.store.database
    games = list(await world.bot.store.trivia_games.iter_running())
    stored = ", ".join(str(game.channel_id) for game in games)
    changes = {
        "game_update": "UPDATE ON trivia_game",
        "game_delete": "DELETE ON trivia_game",
        "member_insert": f"INSERT ON trivia_game_member WHEN NEW.channel_id IN ({stored})",
        "member_update": "UPDATE ON trivia_game_member",
        "member_delete": "DELETE ON trivia_game_member",
    }
    for name, change in changes.items():
        await database.write(
            f"CREATE TRIGGER full_{name} BEFORE {change}"
            " BEGIN SELECT raise(ABORT, 'database or disk is full'); END"
        )
    try:
        yield
    finally:
        for name in changes:
            await database.write(f"DROP TRIGGER full_{name}")


def parse_ranking(text: str) -> list[tuple[int, int]]:
    """Return the ranks and points of a leaderboard as they are shown."""
    found = re.findall(r"\*\*(\d+)\.\*\* (?:<@\d+>|a member who left)  ([\d,]+) point", text)
    return [(int(place), int(points.replace(",", ""))) for place, points in found]
