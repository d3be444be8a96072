"""Turns of the processes to identify shards: one in five seconds for each bucket.

https://discord.com/developers/docs/events/gateway#sharding-max-concurrency
"""

from __future__ import annotations

import asyncio
import logging

from storage.engines.postgres.database import PostgresDatabase
from storage.errors import DatabaseError

log = logging.getLogger(__name__)

TURN_S = 5.5
"""How long a turn lasts after it was taken: Discord's five seconds, and the way there."""
POLL_S = 0.2
_NOW = "CAST(extract(epoch FROM clock_timestamp()) AS DOUBLE PRECISION)"
# A turn in the future was taken by the clock of another server, before a failover. The clock is
# read again once the row is locked: what is to be inserted is from before that wait, and a turn
# that another process has taken meanwhile would look like one in the future.
_TAKE = (
    f"INSERT INTO identify_turn (bucket, taken_at) VALUES (?, {_NOW})"
    f" ON CONFLICT (bucket) DO UPDATE SET taken_at = {_NOW}"
    f" WHERE {_NOW} - identify_turn.taken_at NOT BETWEEN 0 AND ? RETURNING bucket"
)


class IdentifyTurns:
    """The turns of all processes, as rows: they outlast who took them, and the server.

    They are taken in the session that writes, so by a process that holds its part.
    """

    def __init__(
        self, database: PostgresDatabase, max_concurrency: int, turn_s: float = TURN_S
    ) -> None:
        """Take the number of buckets, and the seconds that a turn lasts."""
        self._database = database
        self._max_concurrency = max_concurrency
        self._turn_s = turn_s

    async def take(self, shard_id: int) -> None:
        """Wait for the turn of a shard, also while the database fails."""
        bucket = shard_id % self._max_concurrency
        failure = ""
        while True:
            try:
                if await self._database.write(_TAKE, (bucket, self._turn_s)):
                    return
            except DatabaseError as error:
                if str(error) != failure:
                    failure = str(error)
                    log.warning("shard %d waits for its turn to identify: %s", shard_id, error)
            await asyncio.sleep(POLL_S)
