"""An owner moves from one process on a file to three on a server, as docs/postgres.md says."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path

from tests.bot_process import ROOT
from tests.fleet.community import Community, open_community
from tests.fleet.invariants import count
from tests.fleet.parts import NAMES, PARTS, SHARDS
from tests.fleet.processes import open_fleet
from tests.platform_server import PlatformServer
from tests.postgres import Cluster

GAMES = 6


async def run_command(folder: Path, *arguments: str, **environment: str) -> str:
    """Run a command of the bot that succeeds, maybe with warnings; return what it prints."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", *arguments),
        cwd=folder,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
        env={**os.environ, "PYTHONPATH": str(ROOT), **environment},
    )
    output, _ = await process.communicate()
    assert process.returncode in (0, 1), output.decode()
    return output.decode()


async def play_on_a_file(community: Community, folder: Path, pack: Path) -> None:
    """Have members play in one process on a file, and end it in the middle of their games."""
    platform = community.platform
    platform.shards = 1
    async with open_fleet(platform, folder, folder / "bot.sqlite3", pack) as fleet:
        alone = fleet.start("alone")
        alone.restarts = False
        await fleet.wait_until_connected([0], 60)
        community.start_games()
        await asyncio.sleep(6)
        await community.stop_games()
        alone.send_signal(signal.SIGTERM)
        async with asyncio.timeout(30):
            while not alone.exits:
                await asyncio.sleep(0.05)
    platform.shards = SHARDS


async def test_no_point_is_lost_on_the_way_from_a_file_to_three_processes(
    own_cluster: Cluster,
    platform: PlatformServer,
    tmp_path: Path,
    pack: Path,
    tell: Callable[[str], None],
) -> None:
    platform.identify_s = 0
    settings = {"BOT_PARTS": str(PARTS), "BOT_SHARDS": str(SHARDS)}
    with own_cluster.create_database(is_empty=True) as url:
        async with open_community(platform, url, shards=SHARDS, games=GAMES) as community:
            await play_on_a_file(community, tmp_path, pack)
            on_file = len(community.diary.acknowledged)
            source = str(tmp_path / "bot.sqlite3")
            copied = await run_command(tmp_path, "database", "copy", source, url.secret_text)
            community.note_writers()
            async with open_fleet(platform, tmp_path, url, pack, **settings) as fleet:
                for name in NAMES:
                    fleet.start(name)
                await fleet.wait_until_connected(range(SHARDS), 90)
                community.start_games()
                await asyncio.sleep(6)
                await community.wait_for_load(set(range(SHARDS)))
                victim = fleet.holders[0]
                shards = fleet.list_shards(victim)
                killed_at = victim.send_signal(signal.SIGKILL)
                pause = await community.wait_for_answer(shards, killed_at + 0.1, 60)
                checked = await run_command(
                    tmp_path, "database", "check", BOT_DATABASE=url.secret_text
                )
                await community.stop_games()
            counts = count(community)
    tell(
        f"from a file ({on_file} acknowledged) to three processes, one of them killed: {counts},"
        f" next answer after {pause:.1f} s"
    )
    assert on_file > 0
    assert "as many as in" in copied
    assert "part" in checked
    counts.check()
