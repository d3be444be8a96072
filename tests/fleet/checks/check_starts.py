"""Processes that start together, or with a wrong clock."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path

from tests.fleet.community import open_community
from tests.fleet.invariants import count
from tests.fleet.parts import PARTS, SHARDS, Parts
from tests.fleet.processes import open_fleet
from tests.loopback.objects import APPLICATION_ID
from tests.platform_server import PlatformServer
from tests.postgres import Cluster

COMMANDS = f"/applications/{APPLICATION_ID}/commands"
NAMES = ("one", "two", "three", "four", "five")
FAST_CLOCK = """
from datetime import timedelta
import bot.app
read_clock = bot.app.system_clock
bot.app.system_clock = lambda: read_clock() + timedelta(minutes=5)
"""


async def test_five_starts_at_once_on_an_empty_database_agree(
    own_cluster: Cluster, platform: PlatformServer, tmp_path: Path, pack: Path
) -> None:
    settings = {"BOT_PARTS": str(PARTS), "BOT_SHARDS": str(SHARDS)}
    with own_cluster.create_database(is_empty=True) as url:
        async with (
            open_community(platform, url, shards=SHARDS, games=6) as community,
            open_fleet(platform, tmp_path, url, pack, **settings) as fleet,
        ):
            for name in NAMES:
                fleet.start(name)
            await fleet.wait_until_connected(range(SHARDS), 90)
            assert len(fleet.holders) == PARTS, fleet.describe()
            community.start_games()
            await community.wait_for_answer(set(range(SHARDS)), 0, 60)
            await community.stop_games()
            assert [one.exits for one in fleet.processes] == [[]] * 5, fleet.describe()
            [(packs,)] = community.execute("SELECT count(*) FROM pack")
            counts = count(community)
    puts = [one for one in platform.calls if (one.method, one.path) == ("PUT", COMMANDS)]
    assert packs == 1
    assert len(puts) == 1, "commands are synced once"
    assert counts.refused_identifies == 0
    assert not platform.overlaps


async def test_a_process_whose_clock_is_wrong_does_not_start(
    parts: Parts, tell: Callable[[str], None]
) -> None:
    wrong = parts.fleet.start("wrong", FAST_CLOCK)
    async with asyncio.timeout(30):
        while not wrong.exits:
            await asyncio.sleep(0.05)
    await parts.finish()
    counts = count(parts.community)
    tell(f"a fifth process 5 min ahead: {counts}")
    assert [code for _, code in wrong.exits] == [2]
    assert "clock" in wrong.log
    counts.check()
