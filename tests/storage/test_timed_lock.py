"""How long writes wait for their turn, and whether the database takes them."""

from __future__ import annotations

import asyncio
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

import storage.engines.sqlite
from storage.engines.sqlite import SqliteDatabase
from storage.errors import LockedError
from storage.timed_lock import TimedLock


async def test_each_task_reports_how_long_it_waited() -> None:
    waits: list[float] = []
    lock = TimedLock([waits.append])

    async def hold() -> None:
        async with lock:
            await asyncio.sleep(0.05)

    await asyncio.gather(hold(), hold())

    assert len(waits) == 2
    assert waits[0] < 0.04 < waits[1]


async def test_a_write_reports_how_long_it_waited_for_another(tmp_path: Path) -> None:
    database = await SqliteDatabase.open(tmp_path / "bot.sqlite3")
    waits: list[float] = []
    database.add_wait_listener(waits.append)
    async with database.transaction():
        writing = asyncio.create_task(database.write("DELETE FROM migration WHERE version < 0"))
        await asyncio.sleep(0.05)
    await writing

    assert len(waits) == 2
    assert waits[1] > 0.04
    await database.close()


async def test_a_test_write_changes_nothing_and_fails_when_the_file_is_held(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(storage.engines.sqlite, "WRITE_BUSY_TIMEOUT_MS", 50)
    path = tmp_path / "bot.sqlite3"
    database = await SqliteDatabase.open(path)
    before = await database.fetch("SELECT version, name FROM migration")
    await database.check_writable()
    assert await database.fetch("SELECT version, name FROM migration") == before

    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(LockedError):
            await database.check_writable()
    await database.check_writable()
    await database.close()


async def test_a_database_opened_to_read_refuses_writes(tmp_path: Path) -> None:
    path = tmp_path / "bot.sqlite3"
    await (await SqliteDatabase.open(path)).close()
    database = await SqliteDatabase.open_to_read(path)

    assert await database.fetch("SELECT count(*) FROM migration WHERE version = 1") == [(1,)]
    with pytest.raises(Exception, match="readonly"):
        await database.write("DELETE FROM migration")
    await database.close()
