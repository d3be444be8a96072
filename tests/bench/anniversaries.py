"""Measures 10,000 guilds with a post due in the same minute, and commands meanwhile."""

from __future__ import annotations

import asyncio
import statistics
import tempfile
import time
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from datetime import time as time_of_day
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from simcord.enums import InteractionType
from simcord.interactions import base_payload

from bot.app import freeze_gc
from bot.scheduling.occurrences import get_first_occurrence
from cogs.anniversaries.digest import KIND
from seeds.loader import BUNDLED_PACK
from storage.posts.models import ScheduleSettings
from tests.world import World, build_settings, open_world

GUILD_COUNT = 10_000
POSTS_PER_SECOND = 200
"""Posts per second: more than six times the default, so that the load is higher."""
POST_TIME = time_of_day(9)
DUE = datetime(2026, 4, 25, 9, tzinfo=UTC)
PROBE_INTERVAL_S = 0.005
COMMAND_INTERVAL_S = 0.05


async def measure(
    guild_count: int = GUILD_COUNT, rate: int = POSTS_PER_SECOND
) -> list[tuple[str, str]]:
    """Return rows of name and value: times of commands and of blocks, with and without posts."""
    with tempfile.TemporaryDirectory() as folder:
        settings = build_settings(Path(folder), BUNDLED_PACK, posts_per_second=rate)
        async with open_world(settings, None) as world:
            await _set_up_guilds(world, guild_count)
            await freeze_gc()
            idle_lag, idle = await _measure_during(world, asyncio.sleep(10))
            began = time.perf_counter()
            run = world.bot.scheduler.run_due(DUE)
            lag, busy = await _measure_during(world, run)
            took = time.perf_counter() - began
            rows = await world.bot.store.database.fetch(
                "SELECT state, count(*) FROM ledger GROUP BY state"
            )
            empty = await _measure_empty_ticks(world)
    states = ", ".join(f"{count} {state}" for state, count in rows)
    title = f"{guild_count:,} servers due at once"
    return [
        (f"{title}, at {rate} posts a second", f"{states}, {guild_count / took:.0f} a second"),
        (
            f"{title}: /status p50, p99",
            f"{_format_ratio(busy, idle, 50)}, {_format_ratio(busy, idle, 99)}",
        ),
        (f"{title}: longest block of the loop", f"{lag} (idle: {idle_lag})"),
        (f"a tick with nothing due among {guild_count:,} servers", f"{empty * 1e3:.2f} ms"),
    ]


def _format_ratio(busy: list[float], idle: list[float], percent: int) -> str:
    ours, base = (statistics.quantiles(one, n=100)[percent - 1] for one in (busy, idle))
    return f"p{percent} {ours * 1e3:.0f} ms ({ours / base:.1f} x idle)"


async def _set_up_guilds(world: World, guild_count: int) -> None:
    """Create guilds with a channel each and a schedule for the same instant."""
    occurrence = get_first_occurrence(DUE - timedelta(hours=1), ZoneInfo("UTC"), POST_TIME)
    options = {"month_entries": True, "year_entries": True, "day_counts": False}
    async with _without_fsync(world):
        for number in range(guild_count):
            guild = world.env.create_guild(f"server {number}")
            choice = ScheduleSettings(
                guild.create_text_channel("general").id, POST_TIME, None, options, 1
            )
            await world.bot.store.schedules.save(guild.id, KIND, choice, occurrence)
    clock = world.env.backend.clock
    clock.advance((DUE - world.env.now()).total_seconds())


@asynccontextmanager
async def _without_fsync(world: World) -> AsyncGenerator[None]:
    """Write without waiting for the disk inside the block, for preparations."""
    writer = world.bot.store.database._writer
    await writer.execute("PRAGMA synchronous = OFF")
    yield
    await writer.execute("PRAGMA synchronous = FULL")


async def _measure_during(world: World, work: Any) -> tuple[_LoopLagMonitor, list[float]]:
    """Return the longest blocks of the loop and the seconds of every command during `work`."""
    task = asyncio.ensure_future(work)
    response_times = world.env.backend.http_requests = _ResponseTimes(
        world.env.backend.messages, world.channel.id
    )
    world.env.backend.transcript = _DiscardingList()
    sent_at: dict[str, float] = {}
    lag = _LoopLagMonitor()
    while not task.done():
        sent_at[_send_status(world)] = time.perf_counter()
        await asyncio.sleep(COMMAND_INTERVAL_S)
    lag.stop()
    await task
    await asyncio.sleep(1)
    return lag, [response_times.answered_at[path] - began for path, began in sent_at.items()]


def _send_status(world: World) -> str:
    """Send `/status` without waiting, and return the start of the path of its answer."""
    backend = world.env.backend
    command = backend.commands[None]["status", 1]
    record, payload = base_payload(
        backend,
        type=InteractionType.APPLICATION_COMMAND,
        channel_id=world.channel.id,
        guild_id=world.guild.id,
        user_id=world.alice.id,
        data={"id": command["id"], "name": "status", "type": 1, "options": []},
    )
    backend.emit("INTERACTION_CREATE", payload)
    return f"/interactions/{record.id}/"


class _DiscardingList(list[Any]):
    """A list that drops what is added: the simulation's records are not the bot's memory."""

    def append(self, _item: Any) -> None:
        pass


class _ResponseTimes(list[Any]):
    """Drops requests and messages, and records when each interaction was answered.

    `messages` are the simulation's own, by channel and id; `asked_in` is where commands are used.
    """

    def __init__(self, messages: dict[int, dict[int, Any]], asked_in: int) -> None:
        super().__init__()
        self.answered_at: dict[str, float] = {}
        self._messages = messages
        self._asked_in = asked_in
        self._posted = asked_in

    def append(self, request: Any) -> None:
        _, kind, subject, *_ = request.path.split("/")
        if kind == "interactions":
            self.answered_at[f"/interactions/{subject}/"] = time.perf_counter()
            self._messages[self._asked_in].clear()
        elif kind == "channels":
            self._messages[self._posted].clear()
            self._posted = int(subject)


class _LoopLagMonitor:
    """Measures how late the event loop runs a task every few milliseconds."""

    def __init__(self) -> None:
        self.wall = 0.0
        """The longest delay in seconds of wall time."""
        self.work = 0.0
        """The longest time in seconds that the loop's thread computed between two runs."""
        self._loop = asyncio.get_running_loop()
        self._handle = self._loop.call_later(PROBE_INTERVAL_S, self._probe)
        self._seen = time.perf_counter(), time.thread_time()

    def _probe(self) -> None:
        wall, work = time.perf_counter(), time.thread_time()
        self.wall = max(self.wall, wall - self._seen[0] - PROBE_INTERVAL_S)
        self.work = max(self.work, work - self._seen[1])
        self._seen = wall, work
        self._handle = self._loop.call_later(PROBE_INTERVAL_S, self._probe)

    def stop(self) -> None:
        """Stop measuring."""
        self._handle.cancel()

    def __str__(self) -> str:
        return f"{self.work * 1e3:.0f} ms computing, {self.wall * 1e3:.0f} ms by the clock"


async def _measure_empty_ticks(world: World, ticks: int = 200) -> float:
    """Return the median time in seconds of a tick with nothing due."""
    taken: list[float] = []
    for _ in range(ticks):
        began = time.perf_counter()
        await world.bot.scheduler.tick(DUE)
        taken.append(time.perf_counter() - began)
    return statistics.median(taken)
