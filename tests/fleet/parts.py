"""Three processes that split six shards, and one that waits, under load."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from storage.engines.location import PostgresUrl
from tests.fleet.community import Community, open_community, utc_now
from tests.fleet.invariants import count
from tests.fleet.processes import Fleet, open_fleet
from tests.platform_server import PlatformServer

SHARDS = 6
PARTS = 3
GAMES = 12
POSTS = 24
PLAY_S = 5.0
"""Seconds of playing before the first fault, and after the last."""
IDENTIFY_S = 11.0
"""Seconds in which two shards of one bucket can identify after another did."""
NAMES: tuple[str, ...] = ("one", "two", "three", "four")
STANDBY = NAMES[-1]


@dataclass
class Parts:
    """The processes, and those who play."""

    fleet: Fleet
    community: Community

    async def wait_for_standby(self, seconds: float = 20) -> None:
        """Wait until one process runs that has no shard, so that it can take over."""
        async with asyncio.timeout(seconds):
            while not any(
                one.bot is not None and one.bot.port and not self.fleet.list_shards(one)
                for one in self.fleet.processes
            ):
                await asyncio.sleep(0.05)

    async def finish(self) -> None:
        """Have members play on, and wait until all posts that are due were sent."""
        await asyncio.sleep(PLAY_S)
        await self.community.stop_games()
        deadline = time.monotonic() + 60
        while count(self.community).missing_posts and time.monotonic() < deadline:
            await asyncio.sleep(0.5)


@asynccontextmanager
async def open_parts(
    platform: PlatformServer,
    folder: Path,
    url: PostgresUrl,
    pack: Path,
    *,
    through: dict[str, PostgresUrl] | None = None,
) -> AsyncGenerator[Parts]:
    """Run the processes until all shards are connected and members play.

    `through` has other addresses of the database, by the names of processes.
    """
    addresses = {name: (through or {}).get(name, url).secret_text for name in NAMES}
    community = open_community(platform, url, shards=SHARDS, games=GAMES, posts=POSTS)
    settings = {"BOT_PARTS": str(PARTS), "BOT_SHARDS": str(SHARDS)}
    async with (
        community as opened,
        open_fleet(platform, folder, url, pack, **settings) as fleet,
    ):
        opened.note_writers()
        opened.schedule_posts(utc_now(), timedelta(seconds=1))
        for name in NAMES[:PARTS]:
            fleet.start(name, BOT_DATABASE=addresses[name])
        await fleet.wait_until_connected(range(SHARDS), 90)
        fleet.start(STANDBY, BOT_DATABASE=addresses[STANDBY])
        parts = Parts(fleet, opened)
        await parts.wait_for_standby()
        opened.start_games()
        await asyncio.sleep(PLAY_S)
        assert opened.diary.acknowledged, fleet.describe()
        yield parts
