"""Brings a database to the newest numbered migration, each in one transaction with its version."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import aiosqlite

from storage.errors import StorageError

MIGRATIONS = Path(__file__).parent / "migrations"
_CREATE = """
CREATE TABLE IF NOT EXISTS migration (
    version INTEGER PRIMARY KEY,
    name TEXT NOT NULL
)
"""


class Migration(NamedTuple):
    """One numbered file, cut into statements."""

    version: int
    name: str
    statements: tuple[str, ...]


async def migrate(connection: aiosqlite.Connection, migrations: Path = MIGRATIONS) -> None:
    """Apply every migration the database has not had, in order.

    `connection` must be in autocommit mode. A migration that fails leaves nothing behind.
    Raises StorageError when the database knows a version that this program does not.
    """
    known = _read(migrations)
    await connection.execute(_CREATE)
    had = await _had(connection, max((one.version for one in known), default=0))
    for migration in known:
        if migration.version not in had:
            await _apply(connection, migration)


async def _had(connection: aiosqlite.Connection, newest: int) -> set[int]:
    rows = await connection.execute_fetchall("SELECT version FROM migration")
    had = {int(version) for (version,) in rows}
    if had and max(had) > newest:
        raise StorageError(
            f"This database was written by a newer version of the bot (its format is {max(had)}, "
            f"this bot knows up to {newest}): update the bot, or choose another file with "
            "BOT_DATABASE."
        )
    return had


async def _apply(connection: aiosqlite.Connection, migration: Migration) -> None:
    await connection.execute("BEGIN IMMEDIATE")
    try:
        # Another process that opened the same file may have been quicker.
        if not await connection.execute_fetchall(
            "SELECT 1 FROM migration WHERE version = ? AND name = ?", migration[:2]
        ):
            for statement in migration.statements:
                await connection.execute(statement)
            await connection.execute(
                "INSERT INTO migration (version, name) VALUES (?, ?)", migration[:2]
            )
        await connection.execute("COMMIT")
    except BaseException:
        await connection.rollback()
        raise


def _read(migrations: Path) -> list[Migration]:
    paths = sorted(migrations.glob("[0-9][0-9][0-9][0-9]_*.sql"))
    return [
        Migration(int(path.stem[:4]), path.stem[5:], tuple(_statements(path.read_text("utf-8"))))
        for path in paths
    ]


def _statements(script: str) -> Iterator[str]:
    """Single statements, because `executescript` would commit the open transaction first."""
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""
    if statement.strip():
        yield statement
