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
from zoneinfo import ZoneInfo

from bot.app import freeze_gc
from bot.scheduling.occurrences import get_first_occurrence
from cogs.anniversaries.digest import KIND
from seeds.loader import BUNDLED_PACK
from storage.engines.sqlite import SqliteDatabase
from storage.posts.models import ScheduleSettings
from tests.bench.load import format_ratio, measure_during
from tests.world import World, build_settings, open_world

GUILD_COUNT = 10_000
POSTS_PER_SECOND = 200
"""Posts per second: more than six times the default, so that the load is higher."""
POST_TIME = time_of_day(9)
DUE = datetime(2026, 4, 25, 9, tzinfo=UTC)


async def measure(
    guild_count: int = GUILD_COUNT, rate: int = POSTS_PER_SECOND
) -> list[tuple[str, str]]:
    """Return rows of name and value: times of commands and of blocks, with and without posts."""
    with tempfile.TemporaryDirectory() as folder:
        settings = build_settings(Path(folder), BUNDLED_PACK, posts_per_second=rate)
        async with open_world(settings, None) as world:
            await _set_up_guilds(world, guild_count)
            await freeze_gc()
            idle_lag, idle = await measure_during(world, asyncio.sleep(10))
            began = time.perf_counter()
            run = world.bot.scheduler.run_due(DUE)
            lag, busy = await measure_during(world, run)
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
            f"{format_ratio(busy, idle, 50)}, {format_ratio(busy, idle, 99)}",
        ),
        (f"{title}: longest block of the loop", f"{lag} (idle: {idle_lag})"),
        (f"a tick with nothing due among {guild_count:,} servers", f"{empty * 1e3:.2f} ms"),
    ]


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
    database = world.bot.store.database
    assert isinstance(database, SqliteDatabase)
    writer = database._writer
    await writer.execute("PRAGMA synchronous = OFF")
    yield
    await writer.execute("PRAGMA synchronous = FULL")


async def _measure_empty_ticks(world: World, ticks: int = 200) -> float:
    """Return the median time in seconds of a tick with nothing due."""
    taken: list[float] = []
    for _ in range(ticks):
        began = time.perf_counter()
        await world.bot.scheduler.tick(DUE)
        taken.append(time.perf_counter() - began)
    return statistics.median(taken)
