"""All rows of a table in a SQLite file, in one transaction, for a copy of the whole database."""

from __future__ import annotations

import sqlite3
from collections.abc import Generator, Iterable, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

from storage.database import Row
from storage.engines.sqlite import translate_error


class SqliteRows:
    """The rows that one transaction sees."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def read(self, table: str, columns: Sequence[str]) -> Generator[Row]:
        """Yield the rows of a table. Raises DatabaseError."""
        try:
            yield from self._connection.execute(f"SELECT {', '.join(columns)} FROM {table}")
        except sqlite3.Error as error:
            raise translate_error(error) from error

    def write(self, table: str, columns: Sequence[str], rows: Iterable[Row]) -> None:
        """Insert rows. Raises DatabaseError."""
        marks = ", ".join("?" * len(columns))
        try:
            self._connection.executemany(
                f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks})", rows
            )
        except sqlite3.Error as error:
            raise translate_error(error) from error

    def count(self, table: str) -> int:
        """Return the number of rows of a table."""
        [(number,)] = self._connection.execute(f"SELECT count(*) FROM {table}")
        return number

    def has_any(self, table: str) -> bool:
        """Return whether a table has a row."""
        return bool(self._connection.execute(f"SELECT 1 FROM {table} LIMIT 1").fetchall())


@contextmanager
def open_sqlite_rows(path: Path, *, is_target: bool) -> Generator[SqliteRows]:
    """Open a file for reading, or a target for writing, which is committed at the end.

    Raises DatabaseError.
    """
    address = f"{path.absolute().as_uri()}?mode={'rw' if is_target else 'ro'}"
    try:
        with closing(sqlite3.connect(address, uri=True, isolation_level=None)) as connection:
            connection.execute("PRAGMA foreign_keys = ON")
            connection.execute("BEGIN IMMEDIATE" if is_target else "BEGIN")
            yield SqliteRows(connection)
            connection.execute("COMMIT")
    except sqlite3.Error as error:
        raise translate_error(error) from error
