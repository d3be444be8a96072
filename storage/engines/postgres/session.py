"""Sessions on a PostgreSQL server; what runs in one always runs to its end."""

from __future__ import annotations

import asyncio
import os
import socket
from collections.abc import Callable, Coroutine, Sequence
from contextlib import suppress
from typing import Any, NamedTuple, Self, TypeAlias, TypeVar, cast

import psycopg
from psycopg import AsyncConnection, AsyncCursor
from psycopg.adapt import AdaptersMap, Dumper, Loader
from psycopg.conninfo import conninfo_to_dict
from psycopg.types.numeric import Int8Dumper

from storage.database import Parameters, Row
from storage.engines.location import PostgresUrl
from storage.engines.postgres.translation import translate_placeholders
from storage.errors import (
    ConnectionLostError,
    DatabaseError,
    IntegrityError,
    LockedError,
    StatementError,
)

T = TypeVar("T")
Connection: TypeAlias = AsyncConnection[Row]

_DEFAULT_OPTIONS = {
    "connect_timeout": 10,
    "target_session_attrs": "read-write",
    "keepalives_idle": 30,
    "tcp_user_timeout": 30_000,
    "fallback_application_name": "fan-community-bot",
}
"""Options of libpq that hold unless the address has others; the last timeout is in ms."""
_LOCK_ERRORS = (
    psycopg.errors.LockNotAvailable,
    psycopg.errors.DeadlockDetected,
    psycopg.errors.SerializationFailure,
)


class _BoolDumper(Dumper):
    """Writes True and False as 1 and 0, as SQLite does."""

    oid = psycopg.adapters.types["int8"].oid

    def dump(self, obj: bool) -> bytes:
        return b"1" if obj else b"0"


class _NumericLoader(Loader):
    """Reads the sums of integers, which PostgreSQL returns as `numeric`, as integers again."""

    def load(self, data: Any) -> int | float:
        text = bytes(data)
        return float(text) if b"." in text else int(text)


async def run_to_end(work: Coroutine[Any, Any, T]) -> T:
    """Wait for `work`, and let it go on when the caller is cancelled.

    psycopg would cancel the statement on the server, and may close the session.
    """
    return await asyncio.shield(asyncio.ensure_future(work))


async def connect(url: PostgresUrl, settings: dict[str, str]) -> Connection:
    """Open a session in autocommit mode with these settings. Raises DatabaseError."""
    try:
        given = conninfo_to_dict(url.secret_text)
        options = {key: value for key, value in _DEFAULT_OPTIONS.items() if key not in given}
        connection = await AsyncConnection.connect(
            url.secret_text, autocommit=True, client_encoding="utf8", **cast("Any", options)
        )
    except psycopg.Error as error:
        raise translate_error(error, url, is_lost=True) from None
    register_types(connection.adapters)
    connection.prepared_max = 500
    try:
        values = {"default_transaction_isolation": "read committed", **settings}
        calls = ", ".join(["set_config(%s, %s, false)"] * len(values))
        await connection.execute(
            cast("Any", f"SELECT {calls}"), [one for pair in values.items() for one in pair]
        )
    except psycopg.Error as error:
        await connection.close()
        raise translate_error(error, url, is_lost=connection.closed) from None
    return connection


def register_types(adapters: AdaptersMap) -> None:
    """Have values written and read as on SQLite."""
    adapters.register_dumper(int, Int8Dumper)
    adapters.register_dumper(bool, _BoolDumper)
    adapters.register_loader("numeric", _NumericLoader)


def translate_error(error: psycopg.Error, url: PostgresUrl, *, is_lost: bool) -> DatabaseError:
    """Return an error of psycopg as one of those that every engine raises, without a password."""
    text = url.redact(error.diag.message_primary or " ".join(str(error).split()))
    if is_lost:
        return ConnectionLostError(text)
    if isinstance(error, psycopg.IntegrityError):
        return IntegrityError(text)
    is_missing_right = isinstance(error, psycopg.errors.InsufficientPrivilege)
    if isinstance(error, psycopg.ProgrammingError) and not is_missing_right:
        return StatementError(text)
    return LockedError(text) if isinstance(error, _LOCK_ERRORS) else DatabaseError(text)


class Command(NamedTuple):
    """A statement whose rows are not wanted, and the parameters of each time it is run."""

    sql: str
    rows: Sequence[Parameters] = ((),)


class Session:
    """One connection, whose errors are translated."""

    def __init__(
        self, url: PostgresUrl, connection: Connection, on_lost: Callable[[], object] | None = None
    ) -> None:
        """Take an open connection; `on_lost` is called once, when a statement finds it closed."""
        self.url = url
        self.connection = connection
        self._on_lost = on_lost
        self._is_cut = False
        self._lock = asyncio.Lock()
        """Held while statements are under way: others would join the pipeline of those."""

    @classmethod
    async def open(
        cls,
        url: PostgresUrl,
        settings: dict[str, str],
        on_lost: Callable[[], object] | None = None,
    ) -> Self:
        """Connect to the server. Raises DatabaseError."""
        return cls(url, await connect(url, settings), on_lost)

    @property
    def is_lost(self) -> bool:
        """Whether the connection was given up, or is known to be closed."""
        return self._is_cut or self.connection.closed

    async def fetch(
        self, sql: str, parameters: Parameters = (), earlier: Sequence[Command] = ()
    ) -> list[Row]:
        """Run one statement to its end and return its rows.

        What is to run before it is sent with it: the server is waited for once.
        """
        return await run_to_end(self.fetch_uncancelled(sql, parameters, earlier))

    async def fetch_uncancelled(
        self, sql: str, parameters: Parameters = (), earlier: Sequence[Command] = ()
    ) -> list[Row]:
        """Do as `fetch` does, in a task that is never cancelled."""
        async with self._lock:
            try:
                cursor = await self._execute(translate_placeholders(sql), parameters, earlier)
                return await cursor.fetchall() if cursor.description else []
            except psycopg.Error as error:
                raise self.translate(error) from error

    async def run_script(self, script: str) -> None:
        """Run statements without parameters, written for PostgreSQL, in one message."""
        await run_to_end(self._run(script))

    async def commit(self, earlier: Sequence[Command] = ()) -> None:
        """Commit to the end, and send with it what is to run before.

        Raises DatabaseError when a statement of the transaction had failed: the server answers such
        a commit with a rollback, and not with an error.
        """
        if await run_to_end(self._run("COMMIT", earlier)) != "COMMIT":
            raise DatabaseError("the transaction was rolled back, as a statement in it had failed")

    async def get_backend_id(self) -> int:
        """Return the process id of the server's side of the session."""
        [(number,)] = await self.fetch("SELECT pg_backend_pid()")
        return number

    async def close(self) -> None:
        """Close the connection."""
        await self.connection.close()

    def cut(self) -> None:
        """Shut the socket, so that a statement that waits for a silent server fails at once."""
        self._is_cut = True
        with suppress(OSError, psycopg.Error):
            duplicate = socket.socket(fileno=os.dup(self.connection.fileno()))
            with duplicate:
                duplicate.shutdown(socket.SHUT_RDWR)

    async def _run(self, script: str, earlier: Sequence[Command] = ()) -> str | None:
        async with self._lock:
            try:
                return (await self._execute(script, None, earlier)).statusmessage
            except psycopg.Error as error:
                raise self.translate(error) from error

    async def _execute(
        self, sql: str, parameters: Parameters | None, earlier: Sequence[Command]
    ) -> AsyncCursor[Row]:
        """Run a statement, written for psycopg, after others.

        When one fails, the server passes over those that follow it.
        """
        if not earlier:
            return await self.connection.execute(cast("Any", sql), parameters)
        async with self.connection.pipeline():
            for command in earlier:
                text = cast("Any", translate_placeholders(command.sql))
                await self.connection.cursor().executemany(text, command.rows)
            return await self.connection.execute(cast("Any", sql), parameters)

    def translate(self, error: psycopg.Error) -> DatabaseError:
        """Return an error of this connection as those of `storage.errors`."""
        if self.is_lost and self._on_lost is not None:
            on_lost, self._on_lost = self._on_lost, None
            on_lost()
        return translate_error(error, self.url, is_lost=self.is_lost)
