"""The session of a process that writes, and those that read."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping

from storage.database import Parameters, Row
from storage.engines.location import PostgresUrl
from storage.engines.postgres.session import Session, run_to_end
from storage.errors import ConnectionLostError

MAX_READERS = 4
"""Sessions for reading; further reads wait for one of them."""
WRITER_SETTINGS = {
    # A write waits as long for a lock as on SQLite.
    "lock_timeout": "30s",
    # A process that was stopped within a transaction must not hold up the others.
    "idle_in_transaction_session_timeout": "15s",
}
READER_SETTINGS = {"default_transaction_read_only": "on"}


class Writer:
    """The one session that writes. Once lost, the next write opens another, unless it is leased.

    Locks of a session are lost with it: what holds one takes it in `on_connect`.
    """

    def __init__(self, url: PostgresUrl, settings: Mapping[str, str] = WRITER_SETTINGS) -> None:
        self.on_connect: Callable[[Session], Awaitable[None]] | None = None
        """Called with each new session before it writes; what it raises closes the session."""
        self.on_lost: Callable[[], object] | None = None
        """Called when a statement finds the session lost."""
        self.is_leased = False
        """Whether the right to write goes with the session: then only `reconnect` opens another."""
        self.life = 0
        """Counts the sessions; what began in one is refused in the next if they are leased."""
        self._url = url
        self._settings = dict(settings)
        self._session: Session | None = None
        self._connecting = asyncio.Lock()
        self._is_closed = False

    @property
    def is_lost(self) -> bool:
        """Whether there is no session, as far as is known."""
        return self._session is None or self._session.is_lost

    async def get_session(self, life: int | None = None) -> Session:
        """Return the session, a new one when the last was lost. Raises DatabaseError.

        `life` is that in which the caller began; None for a caller that has waited for nothing.
        """
        session = self._session
        if self.is_leased and (self.is_lost or life not in (None, self.life)):
            raise ConnectionLostError("the session that may write was lost")
        if session is not None and not session.is_lost:
            return session
        return await self.reconnect()

    async def reconnect(self) -> Session:
        """Open another session if the last was lost. Raises DatabaseError."""
        return await run_to_end(self._reconnect())

    async def configure(self, settings: dict[str, str]) -> None:
        """Change settings of the server for this session and for those that follow it."""
        self._settings |= settings
        session = await self.get_session()
        for name, value in settings.items():
            await session.fetch("SELECT set_config(?, ?, false)", (name, value))

    def cut(self) -> None:
        """Give up the session at once, even while a statement waits for a silent server."""
        if self._session is not None:
            self._session.cut()

    async def close(self) -> None:
        """Close the session; no other is opened."""
        self._is_closed = True
        if self._session is not None:
            await self._session.close()

    async def _reconnect(self) -> Session:
        async with self._connecting:
            if self._is_closed:
                raise ConnectionLostError("the database was closed")
            if self._session is not None and not self._session.is_lost:
                return self._session
            if self._session is not None:
                await self._session.close()
            life = self.life + 1
            session = await Session.open(self._url, self._settings, lambda: self._report_loss(life))
            try:
                if self.on_connect is not None:
                    await self.on_connect(session)
            except BaseException:
                await session.close()
                raise
            self._session = session
            self.life = life
            return session

    def _report_loss(self, life: int) -> None:
        # What was under way in an earlier session may find it lost when there is another already.
        if life == self.life and self.on_lost is not None:
            self.on_lost()


class Readers:
    """Sessions that read; one is opened when all others are busy."""

    def __init__(self, url: PostgresUrl) -> None:
        self.url = url
        self._idle: list[Session] = []
        self._slots = asyncio.Semaphore(MAX_READERS)
        self._is_closed = False

    async def fetch(self, sql: str, parameters: Parameters = ()) -> list[Row]:
        """Return the rows of a query; it is asked again when its session turns out to be lost."""
        return await run_to_end(self._fetch(sql, parameters))

    async def close(self) -> None:
        """Close the sessions, once they are idle."""
        self._is_closed = True
        for _ in range(MAX_READERS):
            await self._slots.acquire()
        while self._idle:
            await self._idle.pop().close()
        for _ in range(MAX_READERS):
            self._slots.release()

    async def _fetch(self, sql: str, parameters: Parameters) -> list[Row]:
        async with self._slots:
            if self._is_closed:
                raise ConnectionLostError("the database was closed")
            while self._idle:
                session = self._idle.pop()
                try:
                    rows = await session.fetch_uncancelled(sql, parameters)
                except ConnectionLostError:
                    # The others are as old, and may be lost too: each is tried, then a new one.
                    continue
                except BaseException:
                    self._idle.append(session)
                    raise
                self._idle.append(session)
                return rows
            session = await Session.open(self.url, dict(READER_SETTINGS))
            try:
                return await session.fetch_uncancelled(sql, parameters)
            finally:
                if not session.is_lost:
                    self._idle.append(session)
