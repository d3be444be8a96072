"""One SQLite file: a writer connection behind `transaction()`, and a reader beside it."""

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
"""How long to wait at the start for another process that holds the file."""
WRITE_BUSY_TIMEOUT_MS = 30_000
"""How long a write waits for that later on, while a person has the file open in another program."""
_LOCKED_MESSAGE = "The database {} is held by another program: close that, then start again ({})."
_UNUSABLE_MESSAGE = "The database {} cannot be used: {}. Choose another file with BOT_DATABASE."


@contextmanager
def translate_sqlite_errors(path: Path) -> Generator[None]:
    """Turn what SQLite says of the database at `path` during the start into a StorageError."""
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
    """The writer connection, for as long as one transaction is open."""

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
        """Call `hook` right after the commit, never after a rollback.

        It runs before the task that wrote goes on, and must not raise.
        """
        self._commit_hooks.append(hook)

    def touch_guild(self, guild_id: int) -> None:
        """Mark rows of the guild as changed: caches of them are emptied on the commit.

        Called by what writes such rows, so that no caller has to think of caches.
        """
        self._touched_guild_ids.add(guild_id)

    async def commit(self) -> None:
        """Commit, and run the hooks."""
        commit = asyncio.ensure_future(_fetch(self._connection, "COMMIT"))
        # The writer's thread commits even when this task is cancelled while it waits.
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
        """Run one statement and return its rows, those of `RETURNING` included."""
        return await _fetch(self._connection, sql, parameters)

    async def execute_many(self, sql: str, rows: Sequence[Parameters]) -> None:
        """Run one statement once for each row of parameters."""
        if rows:
            async with self._connection.executemany(sql, rows):
                pass


class Database:
    """Opens, migrates and guards one SQLite file.

    Readers never see half a transaction. Transactions follow one another, so that the commit of
    one coroutine never persists half of what another writes.
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
        """Whether the file is still there; once it is gone, nothing that is written lasts."""
        try:
            return os.path.samestat(self.path.stat(), self._opened_stat)
        except OSError:
            return False

    @classmethod
    async def open(cls, path: Path) -> Self:
        """Open `path`, creating folder and file, and bring it to the newest migration.

        Raises StorageError with a sentence when the file cannot be used.
        """
        with translate_sqlite_errors(path):
            path.parent.mkdir(parents=True, exist_ok=True)
            # aiosqlite answers a file that cannot be opened from a thread it leaves behind, which
            # ends in a traceback when the loop is closed by then.
            sqlite3.connect(path).close()
            writer = await _connect(path)
            try:
                await migrate(writer)
                # A file that may only be read would refuse nothing before the first write.
                await _fetch(writer, "BEGIN IMMEDIATE")
                await _fetch(writer, "ROLLBACK")
                await _fetch(writer, f"PRAGMA busy_timeout = {WRITE_BUSY_TIMEOUT_MS}")
                reader = await _connect(path)
            except BaseException:
                await writer.close()
                raise
        return cls(path, writer, reader)

    async def close(self) -> None:
        """Close both connections; an unfinished transaction is rolled back first."""
        async with self._write_lock:
            await self._reader.close()
            await self._writer.close()

    @asynccontextmanager
    async def transaction(self) -> AsyncGenerator[Transaction]:
        """All or nothing: commits when the block ends, rolls back when it raises.

        Not to be nested: a second `transaction()` inside the block waits for the first for ever.
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
        """One statement that is a transaction of its own, in a third of the time of another.

        Gives the rows of its `RETURNING`.
        """
        async with self._write_lock:
            return await _fetch(self._writer, sql, parameters)

    async def fetch(self, sql: str, parameters: Parameters = ()) -> list[Row]:
        """Read committed rows."""
        return await _fetch(self._reader, sql, parameters)


async def _connect(path: Path) -> aiosqlite.Connection:
    connection = await aiosqlite.connect(path, isolation_level=None, timeout=BUSY_TIMEOUT_S)
    try:
        await _enable_wal(connection)
        await _fetch(connection, "PRAGMA foreign_keys = ON")
        # An answer is on disk before its player is told so, also when the power fails.
        await _fetch(connection, "PRAGMA synchronous = FULL")
    except BaseException:
        await connection.close()
        raise
    return connection


async def _enable_wal(connection: aiosqlite.Connection) -> None:
    # The connection's own timeout does not cover this when several open a new file at once.
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
    # No cursor may leave the connection's thread: dropping its last reference resets its statement,
    # which that thread may be running again by then (python/cpython issue 118172).
    return [tuple(row) for row in await connection.execute_fetchall(sql, parameters)]
