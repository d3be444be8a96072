"""A database from before servers owned entries keeps all it had."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import AsyncGenerator
from contextlib import closing
from pathlib import Path

import aiosqlite
import pytest

from storage.engines.opening import open_database
from storage.migrate import MIGRATIONS_DIR, migrate


@pytest.fixture
async def old(tmp_path: Path) -> Path:
    """A database of the first three migrations, with an entry, its topic, and who was shown it."""
    before = tmp_path / "migrations"
    before.mkdir()
    for path in sorted(MIGRATIONS_DIR.glob("000[123]_*.sql")):
        shutil.copy(path, before)
    file = tmp_path / "old.sqlite3"
    connection = await aiosqlite.connect(file, isolation_level=None)
    await connection.execute("PRAGMA foreign_keys = ON")
    await migrate(connection, before)
    await connection.execute(
        "INSERT INTO entry VALUES (7, 'quote.lamp', 'quote', '{}', 'd', '2020', 'ida', 5, NULL)"
    )
    await connection.execute("INSERT INTO entry_topic VALUES ('cast', 7)")
    await connection.execute("INSERT INTO entry_text (rowid, text) VALUES (7, 'lamps burn')")
    await connection.execute("INSERT INTO shown VALUES (99, 7, 2)")
    await connection.close()
    return file


@pytest.fixture
async def upgraded(old: Path) -> AsyncGenerator[sqlite3.Connection]:
    """The same file as this version of the bot leaves it."""
    await (await open_database(old)).close()
    with closing(sqlite3.connect(old)) as connection:
        yield connection


async def test_entries_become_the_packs_own(upgraded: sqlite3.Connection) -> None:
    row = upgraded.execute("SELECT number, owner, id, speaker, position FROM entry").fetchone()
    assert row == (7, 0, "quote.lamp", "ida", 5)


async def test_topics_words_and_showings_are_kept(upgraded: sqlite3.Connection) -> None:
    assert upgraded.execute("SELECT * FROM entry_topic").fetchall() == [("cast", 7)]
    assert upgraded.execute("SELECT * FROM shown").fetchall() == [(99, 7, 2)]
    found = upgraded.execute("SELECT rowid FROM entry_text WHERE entry_text MATCH 'lamps'")
    assert found.fetchall() == [(7,)]


async def test_what_points_at_an_entry_still_does(upgraded: sqlite3.Connection) -> None:
    assert upgraded.execute("PRAGMA foreign_key_check").fetchall() == []
    upgraded.execute("PRAGMA foreign_keys = ON")
    upgraded.execute("DELETE FROM entry WHERE number = 7")
    assert upgraded.execute("SELECT count(*) FROM shown").fetchone() == (0,)
