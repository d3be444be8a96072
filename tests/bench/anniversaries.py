"""Ten thousand servers due in the same minute, and how the bot feels meanwhile."""

from __future__ import annotations

import asyncio
import statistics
import tempfile
import threading
import time
from collections.abc import AsyncGenerator, Generator
from contextlib import asynccontextmanager, contextmanager
from datetime import UTC, datetime, timedelta
from datetime import time as time_of_day
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from simcord.enums import InteractionType
from simcord.interactions import base_payload

from bot.postings import first_posting
from cogs.anniversaries.digests import KIND
from seeds.loader import BUNDLED_PACK
from storage.schedules import Choice
from tests.world import World, open_world, settings_for

SERVERS = 10_000
RATE = 200
"""Posts a second: more than six times the default, so that the bot has less room, not more."""
NINE = time_of_day(9)
DUE = datetime(2026, 4, 25, 9, tzinfo=UTC)
PROBE_S = 0.005
COMMAND_S = 0.05


async def measure(servers: int = SERVERS, rate: int = RATE) -> list[tuple[str, str]]:
    """Rows of name and value: a command's time and the loop's longest block, beside an idle bot."""
    with tempfile.TemporaryDirectory() as folder:
        settings = settings_for(Path(folder), BUNDLED_PACK, posts_per_second=rate)
        async with open_world(settings, None) as world:
            await _fill(world, servers)
            idle_block, idle = await _observed(world, asyncio.sleep(10))
            began = time.perf_counter()
            run = world.bot.scheduler.run_due(DUE)
            block, busy = await _observed(world, run)
            took = time.perf_counter() - began
            rows = await world.bot.store.database.fetch(
                "SELECT state, count(*) FROM ledger GROUP BY state"
            )
            empty = await _empty_ticks(world)
    states = ", ".join(f"{count} {state}" for state, count in rows)
    title = f"{servers:,} servers due at once"
    return [
        (f"{title}, at {rate} posts a second", f"{states}, {servers / took:.0f} a second"),
        (f"{title}: /status p50, p99", f"{_beside(busy, idle, 50)}, {_beside(busy, idle, 99)}"),
        (
            f"{title}: longest block of the loop",
            f"{block * 1e3:.0f} ms (idle: {idle_block * 1e3:.0f} ms)",
        ),
        (f"a tick with nothing due among {servers:,} servers", f"{empty * 1e3:.2f} ms"),
    ]


def _beside(busy: list[float], idle: list[float], percent: int) -> str:
    ours, base = (statistics.quantiles(one, n=100)[percent - 1] for one in (busy, idle))
    return f"p{percent} {ours * 1e3:.0f} ms ({ours / base:.1f} x idle)"


async def _fill(world: World, servers: int) -> None:
    """Servers with a channel each, all set up for the same instant."""
    posting = first_posting(DUE - timedelta(hours=1), ZoneInfo("UTC"), NINE)
    options = {"month_entries": True, "year_entries": True, "day_counts": False}
    async with _careless(world):
        for number in range(servers):
            guild = world.env.create_guild(f"server {number}")
            choice = Choice(guild.create_text_channel("general").id, "UTC", NINE, None, options, 1)
            await world.bot.store.schedules.save(guild.id, KIND, choice, posting)
    clock = world.env.backend.clock
    clock.advance((DUE - world.env.now()).total_seconds())


@asynccontextmanager
async def _careless(world: World) -> AsyncGenerator[None]:
    """Write without waiting for the disk, while preparing only."""
    writer = world.bot.store.database._writer
    await writer.execute("PRAGMA synchronous = OFF")
    yield
    await writer.execute("PRAGMA synchronous = FULL")


async def _observed(world: World, work: Any) -> tuple[float, list[float]]:
    """The loop's longest block and the time of every command, in seconds, while `work` runs."""
    task = asyncio.ensure_future(work)
    stamps = _Stamps(world.env.backend.http_requests)
    world.env.backend.http_requests = stamps
    asked: dict[str, float] = {}
    with _probe(asyncio.get_running_loop()) as blocks:
        while not task.done():
            asked[_ask(world)] = time.perf_counter()
            await asyncio.sleep(COMMAND_S)
    await task
    await asyncio.sleep(1)
    return max(blocks), [stamps.answered[path] - began for path, began in asked.items()]


def _ask(world: World) -> str:
    """Send `/status` and do not wait; gives the beginning of the path of its answer."""
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


class _Stamps(list[Any]):
    """The log of requests, with the instant at which each interaction was answered."""

    def __init__(self, requests: list[Any]) -> None:
        super().__init__(requests)
        self.answered: dict[str, float] = {}

    def append(self, request: Any) -> None:
        super().append(request)
        if request.path.startswith("/interactions/"):
            self.answered[f"/interactions/{request.path.split('/')[2]}/"] = time.perf_counter()


@contextmanager
def _probe(loop: asyncio.AbstractEventLoop) -> Generator[list[float]]:
    """How long the loop took to answer a thread that asks every few milliseconds, in seconds."""
    blocks = [0.0]
    ended = threading.Event()

    def answer(asked: float) -> None:
        blocks.append(time.perf_counter() - asked)

    def ask() -> None:
        planned = time.perf_counter()
        while not ended.wait(max(0.0, planned - time.perf_counter())):
            # From the planned instant on: this thread is held up by whatever holds the interpreter.
            loop.call_soon_threadsafe(answer, planned)
            planned = max(planned + PROBE_S, time.perf_counter())

    thread = threading.Thread(target=ask, daemon=True)
    thread.start()
    try:
        yield blocks
    finally:
        ended.set()
        thread.join()


async def _empty_ticks(world: World, ticks: int = 200) -> float:
    """The median time of a tick that finds nothing, in seconds."""
    taken: list[float] = []
    for _ in range(ticks):
        began = time.perf_counter()
        await world.bot.scheduler.tick(DUE)
        taken.append(time.perf_counter() - began)
    return statistics.median(taken)
