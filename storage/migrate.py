"""Brings a database to the newest numbered migration, each in one transaction with its version."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Awaitable, Callable, Collection, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import aiosqlite

from storage.errors import StorageError

MIGRATIONS_DIR = Path(__file__).parent / "migrations"
_CREATE_TABLE = """
CREATE TABLE IF NOT EXISTS migration (
    version INTEGER PRIMARY KEY,
    name TEXT NOT NULL
)
"""


NEEDED_SINCE = 31
"""The migration since which each says the oldest format whose bots can run on its database."""
NEEDED_VERSION = "SELECT max(coalesce(compatible_from, version)) FROM migration WHERE version > ?"
"""Returns that format for migrations after a version, which the bot does not know."""
_COMPATIBLE = re.compile(r"^-- Compatible from: (\d+)$", re.MULTILINE)


class Migration(NamedTuple):
    """One numbered file."""

    version: int
    name: str
    script: str
    compatible_from: int
    """The oldest format whose bots can run on the database then; its own for one that removes."""

    @property
    def record(self) -> str:
        """The statement that records it."""
        name = self.name.replace("'", "''")
        if self.version < NEEDED_SINCE:
            return f"INSERT INTO migration (version, name) VALUES ({self.version}, '{name}')"
        return (
            "INSERT INTO migration (version, name, compatible_from)"
            f" VALUES ({self.version}, '{name}', {self.compatible_from})"
        )


async def migrate(
    connection: aiosqlite.Connection,
    migrations_dir: Path = MIGRATIONS_DIR,
    before_upgrade: Callable[[int], Awaitable[Path]] | None = None,
) -> None:
    """Apply every migration the database has not had, in order.

    `connection` must be in autocommit mode. A migration that fails leaves nothing behind. Before
    the first, a database that holds something is copied by `before_upgrade`, which gets its version
    and returns the copy. Raises StorageError when a migration fails, and when the database has had
    one that this program cannot run on.
    """
    known = load_migrations(migrations_dir, "sqlite")
    await connection.execute(_CREATE_TABLE)
    rows = await connection.execute_fetchall("SELECT version FROM migration")
    applied = {int(version) for (version,) in rows}
    await check_versions(applied, known, connection.execute_fetchall)
    pending = [one for one in known if one.version not in applied]
    copy = None
    if pending and applied and before_upgrade is not None:
        copy = await before_upgrade(max(applied))
    for migration in pending:
        try:
            await _apply(connection, migration)
        except sqlite3.Error as error:
            if getattr(error, "sqlite_errorcode", None) in (
                sqlite3.SQLITE_BUSY,
                sqlite3.SQLITE_LOCKED,
            ):
                raise
            raise StorageError(_format_failure(migration, error, copy)) from error


def get_newest_version(migrations_dir: Path = MIGRATIONS_DIR) -> int:
    """Return the format that this version of the bot writes."""
    return max((one.version for one in load_migrations(migrations_dir, "sqlite")), default=0)


def _format_failure(migration: Migration, error: Exception, copy: Path | None) -> str:
    failure = f"The upgrade of the database to format {migration.version} failed ({error})"
    if copy is None:
        return f"{failure}: nothing of that step was kept."
    return (
        f"{failure}, and nothing of that step was kept. To go back, install the version you had "
        f"and run its `restore {copy}`."
    )


def list_versions(migrations_dir: Path = MIGRATIONS_DIR) -> list[int]:
    """Return the formats that this version of the bot knows, the oldest first."""
    return [migration.version for migration in load_migrations(migrations_dir, "sqlite")]


async def check_versions(
    applied: Collection[int],
    known: Sequence[Migration],
    fetch: Callable[[str, tuple[int]], Awaitable[Iterable[Any]]],
) -> None:
    """Raise StorageError when the database has had a migration that this bot cannot run on.

    `fetch` returns the rows of a query with its parameters.
    """
    newest, found = max((one.version for one in known), default=0), max(applied, default=0)
    if found <= newest:
        return
    needed = found
    if found >= NEEDED_SINCE:
        [(needed,)] = await fetch(NEEDED_VERSION, (newest,))
    if needed > newest:
        raise StorageError(
            "This database was written by a newer version of the bot (its format is "
            f"{found}, this bot knows up to {newest}): update the bot, or choose another file with "
            "BOT_DATABASE."
        )


def read_needed_version(connection: sqlite3.Connection, version: int, newest: int) -> int:
    """Return the oldest format whose bots can run on a database of the format `version`.

    0 when that is no newer than `newest`, the format of this bot. Raises sqlite3.Error.
    """
    if version <= newest:
        return 0
    return connection.execute(NEEDED_VERSION, (newest,)).fetchall()[0][0]


async def _apply(connection: aiosqlite.Connection, migration: Migration) -> None:
    await connection.execute("BEGIN IMMEDIATE")
    try:
        # Another process that opened the same file may have been quicker.
        if not await connection.execute_fetchall(
            "SELECT 1 FROM migration WHERE version = ? AND name = ?", migration[:2]
        ):
            for statement in _split_statements(migration.script):
                await connection.execute(statement)
            await connection.execute(migration.record)
        await connection.execute("COMMIT")
    except BaseException:
        await connection.rollback()
        raise


def load_migrations(migrations_dir: Path, engine: str) -> list[Migration]:
    """Return the migrations of an engine, "sqlite" or "postgres", in order.

    A file is for both, unless its name ends in `.sqlite.sql` or `.postgres.sql`.
    """
    migrations: list[Migration] = []
    for path in sorted(migrations_dir.glob("[0-9][0-9][0-9][0-9]_*.sql")):
        name, _, only_engine = path.stem.partition(".")
        if only_engine in ("", engine):
            version, script = int(name[:4]), path.read_text("utf-8")
            stated = _COMPATIBLE.search(script)
            oldest = int(stated[1]) if stated else version
            migrations.append(Migration(version, name[5:], script, oldest))
    return migrations


def _split_statements(script: str) -> Iterator[str]:
    """Single statements, because `executescript` would commit the open transaction first."""
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""
    if statement.strip():
        yield statement
