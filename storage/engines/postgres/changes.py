"""Tells other processes which guilds a transaction has changed, and hears it from them."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Collection

import psycopg

from storage.engines.location import PostgresUrl
from storage.engines.postgres.session import Session
from storage.errors import DatabaseError

log = logging.getLogger(__name__)

CHANGES_CHANNEL = "fan_bot_guilds"
EVERYTHING = "*"
"""What is told when anything may have changed."""
_MAX_PAYLOAD = 7_900
"""Bytes; PostgreSQL takes fewer than 8,000."""
PROBE_S = 5.0
"""How long the connection may be silent before it is asked whether it lasts."""
PROBE_TIMEOUT_S = 5.0
RETRY_S = 0.5
_SETTINGS = {"default_transaction_read_only": "on"}


def format_guild_ids(guild_ids: Collection[int]) -> str:
    """Return ids as one text, "*" when they are too many for that."""
    text = ",".join(map(str, sorted(guild_ids)))
    return text if len(text) <= _MAX_PAYLOAD else EVERYTHING


class ChangeListener:
    """Listens for what other processes have changed."""

    def __init__(
        self,
        url: PostgresUrl,
        on_invalidated: Callable[[int], object],
        on_unknown: Callable[[], Awaitable[object]],
    ) -> None:
        """Call `on_invalidated` with each guild's id, `on_unknown` when anything may have changed.

        That is so after every connection, as changes are not kept for those who do not listen.
        """
        self._url = url
        self._on_invalidated = on_invalidated
        self._on_unknown = on_unknown
        self._session: Session | None = None
        self._listening: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Listen from now on. Raises DatabaseError when that is not possible now."""
        await self._connect()
        self._listening = asyncio.create_task(self._listen(), name="changes of other processes")

    async def stop(self) -> None:
        """Stop listening."""
        if self._listening is not None:
            self._listening.cancel()
            await asyncio.gather(self._listening, return_exceptions=True)
        if self._session is not None:
            await self._session.close()

    async def _connect(self) -> None:
        session = await Session.open(self._url, _SETTINGS)
        self._session = session
        await session.run_script(f"LISTEN {CHANGES_CHANNEL}")
        await self._on_unknown()

    async def _listen(self) -> None:
        while True:
            try:
                if self._session is None or self._session.is_lost:
                    await self._connect()
                    log.info("changes of other processes are heard again")
                while True:
                    await self._hear(self._session)
            except (DatabaseError, TimeoutError) as error:
                log.warning("changes of other processes are not heard: %s", error)
                if self._session is not None:
                    await self._session.close()
                await asyncio.sleep(RETRY_S)

    async def _hear(self, session: Session | None) -> None:
        """Take in what comes for some seconds, then ask whether the connection lasts."""
        assert session is not None, "it was opened before"
        try:
            async for notice in session.connection.notifies(timeout=PROBE_S):
                await self._take_in(notice.payload)
        except psycopg.Error as error:
            raise session.translate(error) from error
        async with asyncio.timeout(PROBE_TIMEOUT_S):
            await session.fetch("SELECT 1")

    async def _take_in(self, payload: str) -> None:
        if payload == EVERYTHING:
            await self._on_unknown()
            return
        for guild_id in payload.split(","):
            self._on_invalidated(int(guild_id))
