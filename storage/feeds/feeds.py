"""Feeds by address: when each is next polled, and what came of the last poll."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from storage.database import Database, Row
from storage.epoch import from_epoch, to_epoch

_COLUMNS = (
    "id, address, title, form, etag, last_modified, fingerprint, due_at, interval_s, looked_at,"
    " failures, failing_since, fault"
)


class Feed(NamedTuple):
    """One feed; its instants are aware."""

    id: int
    address: str
    title: str
    form: str
    """The name of its format."""
    etag: str
    last_modified: str
    """The server's `ETag` and `Last-Modified` at the last finished poll, "" without one."""
    fingerprint: str
    """Which items there were then."""
    due_at: datetime
    interval_s: int
    looked_at: datetime | None
    """The last poll that succeeded; None before the first."""
    failures: int
    """Failed polls in a row."""
    failing_since: datetime | None
    fault: str
    """What was wrong at the last poll, as a clause; "" when nothing was."""


class PollOutcome(NamedTuple):
    """What a finished poll found out about a feed."""

    looked_at: datetime
    due_at: datetime
    interval_s: int
    title: str
    form: str
    etag: str = ""
    last_modified: str = ""
    fingerprint: str = ""
    fault: str = ""
    """What could not be read of it, as a clause; "" for nothing."""


class PollFailure(NamedTuple):
    """Why a poll failed."""

    fault: str
    failed_at: datetime
    due_at: datetime
    is_broken: bool
    """Whether it has failed for so long that nothing is expected of it any more."""


class Feeds:
    """Repository of feeds. A leased feed is polled by one process alone."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def get(self, feed_id: int) -> Feed | None:
        """Return one feed; None when it does not exist."""
        rows = await self._database.fetch(f"SELECT {_COLUMNS} FROM feed WHERE id = ?", (feed_id,))
        return _parse_feed(rows[0]) if rows else None

    async def list_failing(self) -> list[Feed]:
        """Return the watched feeds whose last poll failed, those failing longest first."""
        rows = await self._database.fetch(
            f"SELECT {_COLUMNS} FROM feed WHERE failures > 0 AND EXISTS ("
            "SELECT 1 FROM feed_subscription WHERE feed_id = feed.id)"
            " ORDER BY failing_since, id"
        )
        return [_parse_feed(row) for row in rows]

    async def count_watched(self) -> int:
        """Return how many feeds are watched."""
        [(count,)] = await self._database.fetch(
            "SELECT count(DISTINCT feed_id) FROM feed_subscription"
        )
        return int(count)

    async def lease_due(self, now: datetime, until: datetime, limit: int) -> list[Feed]:
        """Lease and return feeds that are due and watched, those due longest first."""
        rows = await self._database.write(
            "UPDATE feed SET leased_until = :until WHERE id IN ("
            "SELECT id FROM feed WHERE due_at <= :now AND leased_until <= :now AND EXISTS ("
            "SELECT 1 FROM feed_subscription WHERE feed_id = feed.id AND pause = '')"
            " ORDER BY due_at LIMIT :limit)"
            # What another process has leased since the inner query must not be leased again.
            f" AND leased_until <= :now RETURNING {_COLUMNS}",
            {"now": to_epoch(now), "until": to_epoch(until), "limit": limit},
        )
        return sorted(map(_parse_feed, rows), key=lambda feed: feed.due_at)

    async def lease(self, feed_id: int, now: datetime, until: datetime) -> Feed | None:
        """Lease one feed, due or not; None when it is leased already or does not exist."""
        rows = await self._database.write(
            "UPDATE feed SET leased_until = :until WHERE id = :id AND leased_until <= :now"
            f" RETURNING {_COLUMNS}",
            {"now": to_epoch(now), "until": to_epoch(until), "id": feed_id},
        )
        return _parse_feed(rows[0]) if rows else None

    async def finish_poll(self, feed_id: int, outcome: PollOutcome) -> None:
        """Store a poll all of whose items are stored, and end the lease."""
        await self._database.write(
            "UPDATE feed SET looked_at = ?, due_at = ?, interval_s = ?, title = ?, form = ?,"
            " etag = ?, last_modified = ?, fingerprint = ?, fault = ?, failures = 0,"
            " failing_since = NULL, leased_until = 0 WHERE id = ?",
            (to_epoch(outcome.looked_at), to_epoch(outcome.due_at), *outcome[2:], feed_id),
        )

    async def fail_poll(self, feed_id: int, failure: PollFailure) -> None:
        """Store a failed poll and end the lease; a broken feed pauses for every guild."""
        failed_at = to_epoch(failure.failed_at)
        # Guilds of other processes lock a subscription first, and its feed then.
        async with self._database.transaction(alone=failure.is_broken) as transaction:
            await transaction.fetch(
                "UPDATE feed SET failures = failures + 1, fault = ?, due_at = ?,"
                " failing_since = coalesce(failing_since, ?), leased_until = 0 WHERE id = ?",
                (failure.fault, to_epoch(failure.due_at), failed_at, feed_id),
            )
            if failure.is_broken:
                await transaction.fetch(
                    "UPDATE feed_subscription SET pause = 'broken', owes_notice = 1"
                    " WHERE feed_id = ? AND pause = ''",
                    (feed_id,),
                )

    async def delete_unwatched(self) -> None:
        """Delete the feeds that no guild has any more."""
        # Alone, because a subscription that another process adds meanwhile would go with its feed.
        async with self._database.transaction(alone=True) as transaction:
            await transaction.fetch(
                "DELETE FROM feed WHERE NOT EXISTS ("
                "SELECT 1 FROM feed_subscription WHERE feed_id = feed.id)"
            )


def _parse_feed(row: Row) -> Feed:
    feed = Feed(*row)
    *_, due_at, _, looked_at, _, failing_since, _ = row
    return feed._replace(
        due_at=from_epoch(due_at),
        looked_at=None if looked_at is None else from_epoch(looked_at),
        failing_since=None if failing_since is None else from_epoch(failing_since),
    )
