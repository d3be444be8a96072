"""How trivia bears up: committed clicks, two hundred games at once, a thousand restored."""

from __future__ import annotations

import asyncio
import random
import re
import statistics
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import discord
from simcord.backend.serializers import message_payload
from simcord.enums import InteractionType
from simcord.interactions import base_payload

from bot.app import open_bot
from bot.client import FanBot
from bot.messaging.rate_limiter import Pace
from bot.ui.components import PersistentButton
from bot.ui.replies import say
from cogs.trivia.play.cards import question_card
from cogs.trivia.play.context import Surroundings
from cogs.trivia.play.registry import Sessions
from cogs.trivia.play.session import Session
from cogs.trivia.questions.bank import Bank
from cogs.trivia.questions.guild_banks import Banks
from cogs.trivia.rules.game import Game
from cogs.trivia.rules.settings import Rules
from cogs.trivia.rules.timing import Tempo
from seeds.loader import BUNDLED_PACK
from tests.bench.commands import Stopwatch
from tests.cogs.trivia.rules.games import choice
from tests.trivia import Table
from tests.world import NOW, World, open_world, settings_for

CLICKS = 100
RUNS = 5
"""Of so many clicks each: whatever else the machine does is not in all of them."""
GAMES = 200
PLAYERS = 10
QUESTIONS_EACH = 10
RESTORED = 1_000
SLOW = Tempo(lobby=3_000, pause=3_000, redraw=3_000)
"""So long that the bench sees clicks alone."""


class NothingButton(PersistentButton, template=r"bench:nothing\d"):
    """The yardstick: made and found as ours are, on the same card, and all it does is answer."""

    def __init__(self, number: int = 0) -> None:
        super().__init__("Nothing", f"bench:nothing{number}")

    @classmethod
    def from_match(cls, match: re.Match[str]) -> NothingButton:  # noqa: ARG003 - one is as another
        return cls()

    async def press(self, interaction: discord.Interaction[FanBot]) -> None:
        await say(interaction, "nothing")


async def measure() -> list[tuple[str, str]]:
    """Rows of name and value."""
    rows: list[tuple[str, str]] = []
    for part in (_click, _crowd, _restore):
        with tempfile.TemporaryDirectory() as folder:
            rows += await part(Path(folder))
    return rows


async def _click(folder: Path) -> list[tuple[str, str]]:
    async with open_world(settings_for(folder, BUNDLED_PACK), None) as world:
        world.bot.add_dynamic_items(NothingButton)
        channel = world.guild.create_text_channel("nothing")
        place = world.bot.get_partial_messageable(channel.id)
        table = Table(world, questions=[choice()])
        table.sessions.tempo = SLOW
        await table.begin(rounds=1, seconds=60)
        seat_others(table.game)
        assert table.game.round is not None
        card = question_card(table.game, table.game.round, NOW.timestamp())
        card = card.with_buttons(*map(NothingButton, range(5)))
        nothing = await place.send(view=card.view(world.bot.colour))
        clicks = Clicks(world)
        question = table.card
        option = f"trivia:answer:{table.game.id}:1:0"
        pairs: list[tuple[float, float]] = []
        commits: list[float] = []
        for number in range(RUNS * CLICKS):
            bare = await clicks.press(nothing, "bench:nothing0")
            pairs.append((bare, await clicks.press(question, option)))
            del table.game.round.locks[world.bob.id]
            commits.append(await _commit(world, number))
    runs = [_compared(pairs[begin : begin + CLICKS]) for begin in range(0, len(pairs), CLICKS)]
    base, found = (_quantiles(list(samples)) for samples in zip(*pairs, strict=True))
    return [
        ("trivia: do-nothing button", f"p50 {base[0] * 1e3:.2f} ms, p99 {base[1] * 1e3:.2f} ms"),
        (
            "trivia: answer click, committed",
            f"p50 {found[0] / base[0]:.2f} x ({min(runs):.2f} x in the best of {RUNS} runs), "
            f"p99 {found[1] / base[1]:.2f} x",
        ),
        (
            "trivia: one commit on this disk, by itself",
            f"p50 {statistics.median(commits) * 1e3:.2f} ms",
        ),
    ]


async def _commit(world: World, number: int) -> float:
    """Seconds until some other row is on disk, as small as a game's state."""
    await asyncio.sleep(0.002)
    began = time.perf_counter()
    sql = "UPDATE trivia_game SET audience_id = ?"
    await world.bot.store.database.write(sql, (number,))
    return time.perf_counter() - began


def _compared(pairs: Sequence[tuple[float, float]]) -> float:
    bare, answers = zip(*pairs, strict=True)
    return statistics.median(answers) / statistics.median(bare)


class Clicks:
    """Clicks that nobody looks after: the simulation's own waiting would be in the way."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._stopwatch = Stopwatch(world.env)

    async def press(self, message: discord.Message, custom_id: str) -> float:
        """Press a button; gives the seconds until its answer leaves the library."""
        world, backend = self._world, self._world.env.backend
        record, payload = base_payload(
            backend,
            type=InteractionType.MESSAGE_COMPONENT,
            channel_id=message.channel.id,
            guild_id=world.guild.id,
            user_id=world.bob.id,
            data={"component_type": 2, "custom_id": custom_id},
        )
        stored = backend.get_message(message.channel.id, message.id)
        payload["message"] = dict(message_payload(backend, stored))
        self._stopwatch.seconds = 0.0
        world.env._notify_dispatch_observers(record)
        backend.emit("INTERACTION_CREATE", payload)
        while not self._stopwatch.seconds:
            await asyncio.sleep(0.002)
        await asyncio.sleep(0.002)
        return self._stopwatch.seconds


def seat_others(game: Game) -> None:
    """Let nine others have answered, and one more never do, so that the round stays open."""
    assert game.round is not None
    for member in range(PLAYERS):
        game.join(member)
    for member in range(PLAYERS - 1):
        game.round.lock(member, 0, game.round.shown_at or 0)


async def _crowd(folder: Path) -> list[tuple[str, str]]:
    """Two hundred games in each of which ten members answer at once, again and again."""
    waits: list[float] = []
    async with open_bot(settings_for(folder, BUNDLED_PACK), lambda: NOW, shard_count=1) as bot:
        sessions = _sessions(bot)
        games = [await _started(sessions, number) for number in range(GAMES)]
        began, busy = time.perf_counter(), time.process_time()
        for _ in range(QUESTIONS_EACH):
            await asyncio.gather(
                *(_timed(one, member, waits) for member in range(PLAYERS) for one in games)
            )
            for session in games:
                assert session.game.round is not None
                session.game.round.locks.clear()
        elapsed, spent = time.perf_counter() - began, time.process_time() - busy
    p50, p99 = _quantiles(waits)
    return [
        (
            f"trivia: {GAMES} games, {PLAYERS} players each",
            f"{len(waits) / elapsed:,.0f} answers/s, {len(waits) / spent:,.0f} a second of a core",
        ),
        (
            f"trivia: each of {GAMES * PLAYERS:,} answers at the same moment",
            f"on disk after p50 {p50 * 1e3:.0f} ms, p99 {p99 * 1e3:.0f} ms",
        ),
    ]


def _sessions(bot: FanBot) -> Sessions:
    banks = Banks(bot.store, bot.manifest, Bank([choice()], {}))
    return Sessions(Surroundings(bot, banks, SLOW, Pace(25), random.Random(1)))


async def _started(sessions: Sessions, number: int) -> Session:
    """A game whose question is open, and that waits for one member who never answers."""
    rules = Rules(rounds=1, seconds=60)
    session = await sessions.open(number, number, number, PLAYERS, rules)
    assert session is not None
    game, now = session.game, NOW.timestamp()
    game.start(PLAYERS)
    game.ask(choice())
    game.shown(now, now)
    return session


async def _timed(session: Session, member: int, waits: list[float]) -> None:
    began = time.perf_counter()
    await session.answer(1, member, 0, NOW.timestamp())
    waits.append(time.perf_counter() - began)


async def _restore(folder: Path) -> list[tuple[str, str]]:
    async with open_bot(settings_for(folder, BUNDLED_PACK), lambda: NOW, shard_count=1) as bot:
        before = _sessions(bot)
        for number in range(RESTORED):
            session = await _started(before, number)
            seat_others(session.game)
            await session.join(PLAYERS + 1)
        began = time.perf_counter()
        restored = await _sessions(bot).restore()
        took = time.perf_counter() - began
    assert restored == RESTORED
    return [(f"trivia: {RESTORED:,} running games restored at start", f"{took * 1e3:.0f} ms")]


def _quantiles(samples: list[float]) -> tuple[float, float]:
    cuts = statistics.quantiles(samples, n=100)
    return cuts[49], cuts[98]
