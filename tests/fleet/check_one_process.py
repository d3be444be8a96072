"""One process on a PostgreSQL server: it is killed, its server restarts, and its wire goes dead."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from tests.fleet.community import Community, open_community, utc_now
from tests.fleet.invariants import count
from tests.fleet.processes import Fleet, open_fleet
from tests.fleet.proxy import open_proxy
from tests.platform_server import PlatformServer
from tests.postgres import Cluster

GAMES = 4
POSTS = 8
SHARD = {0}


async def play_before(fleet: Fleet, community: Community) -> None:
    """Start one bot, and have members play for some seconds."""
    community.note_writers()
    community.schedule_posts(utc_now(), timedelta(seconds=2))
    fleet.start("one")
    await fleet.wait_until_connected([0], 60)
    community.start_games()
    await asyncio.sleep(5)
    assert community.diary.acknowledged, fleet.describe()
    await community.wait_for_load(SHARD)


async def finish(fleet: Fleet, community: Community) -> None:
    """Have members play for some seconds more, and wait for the posts that are due."""
    await asyncio.sleep(4)
    await community.stop_games()
    try:
        async with asyncio.timeout(30):
            while count(community).missing_posts:
                await asyncio.sleep(0.5)
    except TimeoutError:
        raise TimeoutError(fleet.describe()) from None


async def test_a_bot_that_is_killed_goes_on_with_all_it_has_acknowledged(
    own_cluster: Cluster,
    platform: PlatformServer,
    tmp_path: Path,
    pack: Path,
    tell: Callable[[str], None],
) -> None:
    platform.identify_s = 0
    with own_cluster.create_database() as url:
        async with (
            open_community(platform, url, shards=1, games=GAMES, posts=POSTS) as community,
            open_fleet(platform, tmp_path, url, pack) as fleet,
        ):
            await play_before(fleet, community)
            killed_at = fleet.get("one").send_signal(signal.SIGKILL)
            pause = await community.wait_for_answer(SHARD, killed_at + 0.1, 60)
            await finish(fleet, community)
            counts = count(community)
    tell(f"one process, kill -9: {counts}, next answer after {pause:.1f} s")
    counts.check()


@pytest.mark.parametrize("mode", ["fast", "immediate"])
async def test_a_restart_of_the_server_is_a_pause(
    own_cluster: Cluster,
    platform: PlatformServer,
    tmp_path: Path,
    pack: Path,
    tell: Callable[[str], None],
    mode: str,
) -> None:
    with own_cluster.create_database() as url:
        async with (
            open_community(platform, url, shards=1, games=GAMES, posts=POSTS) as community,
            open_fleet(platform, tmp_path, url, pack) as fleet,
        ):
            await play_before(fleet, community)
            await asyncio.to_thread(own_cluster.stop, mode)
            await asyncio.to_thread(own_cluster.start)
            began = asyncio.get_running_loop().time()
            pause = await community.wait_for_answer(SHARD, began, 60)
            await finish(fleet, community)
            counts = count(community)
            assert platform.sessions == 1, "the gateway saw nothing of it"
            assert fleet.get("one").exits == []
    tell(f"one process, server restarted {mode}: {counts}, next answer after {pause:.1f} s")
    counts.check()


@pytest.mark.parametrize("side", ["requests", "replies"])
async def test_a_dead_wire_to_the_server_is_a_pause(
    own_cluster: Cluster,
    platform: PlatformServer,
    tmp_path: Path,
    short_folder: Path,
    pack: Path,
    tell: Callable[[str], None],
    side: str,
) -> None:
    with own_cluster.create_database() as url:
        async with (
            open_proxy(own_cluster, short_folder) as proxy,
            open_community(platform, url, shards=1, games=GAMES, posts=POSTS) as community,
            open_fleet(platform, tmp_path, proxy.url(url), pack) as fleet,
        ):
            await play_before(fleet, community)
            setattr(proxy, f"swallows_{side}", True)
            await asyncio.sleep(8)
            proxy.heal()
            began = asyncio.get_running_loop().time()
            pause = await community.wait_for_answer(SHARD, began, 90)
            await finish(fleet, community)
            counts = count(community)
    tell(f"one process, {side} swallowed for 8 s: {counts}, next answer after {pause:.1f} s")
    counts.check()
