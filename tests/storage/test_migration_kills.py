"""An upgrade that is killed at any statement is finished by the next start."""

from __future__ import annotations

import os
import shutil
import sqlite3
from contextlib import closing
from itertools import count
from pathlib import Path
from typing import Any

import aiosqlite

from storage.engines.opening import open_database
from storage.migrate import MIGRATIONS_DIR, get_newest_version, migrate
from tests.e2e.lives import kill_process, run_in_process

OLD_VERSION = 18
"""The format from which it is upgraded."""


def _copy_migrations(folder: Path) -> None:
    folder.mkdir()
    for file in MIGRATIONS_DIR.glob("*.sql"):
        if int(file.name[:4]) <= OLD_VERSION:
            shutil.copy(file, folder)


async def make_old_database(path: Path, folder: Path) -> None:
    """Make a database of the format `OLD_VERSION`, in which a guild has a setting."""
    _copy_migrations(folder)
    async with aiosqlite.connect(path, isolation_level=None) as connection:
        await connection.execute("PRAGMA journal_mode = WAL")
        await migrate(connection, folder)
        await connection.execute("INSERT INTO server (guild_id) VALUES (7)")


async def open_and_be_killed(path: str, step: int) -> bool:
    """Open a database in this process, and die when SQLite begins its statement number `step`."""
    statements = count(1)
    connect = sqlite3.connect

    def kill_at_step(_statement: str) -> None:
        if next(statements) == step:
            kill_process()

    def connect_and_trace(*arguments: Any, **options: Any) -> sqlite3.Connection:
        connection = connect(*arguments, **options)
        connection.set_trace_callback(kill_at_step)
        return connection

    sqlite3.connect = connect_and_trace
    database = await open_database(Path(path))
    await database.close()
    return True


def read_schema(path: Path) -> list[Any]:
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        return connection.execute(
            "SELECT type, name, sql FROM sqlite_schema ORDER BY 1, 2"
        ).fetchall()


def read_version(path: Path) -> int:
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        [(version,)] = connection.execute("SELECT max(version) FROM migration")
        return version


async def test_a_kill_at_any_statement_leaves_a_database_that_the_next_start_upgrades(
    tmp_path: Path,
) -> None:
    old, path = tmp_path / "old.sqlite3", tmp_path / "data" / "bot.sqlite3"
    await make_old_database(old, tmp_path / "migrations")
    expected = tmp_path / "expected.sqlite3"
    shutil.copy(old, expected)
    await (await open_database(expected)).close()

    versions, step, ended = set[int](), 0, None
    while not ended:
        step += 1
        shutil.rmtree(path.parent, ignore_errors=True)
        path.parent.mkdir()
        shutil.copy(old, path)
        ended = await run_in_process(open_and_be_killed, os.fspath(path), step)
        versions.add(read_version(path))
        await (await open_database(path)).close()
        assert read_schema(path) == read_schema(expected)
        with closing(sqlite3.connect(path)) as connection:
            assert connection.execute("SELECT guild_id FROM server").fetchall() == [(7,)]

    assert step > 30, "it was killed at every statement before"
    assert versions == {
        int(file.name[:4])
        for file in MIGRATIONS_DIR.glob("*.sql")
        if OLD_VERSION <= int(file.name[:4]) <= get_newest_version()
    }
