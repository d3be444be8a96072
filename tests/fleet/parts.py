"""Processes that split the shards, and one that waits, under load; or one process alone."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import NamedTuple

from storage.engines.location import PostgresUrl
from tests.fleet.community import Community, open_community, utc_now
from tests.fleet.invariants import count
from tests.fleet.processes import Fleet, open_fleet
from tests.platform_server import PlatformServer

SHARDS = 6
PARTS = 3
PLAY_S = 5.0
"""Seconds of playing before the first fault, and after the last."""
IDENTIFY_S = 11.0
"""Seconds in which two shards of one bucket can identify after another did."""
NAMES: tuple[str, ...] = ("one", "two", "three", "four")
STANDBY = NAMES[-1]


class Layout(NamedTuple):
    """How many processes there are, and what they are to do."""

    parts: int
    shards: int
    games: int
    posts: int
    has_standby: bool

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the processes that have parts."""
        return NAMES[: self.parts]


ALONE = Layout(1, 1, 4, 8, has_standby=False)
SPLIT = Layout(PARTS, SHARDS, 12, 24, has_standby=True)


@dataclass
class Parts:
    """The processes, and those who play."""

    layout: Layout
    fleet: Fleet
    community: Community

    async def wait_for_standby(self, seconds: float = 20) -> None:
        """Wait until a process without a shard runs, so that it can take over, if there is one."""
        if not self.layout.has_standby:
            return
        async with asyncio.timeout(seconds):
            while not any(
                one.bot is not None and one.bot.port and not self.fleet.list_shards(one)
                for one in self.fleet.processes
            ):
                await asyncio.sleep(0.05)

    async def measure_pauses(self, since: float, seconds: float = 60) -> list[float]:
        """Return the seconds from a monotonic time to the next answer on each shard, in order."""
        return sorted(
            [
                await self.community.wait_for_answer({shard}, since, seconds)
                for shard in range(self.layout.shards)
            ]
        )

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
    layout: Layout = SPLIT,
    through: Mapping[str, PostgresUrl] = {},
    extra: Mapping[str, str] = {},
) -> AsyncGenerator[Parts]:
    """Run the processes until all shards are connected and members play.

    `through` has other addresses of the database, and `extra` code that runs before the start, by
    the names of processes.
    """

    def start(name: str) -> None:
        address = through.get(name, url).secret_text
        fleet.start(name, extra.get(name, ""), BOT_DATABASE=address)

    settings = {"BOT_PARTS": str(layout.parts), "BOT_SHARDS": str(layout.shards)}
    async with (
        open_community(
            platform, url, shards=layout.shards, games=layout.games, posts=layout.posts
        ) as opened,
        open_fleet(platform, folder, url, pack, **settings) as fleet,
    ):
        opened.note_writers()
        opened.schedule_posts(utc_now(), timedelta(seconds=1))
        for name in layout.names:
            start(name)
        await fleet.wait_until_connected(range(layout.shards), 90)
        parts = Parts(layout, fleet, opened)
        if layout.has_standby:
            start(STANDBY)
            await parts.wait_for_standby()
        opened.start_games()
        await asyncio.sleep(PLAY_S)
        assert opened.diary.acknowledged, fleet.describe()
        yield parts
