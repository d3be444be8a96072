"""Counts the posts that should have been sent by some time and are not."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta

from storage.database import Database
from storage.epoch import to_epoch
from storage.shards import ShardSet

ANNOUNCEMENTS = "canon-news"
"""The kind of the posts that have no schedule."""
_MAX_RETRY_WAIT = timedelta(minutes=15)
"""How long after it was due a schedule may be looked at next; longer waits are pauses."""


class OverduePosts:
    """Repository of the posts whose time is over; those that a pause holds are not counted."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def count(self, now: datetime, before: datetime, shard_set: ShardSet) -> Counter[str]:
        """Return by kind how many posts of the shards are unsettled and were due at `before`."""
        shard_ids = sorted(shard_set.shard_ids)
        if not shard_ids:
            return Counter()
        is_own = f"(guild_id >> 22) % ? IN ({','.join('?' * len(shard_ids))})"
        # The times to look at them next are indexed, those at which they are due are not.
        rows = await self._database.fetch(
            "SELECT kind, count(*) FROM schedule WHERE wake_at <= ? AND due_at <= ?"
            f" AND pause IS NULL AND {is_own} GROUP BY kind UNION ALL"
            f" SELECT '{ANNOUNCEMENTS}', count(*) FROM announcement"
            f" WHERE state IN ('due', 'claimed') AND due_at <= ? AND {is_own}",
            (
                to_epoch(now + _MAX_RETRY_WAIT),
                to_epoch(before),
                shard_set.shard_count,
                *shard_ids,
                to_epoch(before),
                shard_set.shard_count,
                *shard_ids,
            ),
        )
        return Counter({str(kind): int(count) for kind, count in rows})
