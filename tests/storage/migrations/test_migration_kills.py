"""An upgrade that is killed at any statement is finished by the next start."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import aiosqlite
import pytest

from storage.engines.opening import open_database
from storage.migrate import MIGRATIONS_DIR, get_newest_version, migrate

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[3]
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


OPEN_AND_DIE = """
import asyncio, os, shutil, signal, sqlite3, sys
from pathlib import Path
from storage.engines.opening import open_database

old, folder = Path(sys.argv[1]), Path(sys.argv[2])
connect, step = sqlite3.connect, 0

def kill_at_step(_statement):
    # In the child: its own count of the statements that SQLite begins.
    global left
    left -= 1
    if left == 0:
        os.kill(os.getpid(), signal.SIGKILL)

def connect_and_trace(*arguments, **options):
    connection = connect(*arguments, **options)
    connection.set_trace_callback(kill_at_step)
    return connection

async def open_and_close(path):
    await (await open_database(path)).close()

status = None
while status != 0:
    step += 1
    path = folder / f"{step}" / "bot.sqlite3"
    path.parent.mkdir()
    shutil.copy(old, path)
    child = os.fork()
    if not child:
        left, sqlite3.connect = step, connect_and_trace
        asyncio.run(open_and_close(path))
        os._exit(0)
    status = os.waitpid(child, 0)[1]
    assert status in (0, signal.SIGKILL), status
"""
"""Opens copies of a database in processes that die when SQLite begins the first statement, the
second and so on, until one opens it to the end. Each copy is in a folder with that number.
"""


def open_and_die(old: Path, copies: Path) -> list[Path]:
    """Run that, and return the copies by the number of the statement."""
    copies.mkdir()
    subprocess.run([sys.executable, "-c", OPEN_AND_DIE, old, copies], check=True, cwd=ROOT)
    return [copies / step / "bot.sqlite3" for step in sorted(os.listdir(copies), key=int)]


def read_schema(path: Path) -> list[Any]:
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert connection.execute("SELECT guild_id FROM server").fetchall() == [(7,)]
        query = "SELECT type, name, sql FROM sqlite_schema ORDER BY 1, 2"
        return connection.execute(query).fetchall()


def read_version(path: Path) -> int:
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        [(version,)] = connection.execute("SELECT max(version) FROM migration")
        return version


async def test_a_kill_at_any_statement_leaves_a_database_that_the_next_start_upgrades(
    tmp_path: Path,
) -> None:
    old, copies = tmp_path / "old.sqlite3", tmp_path / "copies"
    await make_old_database(old, tmp_path / "migrations")
    paths = open_and_die(old, copies)
    versions = [read_version(path) for path in paths]
    for path in paths:
        await (await open_database(path)).close()
    schemas = [read_schema(path) for path in paths]
    assert all(schema == schemas[-1] for schema in schemas)
    assert versions == sorted(versions), "later kills leave no older formats"
    assert set(versions) == {
        int(file.name[:4])
        for file in MIGRATIONS_DIR.glob("*.sql")
        if OLD_VERSION <= int(file.name[:4]) <= get_newest_version()
    }
    assert len(paths) > 30, "it was killed at every statement before"
