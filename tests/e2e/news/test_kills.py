"""Processes that are killed while they poll a feed, and their successors."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from bot.fetching.fetcher import FETCHER, Fetcher
from cogs.news.cog import FEED_POLLER
from storage.feeds.finds import NewFind
from storage.feeds.subscriptions import NewFeed
from tests.e2e.lives import delete_command_syncs, kill_process, kill_process_async, run_in_process
from tests.loopback.web_server import open_web_server
from tests.posting import parse_utc
from tests.world import NOW, World, build_settings, open_world
from tests.worlds.news import build_feed, build_item

pytestmark = pytest.mark.slow

STORIES = ("Paper Lantern harbour kite", "Paper Lantern violin snow", "Paper Lantern bakery moon")


async def look(folder: Path, port: int, instant: str, step: str) -> list[Any]:
    """Poll the feed unless killed at a step; return the headlines in the queue, and requests."""
    delete_command_syncs(folder)
    fetcher = Fetcher("TestBot/1", local_ports=(port,), host_gap_s=0)
    settings = build_settings(folder, feeds="any")
    async with open_world(
        settings, None, lambda bot: bot.resources.__setitem__(FETCHER, fetcher)
    ) as world:
        clock = world.env.backend.clock
        clock.advance((parse_utc(instant) - world.env.now()).total_seconds())
        store = world.bot.store
        new = NewFeed(f"http://127.0.0.1:{port}/feed", "Lamps", "RSS 2.0", 1_800)
        if not await store.subscriptions.list_for_guild(world.guild.id):
            await store.subscriptions.add(world.guild.id, new, "", world.env.now())
        kill_at(world, step)
        await world.bot.scheduler.run_due()
        await world.bot.resources[FEED_POLLER].wait()
        rows = await store.database.fetch(
            "SELECT json_extract(body, '$.headline') FROM proposal ORDER BY 1"
        )
    await fetcher.close()
    return [row[0] for row in rows]


def kill_at(world: World, step: str) -> None:
    """Have the process killed once it has got that far."""
    store = world.bot.store
    propose, calls = store.finds.propose, [0]

    async def propose_until_killed(find: NewFind, kind: str, body: str) -> int | None:
        if step == "fetched":
            kill_process()
        number = await propose(find, kind, body)
        calls[0] += 1
        if step == f"stored {calls[0]}":
            kill_process()
        return number

    store.finds.propose = propose_until_killed
    if step == "stored all":
        store.feeds.finish_poll = kill_process_async


@pytest.mark.parametrize("step", ["fetched", "stored 1", "stored 2", "stored all"])
async def test_no_item_is_lost_and_none_comes_twice(tmp_path: Path, step: str) -> None:
    async with open_web_server() as server:
        items = [build_item(one, f"https://lamps.example/{one[-4:]}", NOW) for one in STORIES]
        server.pages["/feed"] = build_feed(*items)
        first, later = "2026-01-01 09:00", "2026-01-01 09:11"
        assert await run_in_process(look, tmp_path, server.port, first, step) is None
        # Until the lease of the killed process is over, nothing is fetched again.
        soon = await run_in_process(look, tmp_path, server.port, "2026-01-01 09:01", "never")
        assert len(soon) < 4
        assert server.count("/feed") == 1
        assert await run_in_process(look, tmp_path, server.port, later, "never") == sorted(STORIES)
        assert server.count("/feed") == 2


async def test_a_restart_asks_for_nothing_again(tmp_path: Path) -> None:
    async with open_web_server() as server:
        server.pages["/feed"] = build_feed(build_item(STORIES[0], "https://lamps.example/1", NOW))
        for minute in ("00", "01", "02", "20"):
            instant = f"2026-01-01 09:{minute}"
            assert await run_in_process(look, tmp_path, server.port, instant, "never") == [
                STORIES[0]
            ]
        assert server.count("/feed") == 1
