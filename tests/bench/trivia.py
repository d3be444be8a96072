"""How trivia bears up: crowds of every size, many games, many restored."""

from __future__ import annotations

import asyncio
import random
import statistics
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

from bot.app import open_bot
from bot.base import BotBase
from bot.messaging.rate_limiter import RateLimiter
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
from tests.cogs.trivia.rules.games import choice_question
from tests.world import NOW, build_settings

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
"""So long that the bench sees answers alone."""


async def measure() -> list[tuple[str, str]]:
    """Rows of name and value."""
    rows: list[tuple[str, str]] = []
    for part in (_measure_crowds, measure_concurrent_games, measure_restore):
        with tempfile.TemporaryDirectory() as folder:
            rows += await part(Path(folder))
    return rows


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
    p50, p99 = quantiles(waits)
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


def quantiles(samples: list[float]) -> tuple[float, float]:
    cuts = statistics.quantiles(samples, n=100)
    return cuts[49], cuts[98]
