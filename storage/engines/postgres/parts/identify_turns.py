"""Turns of the processes to identify shards: one in five seconds for each bucket.

https://discord.com/developers/docs/events/gateway#sharding-max-concurrency
"""

from __future__ import annotations

import asyncio
import logging
from collections import defaultdict

from storage.engines.location import PostgresUrl
from storage.engines.postgres.session import Session
from storage.errors import DatabaseError

log = logging.getLogger(__name__)

IDENTIFY_LOCK = 7_404
"""The class of the advisory locks; the bucket is the second number."""
TURN_S = 5.5
"""How long a turn lasts after it was taken: Discord's five seconds, and the way there."""
POLL_S = 0.2
_SETTINGS = {"application_name": "fan-community-bot identify turns"}


class IdentifyTurns:
    """The turns of one process, taken in a session of their own."""

    def __init__(self, url: PostgresUrl, max_concurrency: int, turn_s: float = TURN_S) -> None:
        """Take the number of buckets, and the seconds that a turn lasts."""
        self._url = url
        self._max_concurrency = max_concurrency
        self._turn_s = turn_s
        self._session: Session | None = None
        self._connecting = asyncio.Lock()
        # A session gets a lock that it has a second time, so shards of this process wait here.
        self._own_turns: defaultdict[int, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._endings: set[asyncio.Task[None]] = set()

    async def take(self, shard_id: int) -> None:
        """Wait for the turn of a shard, which it keeps for some seconds after this returns.

        When the database fails, the turn begins after those seconds.
        """
        bucket = shard_id % self._max_concurrency
        own_turn = self._own_turns[bucket]
        await own_turn.acquire()
        delay = 0.0
        try:
            while not await self._try_lock(bucket):  # noqa: ASYNC110 - a process has the turn
                await asyncio.sleep(POLL_S)
            delay = self._turn_s
        except DatabaseError as error:
            log.warning("shard %d identifies without a turn: %s", shard_id, error)
            await asyncio.sleep(self._turn_s)
        finally:
            ending = asyncio.create_task(self._end_later(bucket, delay))
            self._endings.add(ending)
            ending.add_done_callback(self._endings.discard)

    async def close(self) -> None:
        """End all turns."""
        for ending in tuple(self._endings):
            ending.cancel()
        if self._session is not None:
            await self._session.close()

    async def _try_lock(self, bucket: int) -> bool:
        async with self._connecting:
            if self._session is None or self._session.is_lost:
                self._session = await Session.open(self._url, _SETTINGS)
        [(is_locked,)] = await self._session.fetch(
            f"SELECT pg_try_advisory_lock({IDENTIFY_LOCK}, CAST(? AS INTEGER))", (bucket,)
        )
        return is_locked

    async def _end_later(self, bucket: int, delay: float) -> None:
        try:
            await asyncio.sleep(delay)
            if self._session is not None:
                await self._session.fetch(
                    f"SELECT pg_advisory_unlock({IDENTIFY_LOCK}, CAST(? AS INTEGER))", (bucket,)
                )
        except DatabaseError as error:
            log.debug("a turn to identify ended with its session: %s", error)
        finally:
            self._own_turns[bucket].release()
