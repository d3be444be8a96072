"""Processes that start together, with a wrong clock, or with a newer version than the others."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Callable
from pathlib import Path

import psycopg

from storage.migrate import MIGRATIONS_DIR
from tests.fleet.community import open_community
from tests.fleet.invariants import count
from tests.fleet.parts import PARTS, SHARDS, open_parts
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
NEWER_VERSION = """
from pathlib import Path
import storage.engines.postgres.schema
storage.engines.postgres.schema.migrate.__defaults__ = (Path({folder!r}),)
"""
"""What makes a process one of the next version, whose migrations are in a folder."""


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
    own_cluster: Cluster,
    platform: PlatformServer,
    tmp_path: Path,
    pack: Path,
    tell: Callable[[str], None],
) -> None:
    with own_cluster.create_database() as url:
        async with open_parts(platform, tmp_path, url, pack) as parts:
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


async def test_others_answer_on_while_the_next_version_changes_the_tables(
    own_cluster: Cluster,
    platform: PlatformServer,
    tmp_path: Path,
    pack: Path,
    tell: Callable[[str], None],
) -> None:
    folder = tmp_path / "migrations"
    shutil.copytree(MIGRATIONS_DIR, folder)
    (folder / "9001_more.sql").write_text(
        "ALTER TABLE trivia_game ADD COLUMN more TEXT;\nCREATE TABLE more (id BIGINT PRIMARY KEY);"
    )
    newer = NEWER_VERSION.format(folder=str(folder))
    with own_cluster.create_database() as url:
        async with open_parts(platform, tmp_path, url, pack) as parts:
            before = len(parts.community.diary.acknowledged)
            with psycopg.connect(url.secret_text) as reader:
                # A reader in a transaction holds up the change of the table.
                reader.execute("SELECT count(*) FROM trivia_game")
                held_up = parts.fleet.start("held up", newer)
                async with asyncio.timeout(30):
                    while not held_up.exits:
                        await asyncio.sleep(0.05)
            during = len(parts.community.diary.acknowledged) - before
            async with asyncio.timeout(60):
                while parts.community.execute("SELECT to_regclass('more')") == [(None,)]:
                    await asyncio.sleep(0.05)
            await parts.finish()
            counts = count(parts.community)
            exits = [one.exits for one in parts.fleet.processes if one is not held_up]
    tell(f"a migration while three processes run: {counts}, {during} of them while it waited")
    assert exits == [[]] * 4, "the last version goes on"
    assert during > 0
    counts.check()
