"""One SQLite file, with a connection for writing and one for reading."""

from __future__ import annotations

import asyncio
import os
import sqlite3
import time
from collections.abc import AsyncGenerator, Callable, Generator, Sequence
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import Any, Self, TypeAlias

import aiosqlite

from storage.errors import BusyError, StorageError
from storage.migrate import migrate

Parameters: TypeAlias = Sequence[Any] | dict[str, Any]
Row: TypeAlias = tuple[Any, ...]

BUSY_TIMEOUT_S = 5.0
"""How long the start waits for another process that has locked the file."""
WRITE_BUSY_TIMEOUT_MS = 30_000
"""How long a write waits for such a lock: someone may edit the file in another program."""
_LOCKED_MESSAGE = "The database {} is held by another program: close that, then start again ({})."
_UNUSABLE_MESSAGE = "The database {} cannot be used: {}. Choose another file with BOT_DATABASE."


@contextmanager
def translate_sqlite_errors(path: Path) -> Generator[None]:
    """Raise StorageError or BusyError, with a sentence, for an error of the database at `path`."""
    try:
        yield
    except (OSError, sqlite3.Error) as error:
        is_busy = getattr(error, "sqlite_errorcode", None) in (
            sqlite3.SQLITE_BUSY,
            sqlite3.SQLITE_LOCKED,
        )
        error_class = BusyError if is_busy else StorageError
        raise error_class(
            (_LOCKED_MESSAGE if is_busy else _UNUSABLE_MESSAGE).format(path, error)
        ) from error


class Transaction:
    """An open transaction on the connection for writing."""

    def __init__(
        self,
        connection: aiosqlite.Connection,
        guild_listeners: Sequence[Callable[[int], object]] = (),
    ) -> None:
        self._connection = connection
        self._guild_listeners = guild_listeners
        self._touched_guild_ids: set[int] = set()
        self._commit_hooks: list[Callable[[], object]] = []

    def on_commit(self, hook: Callable[[], object]) -> None:
        """Call `hook` right after the commit, and not after a rollback.

        It runs before the task that opened the transaction continues, and must not raise.
        """
        self._commit_hooks.append(hook)

    def touch_guild(self, guild_id: int) -> None:
        """Have the guild's caches invalidated on the commit, because rows of it have changed.

        Called where such rows are written, so that callers need not know of caches.
        """
        self._touched_guild_ids.add(guild_id)

    async def commit(self) -> None:
        """Commit, then call the listeners and hooks."""
        commit = asyncio.ensure_future(_fetch(self._connection, "COMMIT"))
        # The connection's thread commits even if this task is cancelled while it waits.
        commit.add_done_callback(self._run_commit_hooks)
        await asyncio.shield(commit)

    def _run_commit_hooks(self, commit: asyncio.Future[Any]) -> None:
        if not commit.cancelled() and commit.exception() is None:
            for guild_id in self._touched_guild_ids:
                for listener in self._guild_listeners:
                    listener(guild_id)
            for hook in self._commit_hooks:
                hook()

    async def fetch(self, sql: str, parameters: Parameters = ()) -> list[Row]:
        """Run one statement and return its rows, also those of `RETURNING`."""
        return await _fetch(self._connection, sql, parameters)

    async def execute_many(self, sql: str, rows: Sequence[Parameters]) -> None:
        """Run one statement once for each row of parameters."""
        if rows:
            async with self._connection.executemany(sql, rows):
                pass


class Database:
    """One open SQLite file.

    Reads see committed rows only. Writes run one at a time, so that the commit of one coroutine
    never includes a part of what another writes.
    """

    def __init__(
        self, path: Path, writer: aiosqlite.Connection, reader: aiosqlite.Connection
    ) -> None:
        self.path = path
        self._writer = writer
        self._reader = reader
        self._write_lock = asyncio.Lock()
        self._opened_stat = path.stat()
        self._guild_listeners: list[Callable[[int], object]] = []

    def add_guild_listener(self, listener: Callable[[int], object]) -> None:
        """Call `listener` with the id of each guild that a committed transaction touched."""
        self._guild_listeners.append(listener)

    def is_file_present(self) -> bool:
        """Return whether the file still exists at its path; without it, writes are lost."""
        try:
            return os.path.samestat(self.path.stat(), self._opened_stat)
        except OSError:
            return False

    @classmethod
    async def open(cls, path: Path) -> Self:
        """Open the file at `path`, creating it and its folder if missing, and migrate it.

        Raises StorageError, with a sentence, when the file cannot be used.
        """
        with translate_sqlite_errors(path):
            path.parent.mkdir(parents=True, exist_ok=True)
            # For a file that cannot be opened, aiosqlite leaves a thread behind. Its answer causes
            # a traceback if the loop is closed before it comes.
            sqlite3.connect(path).close()
            writer = await _connect(path)
            try:
                await migrate(writer)
                await _write_row(writer)
                await _fetch(writer, f"PRAGMA busy_timeout = {WRITE_BUSY_TIMEOUT_MS}")
                reader = await _connect(path)
            except BaseException:
                await writer.close()
                raise
        return cls(path, writer, reader)

    async def close(self) -> None:
        """Close both connections, once the current write has ended."""
        async with self._write_lock:
            await self._reader.close()
            await self._writer.close()

    @asynccontextmanager
    async def transaction(self) -> AsyncGenerator[Transaction]:
        """Commit what the block writes when it ends; roll it back when it raises.

        Do not nest: a second `transaction()` inside the block would wait for the first for ever.
        """
        async with self._write_lock:
            transaction = Transaction(self._writer, self._guild_listeners)
            try:
                await _fetch(self._writer, "BEGIN IMMEDIATE")
                yield transaction
                await transaction.commit()
            except BaseException:
                await self._writer.rollback()
                raise

    async def write(self, sql: str, parameters: Parameters = ()) -> list[Row]:
        """Run one statement as a transaction of its own and return the rows of `RETURNING`.

        This takes a third of the time of a `transaction()` with one statement.
        """
        async with self._write_lock:
            return await _fetch(self._writer, sql, parameters)

    async def fetch(self, sql: str, parameters: Parameters = ()) -> list[Row]:
        """Return the rows of a query, as committed."""
        return await _fetch(self._reader, sql, parameters)


async def _connect(path: Path) -> aiosqlite.Connection:
    connection = await aiosqlite.connect(path, isolation_level=None, timeout=BUSY_TIMEOUT_S)
    try:
        await _enable_wal(connection)
        await _fetch(connection, "PRAGMA foreign_keys = ON")
        # A confirmed write must survive a power failure.
        await _fetch(connection, "PRAGMA synchronous = FULL")
    except BaseException:
        await connection.close()
        raise
    return connection


async def _write_row(connection: aiosqlite.Connection) -> None:
    """Commit a page with the content it had.

    Raises sqlite3.Error for a file that is read-only or on a full disk, which opens without one.
    """
    # SQLite writes no page for an UPDATE that changes no value.
    await _fetch(connection, "BEGIN IMMEDIATE")
    try:
        for function in ("upper", "lower"):
            await _fetch(
                connection, f"UPDATE migration SET name = {function}(name) WHERE version = 1"
            )
        await _fetch(connection, "COMMIT")
    except BaseException:
        await connection.rollback()
        raise


async def _enable_wal(connection: aiosqlite.Connection) -> None:
    # The connection's timeout does not apply here when several processes open a new file at once.
    deadline = time.monotonic() + BUSY_TIMEOUT_S
    while True:
        try:
            await _fetch(connection, "PRAGMA journal_mode = WAL")
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
    return [tuple(row) for row in await connection.execute_fetchall(sql, parameters)]
