"""What repositories see of a database; the engines implement it."""

from __future__ import annotations

import asyncio
from abc import ABC, abstractmethod
from collections.abc import Callable, Collection, Sequence
from contextlib import AbstractAsyncContextManager, AbstractContextManager
from graphlib import TopologicalSorter
from itertools import groupby
from operator import itemgetter
from typing import Any, ClassVar, NamedTuple, TypeAlias

from storage.timed_lock import WaitListener

Parameters: TypeAlias = Sequence[Any] | dict[str, Any]
Row: TypeAlias = tuple[Any, ...]


def build_marks(values: Collection[object]) -> str:
    """Return one `?` for each value, to stand in the parentheses of IN.

    Without values, NULL: nothing is equal to it.
    """
    return ",".join("?" * len(values)) or "NULL"


class TextSearch(NamedTuple):
    """The full-text search of an engine, on the table `entry_text`."""

    condition: str
    """An SQL condition that compares a row with the parameter `:words`."""
    build_query: Callable[[Sequence[str], bool], str]
    """Returns the value of `:words` for folded words that must all occur.

    With True, the last is the beginning of a word. Without words, nothing matches.
    """


class Table(NamedTuple):
    """The columns of a table, in order, without those that the engine computes."""

    columns: tuple[str, ...]
    primary_key: tuple[str, ...]


class Transaction(ABC):
    """An open transaction on the connection for writing.

    Statements are written in the SQL that SQLite and PostgreSQL share, with parameters as `?` or
    `:name`. They raise `storage.errors.DatabaseError`.
    """

    def __init__(self, guild_listeners: Sequence[Callable[[int], object]] = ()) -> None:
        self._guild_listeners = guild_listeners
        self._invalidated_guild_ids: set[int] = set()
        self._invalidates_all_guilds = False
        self._commit_hooks: list[Callable[[], object]] = []

    @abstractmethod
    async def fetch(self, sql: str, parameters: Parameters = ()) -> list[Row]:
        """Run one statement and return its rows, also those of `RETURNING`."""

    @abstractmethod
    async def execute_many(self, sql: str, rows: Sequence[Parameters]) -> None:
        """Run one statement once for each row of parameters.

        The engine may run it with the next one or with the commit, which then raises its error.
        """

    @abstractmethod
    async def _send_commit(self) -> None:
        """Commit. Raises DatabaseError when nothing was committed."""

    def on_commit(self, hook: Callable[[], object]) -> None:
        """Call `hook` right after the commit, and not after a rollback.

        It runs before the task that opened the transaction continues, and must not raise.
        """
        self._commit_hooks.append(hook)

    def invalidate_guild(self, guild_id: int) -> None:
        """Have the guild's caches invalidated on the commit, because rows of it have changed.

        Called where such rows are written, so that callers need not know of caches.
        """
        self._invalidated_guild_ids.add(guild_id)

    def invalidate_all_guilds(self) -> None:
        """Have other processes forget all that they cached, because what guilds share has changed.

        The caller reads again in this process what it has changed.
        """
        self._invalidates_all_guilds = True

    async def commit(self) -> None:
        """Commit, then call the listeners and hooks."""
        commit = asyncio.ensure_future(self._send_commit())
        # The engine commits even if this task is cancelled while it waits.
        commit.add_done_callback(self._run_commit_hooks)
        await asyncio.shield(commit)

    def _run_commit_hooks(self, commit: asyncio.Future[Any]) -> None:
        if not commit.cancelled() and commit.exception() is None:
            for guild_id in self._invalidated_guild_ids:
                for listener in self._guild_listeners:
                    listener(guild_id)
            for hook in self._commit_hooks:
                hook()


class Database(ABC):
    """One open database, with a connection for writing and others for reading.

    Reads see committed rows only. Writes run one at a time, so that the commit of one coroutine
    never includes a part of what another writes. Statements are written as in a `Transaction`.
    """

    text_search: ClassVar[TextSearch]
    columns_query: ClassVar[str]
    """Returns the table, the name, and the position in the primary key (0 for none) of columns."""
    references_query: ClassVar[str]
    """Returns each table that refers to another, and that other."""

    def __init__(self) -> None:
        self._guild_listeners: list[Callable[[int], object]] = []
        self._wait_listeners: list[WaitListener] = []

    def add_guild_listener(self, listener: Callable[[int], object]) -> None:
        """Call `listener` with the id of each guild that a committed transaction invalidated."""
        self._guild_listeners.append(listener)

    def report_invalidated(self, guild_id: int) -> None:
        """Call the guild listeners, as another process has changed rows of the guild."""
        for listener in self._guild_listeners:
            listener(guild_id)

    def add_wait_listener(self, listener: WaitListener) -> None:
        """Call `listener` with the seconds that each write has waited for its turn."""
        self._wait_listeners.append(listener)

    @property
    @abstractmethod
    def name(self) -> str:
        """The path or address of the database, without a password."""

    async def list_tables(self) -> dict[str, Table]:
        """Return the tables that statements name, by name."""
        rows = await self.fetch(self.columns_query)
        tables: dict[str, Table] = {}
        for name, columns in groupby(rows, itemgetter(0)):
            found = [(column, position) for _, column, position, *_ in columns]
            keys = sorted((position, column) for column, position in found if position)
            tables[name] = Table(
                tuple(column for column, _ in found), tuple(column for _, column in keys)
            )
        return tables

    async def sort_tables(self) -> dict[str, Table]:
        """Return the tables that statements name, those that others refer to first."""
        tables = await self.list_tables()
        referred = TopologicalSorter({name: set[str]() for name in tables})
        for name, other in await self.fetch(self.references_query):
            referred.add(name, other)
        return {name: tables[name] for name in referred.static_order()}

    @abstractmethod
    def is_in_place(self) -> bool:
        """Return whether the database is still where it was opened; else, writes are lost."""

    def is_alive(self) -> bool:
        """Return whether the database still answers; when it does not, statements wait for ever."""
        return True

    @abstractmethod
    def explain_errors(self) -> AbstractContextManager[None]:
        """Raise StorageError, with a sentence, for what fails inside the block."""

    @abstractmethod
    async def close(self) -> None:
        """Close all connections, once the current write has ended."""

    @abstractmethod
    def transaction(self, *, alone: bool = False) -> AbstractAsyncContextManager[Transaction]:
        """Commit what the block writes when it ends; roll it back when it raises.

        With `alone`, no other process has a transaction open meanwhile: for changes of what belongs
        to all guilds or to guilds of other processes. A guild's own rows are written by the one
        process that has its shard.

        Do not nest: a second `transaction()` inside the block would wait for the first for ever.
        """

    @abstractmethod
    async def write(self, sql: str, parameters: Parameters = ()) -> list[Row]:
        """Run one statement as a transaction of its own and return the rows of `RETURNING`.

        This takes a third of the time of a `transaction()` with one statement.
        """

    async def check_writable(self) -> None:
        """Commit a row with the content it had, in turn with all writes.

        Raises DatabaseError when that is not possible.
        """
        async with self.transaction() as transaction:
            # SQLite writes no page for an UPDATE that changes no value.
            for function in ("upper", "lower"):
                await transaction.fetch(
                    f"UPDATE migration SET name = {function}(name) WHERE version = 1"
                )

    @abstractmethod
    async def fetch(self, sql: str, parameters: Parameters = ()) -> list[Row]:
        """Return the rows of a query, as committed."""
