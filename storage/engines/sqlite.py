"""One SQLite file, with a connection for writing and one for reading."""

from __future__ import annotations

import asyncio
import logging
import os
import sqlite3
import threading
import time
from collections.abc import AsyncGenerator, Callable, Generator, Sequence
from contextlib import AbstractContextManager, asynccontextmanager, contextmanager
from pathlib import Path
from typing import Any, Self

import aiosqlite

from storage.backups.rotation import FOLDER_MODE, back_up_before_upgrade
from storage.database import Database, Parameters, Row, Transaction
from storage.engines.explanation import explain_errors
from storage.engines.text_search import SQLITE_SEARCH
from storage.errors import (
    DamagedError,
    DatabaseError,
    IntegrityError,
    LockedError,
    StatementError,
)
from storage.migrate import migrate
from storage.timed_lock import TimedLock

log = logging.getLogger(__name__)

BUSY_TIMEOUT_S = 5.0
"""How long the start waits for another process that has locked the file."""
WRITE_BUSY_TIMEOUT_MS = 30_000
"""How long a write waits for such a lock: someone may edit the file in another program."""
CHECK_TIMEOUT_S = 3.0
"""How long the start looks for damage in the file."""
CHECK_INSTRUCTIONS = 100_000
"""Instructions of SQLite's virtual machine between two looks at the time."""


class SqliteTransaction(Transaction):
    """A transaction on a connection of aiosqlite."""

    def __init__(
        self,
        connection: aiosqlite.Connection,
        guild_listeners: Sequence[Callable[[int], object]],
    ) -> None:
        super().__init__(guild_listeners)
        self._connection = connection

    async def fetch(self, sql: str, parameters: Parameters = ()) -> list[Row]:
        return await _fetch(self._connection, sql, parameters)

    async def execute_many(self, sql: str, rows: Sequence[Parameters]) -> None:
        if rows:
            try:
                async with self._connection.executemany(sql, rows):
                    pass
            except sqlite3.Error as error:
                raise translate_error(error) from error

    async def _send_commit(self) -> None:
        await _fetch(self._connection, "COMMIT")


class SqliteDatabase(Database):
    """One open SQLite file; all processes that write to it take turns."""

    text_search = SQLITE_SEARCH
    columns_query = """
        SELECT t.name, c.name, c.pk, c.cid FROM sqlite_schema t JOIN pragma_table_info(t.name) c
            WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite!_%' ESCAPE '!'
            AND t.name NOT LIKE 'entry!_text!_%' ESCAPE '!'
        UNION ALL SELECT 'entry_text', 'rowid', 1, -1
        ORDER BY 1, 4
    """
    references_query = """
        SELECT DISTINCT t.name, r."table" FROM sqlite_schema t
            JOIN pragma_foreign_key_list(t.name) r WHERE t.type = 'table'
    """

    def __init__(
        self, path: Path, writer: aiosqlite.Connection, reader: aiosqlite.Connection
    ) -> None:
        super().__init__()
        self.path = path
        self._writer = writer
        self._reader = reader
        self._write_lock = TimedLock(self._wait_listeners)
        self._opened_stat = path.stat()

    @property
    def name(self) -> str:
        return str(self.path)

    def is_in_place(self) -> bool:
        try:
            return os.path.samestat(self.path.stat(), self._opened_stat)
        except OSError:
            return False

    def explain_errors(self) -> AbstractContextManager[None]:
        return explain_errors(self.path)

    @classmethod
    async def open(cls, path: Path) -> Self:
        """Open the file at `path`, creating it and its folder if missing, and migrate it.

        Raises StorageError, with a sentence, when the file cannot be used.
        """
        with explain_errors(path), _translate_errors():
            path.parent.mkdir(FOLDER_MODE, parents=True, exist_ok=True)
            # For a file that cannot be opened, aiosqlite leaves a thread behind. Its answer causes
            # a traceback if the loop is closed before it comes.
            sqlite3.connect(path).close()
            writer = await _connect(path)
            try:
                await _check_integrity(writer, path)
                await migrate(
                    writer,
                    before_upgrade=lambda version: asyncio.to_thread(
                        back_up_before_upgrade, path, version
                    ),
                )
                await _write_row(writer)
                await writer.execute_fetchall(f"PRAGMA busy_timeout = {WRITE_BUSY_TIMEOUT_MS}")
                reader = await _connect(path)
            except BaseException:
                await writer.close()
                raise
        return cls(path, writer, reader)

    @classmethod
    async def open_to_read(cls, path: Path) -> Self:
        """Open the file at `path` as it is; what would write to it raises DatabaseError.

        Raises StorageError, with a sentence, when the file cannot be used.
        """
        with explain_errors(path), _translate_errors():
            address = _build_read_only_address(path)
            sqlite3.connect(address, uri=True).close()
            writer = await _start(aiosqlite.connect(address, uri=True, isolation_level=None))
            reader = await _start(aiosqlite.connect(address, uri=True, isolation_level=None))
        return cls(path, writer, reader)

    def is_alive(self) -> bool:
        # A thread ends unasked when the process has no memory left.
        return all(_get_thread(one).is_alive() for one in (self._writer, self._reader))

    async def close(self) -> None:
        if not self.is_alive():
            return
        async with self._write_lock:
            await self._reader.close()
            await self._writer.close()

    @asynccontextmanager
    async def transaction(self, *, alone: bool = False) -> AsyncGenerator[SqliteTransaction]:  # noqa: ARG002 - every transaction is
        async with self._write_lock:
            transaction = SqliteTransaction(self._writer, self._guild_listeners)
            try:
                await _fetch(self._writer, "BEGIN IMMEDIATE")
                yield transaction
                await transaction.commit()
            except BaseException:
                await self._writer.rollback()
                raise

    async def write(self, sql: str, parameters: Parameters = ()) -> list[Row]:
        async with self._write_lock:
            return await _fetch(self._writer, sql, parameters)

    async def fetch(self, sql: str, parameters: Parameters = ()) -> list[Row]:
        return await _fetch(self._reader, sql, parameters)


def translate_error(error: sqlite3.Error) -> DatabaseError:
    """Return an error of SQLite as one of those that every engine raises."""
    if isinstance(error, sqlite3.IntegrityError):
        return IntegrityError(str(error))
    code = getattr(error, "sqlite_errorcode", None) or 0
    match code & 0xFF:
        case sqlite3.SQLITE_BUSY | sqlite3.SQLITE_LOCKED:
            return LockedError(str(error))
        case sqlite3.SQLITE_ERROR:
            return StatementError(str(error))
        case _:
            return DatabaseError(str(error))


@contextmanager
def _translate_errors() -> Generator[None]:
    try:
        yield
    except sqlite3.Error as error:
        raise translate_error(error) from error


async def _check_integrity(connection: aiosqlite.Connection, path: Path) -> None:
    """Raise DamagedError when the file is damaged, as far as that is seen within a few seconds."""
    deadline = time.monotonic() + CHECK_TIMEOUT_S
    await connection.set_progress_handler(
        lambda: int(time.monotonic() > deadline), CHECK_INSTRUCTIONS
    )
    try:
        [(result,)] = await connection.execute_fetchall("PRAGMA quick_check(1)")
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode != sqlite3.SQLITE_INTERRUPT:
            raise
        log.info("%s is too large to be checked within %g s", path, CHECK_TIMEOUT_S)
        result = "ok"
    finally:
        # The library's types do not know that None removes the handler.
        remove: Any = None
        await connection.set_progress_handler(remove, 0)
    if result != "ok":
        raise DamagedError(path, " ".join(str(result).split()))


async def _connect(path: Path) -> aiosqlite.Connection:
    connection = await _start(aiosqlite.connect(path, isolation_level=None, timeout=BUSY_TIMEOUT_S))
    try:
        await _enable_wal(connection)
        await connection.execute_fetchall("PRAGMA foreign_keys = ON")
        # A confirmed write must survive a power failure.
        await connection.execute_fetchall("PRAGMA synchronous = FULL")
    except BaseException:
        await connection.close()
        raise
    return connection


def _build_read_only_address(path: Path) -> str:
    return f"{path.absolute().as_uri()}?mode=ro"


async def _start(connection: aiosqlite.Connection) -> aiosqlite.Connection:
    # The end of the program must not wait for a thread that waits for the disk.
    _get_thread(connection).daemon = True
    return await connection


def _get_thread(connection: aiosqlite.Connection) -> threading.Thread:
    """Return the thread of a connection; the library keeps it to itself."""
    return vars(connection)["_thread"]


async def _write_row(connection: aiosqlite.Connection) -> None:
    """Commit a page with the content it had.

    Raises sqlite3.Error for a file that is read-only or on a full disk, which opens without one.
    """
    # SQLite writes no page for an UPDATE that changes no value.
    await connection.execute_fetchall("BEGIN IMMEDIATE")
    try:
        for function in ("upper", "lower"):
            await connection.execute_fetchall(
                f"UPDATE migration SET name = {function}(name) WHERE version = 1"
            )
        await connection.execute_fetchall("COMMIT")
    except BaseException:
        await connection.rollback()
        raise


async def _enable_wal(connection: aiosqlite.Connection) -> None:
    # The connection's timeout does not apply here when several processes open a new file at once.
    deadline = time.monotonic() + BUSY_TIMEOUT_S
    while True:
        try:
            await connection.execute_fetchall("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or time.monotonic() > deadline:
                raise
            await asyncio.sleep(0.01)
        else:
            return


async def _fetch(
    connection: aiosqlite.Connection, sql: str, parameters: Parameters = ()
) -> list[Row]:
    # No cursor may leave the connection's thread: releasing it here would reset its statement while
    # that thread may already run it again (python/cpython issue 118172).
    try:
        return [tuple(row) for row in await connection.execute_fetchall(sql, parameters)]
    except sqlite3.Error as error:
        raise translate_error(error) from error
