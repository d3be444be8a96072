"""Measures commands while 1,000 feeds are polled in the same minute."""

from __future__ import annotations

import asyncio
import sys
import tempfile
import time
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

from bot.app import freeze_gc
from bot.fetching.fetcher import FETCHER, Fetcher
from cogs.news.cog import FEED_POLLER
from seeds.loader import BUNDLED_PACK
from storage.feeds.subscriptions import MAX_FEEDS, NewFeed
from tests.bench.load import format_ratio, measure_during
from tests.world import World, build_settings, open_world

FEED_COUNT = 1_000
ITEMS = 40
"""Items of each feed; the first one counts."""
_SERVER = """
import asyncio, sys
from tests.bench.feeds import serve
asyncio.run(serve())
"""


async def serve() -> None:
    """Serve a different feed at every path, and print the port, until standard input ends."""
    from tests.loopback.web_server import open_web_server
    from tests.worlds.news import build_feed, build_item

    async with open_web_server() as server:
        plain = [
            build_item(f"Lamp {n} is lit", f"https://lamps.example/{n}", text="A word. " * 60)
            for n in range(1, ITEMS)
        ]
        for number in range(FEED_COUNT):
            title = f"Romy and Michele sequel: note {number}"
            item = build_item(title, server.url("/page"), text=title)
            server.pages[f"/{number}"] = build_feed(item, *plain, title=f"Feed {number}")
        print(server.port, flush=True)
        await asyncio.to_thread(sys.stdin.read)


async def measure(feed_count: int = FEED_COUNT) -> list[tuple[str, str]]:
    """Return rows of name and value: times of commands and of blocks, with and without looks."""
    with tempfile.TemporaryDirectory() as folder:
        settings = build_settings(Path(folder), BUNDLED_PACK)
        changed = settings.model_copy(update={"feeds": "any"})
        async with _run_server() as port:
            fetcher = Fetcher("Bench/1", local_ports=(port,), host_gap_s=0.0)
            async with open_world(
                changed, None, lambda bot: bot.resources.__setitem__(FETCHER, fetcher)
            ) as world:
                await _add_feeds(world, port, feed_count)
                await freeze_gc()
                idle_lag, idle = await measure_during(world, asyncio.sleep(5))
                looks = world.bot.resources[FEED_POLLER].poll_due(world.env.now())
                began = time.perf_counter()
                lag, busy = await measure_during(world, looks)
                took = time.perf_counter() - began
                [(looked,)] = await world.bot.store.database.fetch(
                    "SELECT count(*) FROM feed WHERE looked_at IS NOT NULL AND fault = ''"
                )
            await fetcher.close()
    title = f"{feed_count:,} feeds due at once"
    return [
        (title, f"{looked:,} read, {looked / took:.0f} a second"),
        (
            f"{title}: /status p50, p99",
            f"{format_ratio(busy, idle, 50)}, {format_ratio(busy, idle, 99)}",
        ),
        (f"{title}: longest block of the loop", f"{lag} (idle: {idle_lag})"),
    ]


@asynccontextmanager
async def _run_server() -> AsyncGenerator[int]:
    """Run the feeds in a process of their own, so that the loop has only the bot's work."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-c",
        _SERVER,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )
    assert process.stdin
    assert process.stdout
    try:
        yield int(await process.stdout.readline())
    finally:
        process.stdin.close()
        await process.wait()


async def _add_feeds(world: World, port: int, count: int) -> None:
    """Add feeds to guilds, `MAX_FEEDS` to each, due now."""
    now = world.env.now() - timedelta(minutes=1)
    for first in range(0, count, MAX_FEEDS):
        guild = world.env.create_guild(f"server {first}")
        for number in range(first, min(first + MAX_FEEDS, count)):
            feed = NewFeed(f"http://127.0.0.1:{port}/{number}", f"Feed {number}", "rss", 1_800)
            await world.bot.store.subscriptions.add(guild.id, feed, "", now)
