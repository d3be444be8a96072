"""Two versions of the bot at once: the next one changes the tables while the last one plays."""

from __future__ import annotations

import asyncio
import shutil
import signal
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest

from storage.engines.location import PostgresUrl
from storage.migrate import MIGRATIONS_DIR, get_newest_version
from tests.fleet.invariants import count
from tests.fleet.parts import Parts
from tests.fleet.processes import LEASE_S

EXPANDING = f"""-- Compatible from: {get_newest_version()}
ALTER TABLE trivia_game ADD COLUMN more TEXT;
CREATE TABLE more (id BIGINT PRIMARY KEY);
"""
NEWER_VERSION = """
from pathlib import Path
import storage.engines.postgres.schema
storage.engines.postgres.schema.migrate.__defaults__ = (Path({folder!r}),)
"""
"""What makes a process one of the next version, whose migrations are in a folder."""


@pytest.fixture
def newer(tmp_path: Path) -> str:
    """Return what makes a process one of the next version, which only adds to the tables."""
    folder = tmp_path / "migrations"
    shutil.copytree(MIGRATIONS_DIR, folder)
    (folder / "9001_more.sql").write_text(EXPANDING)
    return NEWER_VERSION.format(folder=str(folder))


async def wait_for_migration(parts: Parts) -> None:
    """Wait until the next version has changed the tables."""
    async with asyncio.timeout(60):
        while parts.community.execute("SELECT to_regclass('more')") == [(None,)]:
            await asyncio.sleep(0.05)


async def test_others_answer_on_while_the_next_version_changes_the_tables(
    parts: Parts, url: PostgresUrl, newer: str, tell: Callable[[str], None]
) -> None:
    before = len(parts.community.diary.acknowledged)
    with psycopg.connect(url.secret_text) as reader:
        # A reader in a transaction holds up the change of the table.
        reader.execute("SELECT count(*) FROM trivia_game")
        held_up = parts.fleet.start("held up", newer)
        async with asyncio.timeout(30):
            while not held_up.exits:
                await asyncio.sleep(0.05)
    during = len(parts.community.diary.acknowledged) - before
    await wait_for_migration(parts)
    await parts.finish()
    counts = count(parts.community)
    exits = [one.exits for one in parts.fleet.processes if one is not held_up]
    tell(f"a migration while three processes run: {counts}, {during} of them while it waited")
    assert exits == [[]] * 4, "the last version goes on"
    assert during > 0
    counts.check()


async def test_processes_of_the_last_version_that_crash_start_again_on_the_new_tables(
    parts: Parts, newer: str, tell: Callable[[str], None]
) -> None:
    old = tuple(parts.fleet.processes)
    new = parts.fleet.start("new", newer)
    await wait_for_migration(parts)
    pauses: list[float] = []
    for victim in tuple(parts.fleet.holders):
        shards = parts.fleet.list_shards(victim)
        await parts.community.wait_for_load(shards)
        killed_at = victim.send_signal(signal.SIGKILL)
        pauses.append(await parts.community.wait_for_answer(shards, killed_at + 0.1, 60))
        await parts.wait_for_standby()
        # Who has crashed is back, and stands by.
        async with asyncio.timeout(4 * LEASE_S):
            while victim.bot is None or not victim.bot.port:
                await asyncio.sleep(0.05)
    await parts.finish()
    counts = count(parts.community)
    tell(
        f"each of the last version killed after the next one's migration: {counts}; next answer"
        f" after {max(pauses):.1f} s at most"
    )
    assert [code for one in old for _, code in one.exits] == [-signal.SIGKILL] * 3
    assert new.exits == []
    assert parts.fleet.list_shards(new), "the two versions share the parts"
    counts.check()
