"""How trivia bears up: committed clicks, crowds of every size, many games, many restored."""

from __future__ import annotations

import asyncio
import random
import re
import statistics
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import discord
from simcord._settlement import _active_callbacks
from simcord.backend.serializers import message_payload
from simcord.enums import InteractionType
from simcord.interactions import base_payload

from bot.app import open_bot
from bot.base import BotBase, Interaction
from bot.messaging.rate_limiter import RateLimiter
from bot.ui.components import PersistentButton
from bot.ui.replies import reply_text
from cogs.trivia.play.cards import question_card
from cogs.trivia.play.context import GameContext
from cogs.trivia.play.display import ChannelDisplay
from cogs.trivia.play.registry import SessionRegistry
from cogs.trivia.play.session import Session
from cogs.trivia.questions.bank import Bank
from cogs.trivia.questions.guild_banks import GuildQuestionBanks
from cogs.trivia.rules.delays import GameDelays
from cogs.trivia.rules.game import Game
from cogs.trivia.rules.settings import GameSettings
from seeds.loader import BUNDLED_PACK
from tests.bench.commands import Stopwatch
from tests.cogs.trivia.rules.games import choice_question
from tests.drivers.trivia import TriviaDriver
from tests.world import NOW, World, build_settings, open_world

CLICKS = 100
RUNS = 5
"""Of so many clicks each: whatever else the machine does is not in all of them."""
GAMES = 200
PLAYERS = 10
QUESTIONS_EACH = 10
RESTORED_GAMES = 1_000
CROWDS = (10, 1_000, 20_000)
"""Players of one game, between whom an answer must not differ."""
CROWD_ANSWERS = 300
CROWD_RUNS = 5
"""Of so many answers each, the sizes in turn; the median of a size counts."""
SLOW_DELAYS = GameDelays(lobby=3_000, pause=3_000, redraw=3_000)
"""So long that the bench sees clicks alone."""


class NothingButton(PersistentButton, template=r"bench:nothing\d"):
    """The yardstick: made and found as ours are, on the same card, and all it does is answer."""

    def __init__(self, number: int = 0) -> None:
        super().__init__("Nothing", f"bench:nothing{number}")

    @classmethod
    def from_match(cls, match: re.Match[str]) -> NothingButton:  # noqa: ARG003 - one is as another
        return cls()

    async def press(self, interaction: Interaction) -> None:
        await reply_text(interaction, "nothing")


async def measure() -> list[tuple[str, str]]:
    """Rows of name and value."""
    rows: list[tuple[str, str]] = []
    for part in (measure_clicks, _measure_crowds, measure_concurrent_games, measure_restore):
        with tempfile.TemporaryDirectory() as folder:
            rows += await part(Path(folder))
    return rows


async def measure_clicks(folder: Path) -> list[tuple[str, str]]:
    async with open_world(build_settings(folder, BUNDLED_PACK), None) as world:
        world.bot.add_dynamic_items(NothingButton)
        channel = world.guild.create_text_channel("nothing")
        messageable = world.bot.get_partial_messageable(channel.id)
        table = TriviaDriver(world, questions=[choice_question()])
        table.sessions.delays = SLOW_DELAYS
        await table.start_game(rounds=1, seconds=60)
        add_other_answers(table.game)
        assert table.game.round is not None
        card = question_card(table.game, table.game.round, NOW.timestamp())
        card = card.with_buttons(*map(NothingButton, range(5)))
        nothing = await messageable.send(view=card.build_view(world.bot.packs.get(None).colour))
        clicks = ClickTimer(world)
        question = table.card
        option = f"trivia:answer:{table.game.id}:1:0"
        pairs: list[tuple[float, float]] = []
        commits: list[float] = []
        for number in range(RUNS * CLICKS):
            bare = await clicks.press(nothing, "bench:nothing0")
            pairs.append((bare, await clicks.press(question, option)))
            del table.game.round.locks[world.bob.id]
            commits.append(await _time_commit(world, number))
    runs = [_latency_ratio(pairs[begin : begin + CLICKS]) for begin in range(0, len(pairs), CLICKS)]
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


async def _time_commit(world: World, number: int) -> float:
    """Seconds until some other row is on disk, as small as a game's state."""
    await asyncio.sleep(0.002)
    began = time.perf_counter()
    sql = "UPDATE trivia_game SET audience_id = ?"
    await world.bot.store.database.write(sql, (number,))
    return time.perf_counter() - began


def _latency_ratio(pairs: Sequence[tuple[float, float]]) -> float:
    bare, answers = zip(*pairs, strict=True)
    return statistics.median(answers) / statistics.median(bare)


class ClickTimer:
    """Clicks that nobody looks after: the simulation's own waiting would be in the way."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._stopwatch = Stopwatch(world.env)

    async def press(self, message: discord.Message, custom_id: str) -> float:
        """Press a button; gives the seconds until its answer leaves the library."""
        world, backend = self._world, self._world.env.backend
        # The simulation drops its records of cancelled timers when it waits, which it does not
        # here; of the driver's timers it would get more with each statement, and look at them all.
        _active_callbacks(world.env._settlement_state())
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


def add_other_answers(game: Game) -> None:
    """Let nine others have answered, and one more never do, so that the round stays open."""
    assert game.round is not None
    for member in range(PLAYERS):
        game.join(member)
    for member in range(PLAYERS - 1):
        game.answer(game.turn, member, 0, game.round.shown_at or 0, NOW.timestamp())


class AnswerCost(NamedTuple):
    """What one answer costs: seconds of processor time, and bytes added to the database's log."""

    cpu: float
    log_bytes: float


async def _measure_crowds(folder: Path) -> list[tuple[str, str]]:
    """Answers in games of very different sizes, one at a time, each on disk before the next."""
    costs: dict[int, list[AnswerCost]] = {size: [] for size in CROWDS}
    async with open_bot(build_settings(folder, BUNDLED_PACK), lambda: NOW, shard_count=1) as bot:
        await bot.store.database.write("PRAGMA wal_autocheckpoint = 0")
        sessions = _build_sessions(bot)
        games = {size: await _gather_crowd(sessions, size) for size in CROWDS}
        for run in range(CROWD_RUNS):
            for size, session in games.items():
                await bot.store.database.fetch("PRAGMA wal_checkpoint(TRUNCATE)")
                rng = random.Random(run)
                costs[size].append(await _measure_answers(bot, session, size, rng))
    median = {
        size: AnswerCost(*(statistics.median(values) for values in zip(*runs, strict=True)))
        for size, runs in costs.items()
    }
    least = median[CROWDS[0]]
    return [
        (
            f"trivia: an answer in a game of {size:,} players",
            f"{cost.cpu * 1e3:.2f} ms of a core ({cost.cpu / least.cpu:.2f} x), "
            f"{cost.log_bytes / 1024:.1f} KiB written ({cost.log_bytes / least.log_bytes:.2f} x)",
        )
        for size, cost in median.items()
    ]


async def _gather_crowd(sessions: SessionRegistry, size: int) -> Session:
    """A game of `size` players whose question is open."""
    session = await _start_game(sessions, size)
    for member in range(PLAYERS, PLAYERS + size - 1):
        session.game.join(member)
    await session.join(PLAYERS + size - 1)
    return session


async def _measure_answers(
    bot: BotBase, session: Session, size: int, rng: random.Random
) -> AnswerCost:
    """Let members answer in any order; one never does, so that the round stays open."""
    path = bot.settings.database
    assert isinstance(path, Path)
    log = path.with_name(f"{path.name}-wal")
    before, spent = log.stat().st_size, 0.0
    answered = 0
    while answered < CROWD_ANSWERS:
        assert session.game.round is not None
        session.game.round.locks.clear()
        members = rng.sample(range(PLAYERS, PLAYERS + size - 1), min(size - 1, CROWD_ANSWERS))
        # Each at a time of its own: SQLite writes nothing for a row that stays the same.
        answers = [(member, NOW.timestamp() + rng.random()) for member in members]
        began = time.process_time()
        for member, answered_at in answers:
            await session.answer(1, member, 0, answered_at)
        spent += time.process_time() - began
        answered += len(members)
    return AnswerCost(spent / answered, (log.stat().st_size - before) / answered)


async def measure_concurrent_games(folder: Path) -> list[tuple[str, str]]:
    """Two hundred games in each of which ten members answer at once, again and again."""
    waits: list[float] = []
    async with open_bot(build_settings(folder, BUNDLED_PACK), lambda: NOW, shard_count=1) as bot:
        sessions = _build_sessions(bot)
        games = [await _start_game(sessions, number) for number in range(GAMES)]
        began, busy = time.perf_counter(), time.process_time()
        for _ in range(QUESTIONS_EACH):
            await asyncio.gather(
                *(_time_answer(one, member, waits) for member in range(PLAYERS) for one in games)
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


def _build_sessions(bot: BotBase) -> SessionRegistry:
    banks = GuildQuestionBanks(bot.store, Bank([choice_question()], {}))
    rate_limiter = RateLimiter(25)
    context = GameContext(
        games=bot.store.trivia_games,
        questions=bot.store.trivia_questions,
        banks=banks,
        get_reserved_keys=_reserve_nothing,
        clock=bot.clock,
        delays=SLOW_DELAYS,
        rng=random.Random(1),
        build_display=lambda game, delays: ChannelDisplay(bot, game, delays, rate_limiter),
    )
    return SessionRegistry(bot, context)


async def _reserve_nothing(_: int) -> set[str]:
    return set()


async def _start_game(sessions: SessionRegistry, number: int) -> Session:
    """A game whose question is open, and that waits for one member who never answers."""
    rules = GameSettings(rounds=1, seconds=60)
    session = await sessions.open(number, number, number, PLAYERS, rules)
    game, now = session.game, NOW.timestamp()
    game.start(PLAYERS)
    game.ask(choice_question())
    game.mark_shown(now, now)
    return session


async def _time_answer(session: Session, member: int, waits: list[float]) -> None:
    began = time.perf_counter()
    await session.answer(1, member, 0, NOW.timestamp())
    waits.append(time.perf_counter() - began)


async def measure_restore(folder: Path) -> list[tuple[str, str]]:
    async with open_bot(build_settings(folder, BUNDLED_PACK), lambda: NOW, shard_count=1) as bot:
        before = _build_sessions(bot)
        for number in range(RESTORED_GAMES):
            session = await _start_game(before, number)
            add_other_answers(session.game)
            await session.join(PLAYERS + 1)
        began = time.perf_counter()
        restored = await _build_sessions(bot).restore()
        took = time.perf_counter() - began
    assert restored == RESTORED_GAMES
    return [(f"trivia: {RESTORED_GAMES:,} running games restored at start", f"{took * 1e3:.0f} ms")]


def _quantiles(samples: list[float]) -> tuple[float, float]:
    cuts = statistics.quantiles(samples, n=100)
    return cuts[49], cuts[98]
