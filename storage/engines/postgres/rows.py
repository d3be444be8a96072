"""All rows of a table on a server, in one transaction, for a copy of the whole database."""

from __future__ import annotations

from collections.abc import Generator, Iterable, Sequence
from contextlib import contextmanager
from typing import Any

import psycopg
from psycopg.sql import SQL, Composed, Identifier

from storage.database import Row
from storage.engines.location import PostgresUrl
from storage.engines.postgres.database import TRANSACTION_LOCK
from storage.engines.postgres.session import register_types, translate_error

_READ_AT_ONCE = 5_000
_SEQUENCES = """
SELECT table_name, column_name FROM information_schema.columns
    WHERE table_schema = current_schema() AND is_identity = 'YES'
"""


class PostgresRows:
    """The rows that one transaction sees."""

    def __init__(self, url: PostgresUrl, connection: psycopg.Connection[Row]) -> None:
        self._url = url
        self._connection = connection

    def read(self, table: str, columns: Sequence[str]) -> Generator[Row]:
        """Yield the rows of a table. Raises psycopg.Error."""
        with self._connection.cursor(name="rows") as cursor:
            cursor.itersize = _READ_AT_ONCE
            yield from cursor.execute(
                SQL("SELECT {} FROM {}").format(_join(columns), Identifier(table))
            )

    def write(self, table: str, columns: Sequence[str], rows: Iterable[Row]) -> None:
        """Insert rows. Raises DatabaseError."""
        statement = SQL("COPY {} ({}) FROM STDIN").format(Identifier(table), _join(columns))
        try:
            with self._connection.cursor() as cursor, cursor.copy(statement) as copy:
                for row in rows:
                    copy.write_row(row)
        except psycopg.Error as error:
            raise translate_error(error, self._url, is_lost=False) from error

    def count(self, table: str) -> int:
        """Return the number of rows of a table."""
        return self._fetch(SQL("SELECT count(*) FROM {}").format(Identifier(table)))[0][0]

    def has_any(self, table: str) -> bool:
        """Return whether a table has a row."""
        return bool(self._fetch(SQL("SELECT 1 FROM {} LIMIT 1").format(Identifier(table))))

    def continue_sequences(self) -> None:
        """Have keys that the server gives begin after the highest there is."""
        for table, column in self._fetch(SQL(_SEQUENCES)):
            self._fetch(
                SQL(
                    "SELECT setval(pg_get_serial_sequence({}, {}), coalesce(max({}), 0) + 1, false)"
                    " FROM {}"
                ).format(table, column, Identifier(column), Identifier(table))
            )

    def _fetch(self, statement: SQL | Composed) -> list[Any]:
        return self._connection.execute(statement).fetchall()


def _join(columns: Sequence[str]) -> Composed:
    return SQL(", ").join(map(Identifier, columns))


@contextmanager
def open_postgres_rows(url: PostgresUrl, *, is_target: bool) -> Generator[PostgresRows]:
    """Open a database for reading, or a target for writing, which is committed at the end.

    No process of the bot writes to a target meanwhile. Raises DatabaseError.
    """
    try:
        with psycopg.connect(url.secret_text, client_encoding="utf8") as connection:
            register_types(connection.adapters)
            if is_target:
                connection.execute("SELECT pg_advisory_xact_lock(%s)", (TRANSACTION_LOCK,))
            else:
                connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
                connection.read_only = True
            rows = PostgresRows(url, connection)
            yield rows
            if is_target:
                rows.continue_sequences()
                connection.commit()
                # Without statistics, the first queries would read whole tables.
                connection.execute("ANALYZE")
    except psycopg.Error as error:
        raise translate_error(error, url, is_lost=False) from error
