"""A database on a PostgreSQL server, shared by the processes that split the shards."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import AbstractContextManager, asynccontextmanager
from typing import Self

from storage.database import Database, Parameters, Row, Transaction
from storage.engines.explanation import explain_errors
from storage.engines.location import PostgresUrl
from storage.engines.postgres.changes import CHANGES_CHANNEL, EVERYTHING, format_guild_ids
from storage.engines.postgres.pools import READER_SETTINGS, Readers, Writer
from storage.engines.postgres.schema import migrate
from storage.engines.postgres.session import Command, Session
from storage.engines.text_search import POSTGRES_SEARCH
from storage.errors import StorageError
from storage.timed_lock import TimedLock

OLDEST_VERSION = 150_000
"""The oldest version of the server, as libpq numbers them: 15.0."""
TRANSACTION_LOCK = 7_402
"""The advisory lock of all transactions: shared, or exclusive for one that must be alone."""
_BEGIN = (
    Command("BEGIN"),
    Command(f"SELECT pg_advisory_xact_lock_shared({TRANSACTION_LOCK})"),
)
_BEGIN_ALONE = f"BEGIN; SELECT pg_advisory_xact_lock({TRANSACTION_LOCK})"
_POOLING_TRIES = 3


class PostgresTransaction(Transaction):
    """A transaction in the session that writes; it ends with that session.

    What returns nothing is sent with the next statement, or with the commit, as is its beginning:
    the server, which may be far away, is waited for less often. One that is `alone` reaches beyond
    the guilds of this process: its commit tells the others which guilds it changed.
    """

    def __init__(
        self,
        session: Session,
        guild_listeners: Sequence[Callable[[int], object]],
        *,
        alone: bool,
    ) -> None:
        super().__init__(guild_listeners)
        self._session = session
        self._alone = alone
        self._unsent = [*_BEGIN]
        self._is_begun = False

    async def begin(self) -> None:
        """Begin one that is `alone`, once no other process has a transaction open."""
        if self._alone:
            self._take_unsent()
            await self._session.run_script(_BEGIN_ALONE)

    async def fetch(self, sql: str, parameters: Parameters = ()) -> list[Row]:
        return await self._session.fetch(sql, parameters, self._take_unsent())

    async def execute_many(self, sql: str, rows: Sequence[Parameters]) -> None:
        if rows:
            self._unsent.append(Command(sql, tuple(rows)))

    async def rollback(self) -> None:
        """Roll back; the server has done so already when the session is lost."""
        if self._is_begun and not self._session.is_lost:
            await self._session.run_script("ROLLBACK")

    async def _send_commit(self) -> None:
        if self._alone and (self._invalidates_all_guilds or self._invalidated_guild_ids):
            guild_ids = format_guild_ids(self._invalidated_guild_ids)
            changed = EVERYTHING if self._invalidates_all_guilds else guild_ids
            notice = Command("SELECT pg_notify(?, ?)", ((CHANGES_CHANNEL, changed),))
            self._unsent.append(notice)
        if self._is_begun or len(self._unsent) > len(_BEGIN):
            await self._session.commit(self._take_unsent())

    def _take_unsent(self) -> list[Command]:
        self._is_begun = True
        unsent, self._unsent = self._unsent, []
        return unsent


class PostgresDatabase(Database):
    """An open database on a server.

    All writes of this process go through one session, one after another. Another process's are kept
    apart from them by the locks of rows and by `transaction(alone=True)`.
    """

    text_search = POSTGRES_SEARCH
    columns_query = """
        SELECT t.relname, c.attname,
            coalesce(array_position(CAST(k.indkey AS INT2[]), c.attnum) + 1, 0)
        FROM pg_class t JOIN pg_attribute c ON c.attrelid = t.oid AND c.attnum > 0
            AND NOT c.attisdropped AND c.attgenerated = ''
        LEFT JOIN pg_index k ON k.indrelid = t.oid AND k.indisprimary
        WHERE t.relkind = 'r' AND t.relnamespace = CAST(current_schema() AS regnamespace)
        ORDER BY t.relname COLLATE "C", c.attnum
    """
    references_query = """
        SELECT DISTINCT t.relname, r.relname FROM pg_constraint
            JOIN pg_class t ON t.oid = conrelid JOIN pg_class r ON r.oid = confrelid
        WHERE contype = 'f' AND t.relnamespace = CAST(current_schema() AS regnamespace)
    """

    def __init__(self, url: PostgresUrl, writer: Writer, readers: Readers) -> None:
        super().__init__()
        self.url = url
        self.writer = writer
        self._readers = readers
        self._write_lock = TimedLock(self._wait_listeners)

    @property
    def name(self) -> str:
        return str(self.url)

    def is_in_place(self) -> bool:
        return True

    def explain_errors(self) -> AbstractContextManager[None]:
        return explain_errors(self.url, "server")

    @classmethod
    async def open(cls, url: PostgresUrl) -> Self:
        """Connect to the server and migrate the database.

        Raises StorageError, with a sentence, when the database cannot be used.
        """
        database = await cls._connect(url, Writer(url))
        try:
            with database.explain_errors():
                await migrate(await database.writer.get_session())
        except BaseException:
            await database.close()
            raise
        return database

    @classmethod
    async def open_to_read(cls, url: PostgresUrl) -> Self:
        """Connect to the server; what would write to the database raises DatabaseError.

        Raises StorageError, with a sentence, when the database cannot be used.
        """
        return await cls._connect(url, Writer(url, READER_SETTINGS))

    @classmethod
    async def _connect(cls, url: PostgresUrl, writer: Writer) -> Self:
        database = cls(url, writer, Readers(url))
        try:
            with database.explain_errors():
                session = await writer.get_session()
                await _check_server(url, session)
                await _require_synchronous_commit(writer)
                await _refuse_transaction_pooling(session, database._readers)
        except BaseException:
            await database.close()
            raise
        return database

    async def close(self) -> None:
        async with self._write_lock:
            await self._readers.close()
            await self.writer.close()

    @asynccontextmanager
    async def transaction(self, *, alone: bool = False) -> AsyncGenerator[PostgresTransaction]:
        life = self.writer.life
        async with self._write_lock:
            session = await self.writer.get_session(life)
            transaction = PostgresTransaction(session, self._guild_listeners, alone=alone)
            try:
                await transaction.begin()
                yield transaction
                await transaction.commit()
            except BaseException:
                await transaction.rollback()
                raise

    async def write(self, sql: str, parameters: Parameters = ()) -> list[Row]:
        life = self.writer.life
        async with self._write_lock:
            session = await self.writer.get_session(life)
            return await session.fetch(sql, parameters)

    async def fetch(self, sql: str, parameters: Parameters = ()) -> list[Row]:
        return await self._readers.fetch(sql, parameters)


async def _check_server(url: PostgresUrl, session: Session) -> None:
    """Raise StorageError, with a sentence, for a server on which the bot would not be safe."""
    version = session.connection.info.server_version
    if version < OLDEST_VERSION:
        raise StorageError(
            f"The database {url} is on PostgreSQL {version // 10_000}: use version 15 or newer."
        )
    [(encoding,)] = await session.fetch("SELECT current_setting('server_encoding')")
    if encoding != "UTF8":
        raise StorageError(
            f"The database {url} stores text as {encoding}: create another with ENCODING 'UTF8'."
        )


async def _require_synchronous_commit(writer: Writer) -> None:
    """Have commits wait for the disk, also in sessions that follow."""
    session = await writer.get_session()
    if await session.fetch("SELECT 1 WHERE current_setting('synchronous_commit') = 'off'"):
        await writer.configure({"synchronous_commit": "on"})


async def _refuse_transaction_pooling(session: Session, readers: Readers) -> None:
    """Raise StorageError when a pooler lends one session of the server to several of its clients.

    Then two clients meet in the same session of the server, or one finds itself in another.
    """
    backend_id = await session.get_backend_id()
    for _ in range(_POOLING_TRIES):
        [(other_id,)] = await readers.fetch("SELECT pg_backend_pid()")
        if other_id == backend_id or await session.get_backend_id() != backend_id:
            raise StorageError(
                f"The database {readers.url} is behind a connection pooler in transaction mode, "
                "which loses the locks I rely on: use the server's own address, or session mode."
            )
