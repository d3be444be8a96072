"""The repository of the post log, with one permanent row per guild, kind of post and date."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from storage.database import Database, Row
from storage.epoch import from_epoch, to_epoch
from storage.outbox import OutboxMessage, insert_message
from storage.posts.models import Advance, Schedule
from storage.posts.schedules import advance_schedules


class PostState(StrEnum):
    """The state of a date's post. All states but `CLAIMED` are final."""

    CLAIMED = "claimed"
    SENT = "sent"
    LATE = "late"
    MISSED = "missed"
    SKIPPED = "skipped"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class PostLogEntry:
    """One row. Instants are aware; `lateness` is in seconds, None without a message."""

    guild_id: int
    kind: str
    day: date
    state: PostState
    channel_id: int
    claimed_at: datetime
    reason: str | None = None
    settled_at: datetime | None = None
    message_id: int | None = None
    lateness: int | None = None


_COLUMNS = (
    "guild_id, kind, day, state, channel_id, claimed_at, reason, settled_at, message_id, lateness"
)


class PostLog:
    """Claims and settles the posts of dates, and lists their outcomes."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def claim(self, schedule: Schedule, now: datetime) -> bool:
        """Claim the schedule's `next_day` for posting; return False when the date has a row."""
        inserted = await self._database.write(
            "INSERT INTO ledger (guild_id, kind, day, state, channel_id, claimed_at)"
            " VALUES (?, ?, ?, 'claimed', ?, ?)"
            " ON CONFLICT (guild_id, kind, day) DO NOTHING RETURNING day",
            (
                schedule.guild_id,
                schedule.kind,
                schedule.next_day.isoformat(),
                schedule.settings.channel_id,
                to_epoch(now),
            ),
        )
        return bool(inserted)

    async def release(self, schedule: Schedule) -> None:
        """Delete the claim of `next_day`, when it is certain that nothing was posted."""
        await self._database.write(
            "DELETE FROM ledger WHERE guild_id = ? AND kind = ? AND day = ? AND state = 'claimed'",
            (schedule.guild_id, schedule.kind, schedule.next_day.isoformat()),
        )

    async def settle(
        self,
        entries: Iterable[PostLogEntry],
        advances: Sequence[Advance] = (),
        notice: OutboxMessage | None = None,
    ) -> None:
        """Store the outcomes of dates, a notice, and advance the schedules, in one transaction.

        A row in a final state is not changed.
        """
        async with self._database.transaction() as transaction:
            await transaction.execute_many(_SETTLE, [_build_row(entry) for entry in entries])
            await advance_schedules(transaction, advances)
            await insert_message(transaction, notice)

    async def record(self, entry: PostLogEntry, notice: OutboxMessage | None = None) -> None:
        """Store the outcome of what has no schedule, in place of an earlier one of its date.

        `notice` is stored with it.
        """
        async with self._database.transaction() as transaction:
            await transaction.fetch(_REPLACE, _build_row(entry))
            await insert_message(transaction, notice)

    async def delete_skip(self, guild_id: int, kind: str, day: date, reason: str) -> bool:
        """Delete the row of a date that was skipped for `reason`; False when there is none."""
        rows = await self._database.write(
            "DELETE FROM ledger WHERE guild_id = ? AND kind = ? AND day = ?"
            " AND state = 'skipped' AND reason = ? RETURNING day",
            (guild_id, kind, day.isoformat(), reason),
        )
        return bool(rows)

    async def get(self, guild_id: int, kind: str, day: date) -> PostLogEntry | None:
        """Return the row of one date, None when it was never claimed or settled."""
        rows = await self._database.fetch(
            f"SELECT {_COLUMNS} FROM ledger WHERE guild_id = ? AND kind = ? AND day = ?",
            (guild_id, kind, day.isoformat()),
        )
        return _parse_entry(rows[0]) if rows else None

    async def get_last_settled_day(self, guild_id: int, kind: str, until: date) -> date | None:
        """Return the last date up to `until` that is settled other than as missed, else None."""
        [(text,)] = await self._database.fetch(
            "SELECT max(day) FROM ledger WHERE guild_id = ? AND kind = ? AND day <= ?"
            " AND state NOT IN ('missed', 'claimed')",
            (guild_id, kind, until.isoformat()),
        )
        return None if text is None else date.fromisoformat(text)

    async def count(self, guild_id: int, kind: str) -> int:
        """Return how many rows a guild has for one kind of post."""
        [(total,)] = await self._database.fetch(
            "SELECT count(*) FROM ledger WHERE guild_id = ? AND kind = ?", (guild_id, kind)
        )
        return int(total)

    async def list_newest(
        self, guild_id: int, kind: str, *, offset: int, limit: int
    ) -> list[PostLogEntry]:
        """Return at most `limit` rows, newest date first, after the first `offset`."""
        rows = await self._database.fetch(
            f"SELECT {_COLUMNS} FROM ledger WHERE guild_id = ? AND kind = ?"
            " ORDER BY day DESC LIMIT ? OFFSET ?",
            (guild_id, kind, limit, offset),
        )
        return [_parse_entry(row) for row in rows]

    async def list_skipped_days(
        self, guild_id: int, kind: str, since: date, reason: str
    ) -> list[date]:
        """Return the dates from `since` on that were skipped for `reason`, oldest first."""
        rows = await self._database.fetch(
            "SELECT day FROM ledger WHERE guild_id = ? AND kind = ? AND day >= ?"
            " AND state = 'skipped' AND reason = ? ORDER BY day",
            (guild_id, kind, since.isoformat(), reason),
        )
        return [date.fromisoformat(text) for (text,) in rows]

    async def count_all_kinds(self, guild_id: int) -> int:
        """Return how many rows a guild has for all kinds of posts, announcements of news too."""
        [(total,)] = await self._database.fetch(
            f"SELECT count(*) FROM ({_ALL_KINDS}) posts", {"guild": guild_id}
        )
        return int(total)

    async def list_all_kinds(self, guild_id: int, *, offset: int, limit: int) -> list[PostLogEntry]:
        """Return at most `limit` rows of all kinds, newest date first, after the first `offset`."""
        rows = await self._database.fetch(
            f"{_ALL_KINDS} ORDER BY day DESC, claimed_at DESC, kind LIMIT :limit OFFSET :offset",
            {"guild": guild_id, "limit": limit, "offset": offset},
        )
        return [_parse_entry(row) for row in rows]

    async def list_newest_of_each_kind(self, guild_id: int) -> list[PostLogEntry]:
        """Return the newest row of each kind of post, without those skipped or being posted."""
        rows = await self._database.fetch(
            f"SELECT {_COLUMNS} FROM (SELECT *, row_number() OVER"
            " (PARTITION BY kind ORDER BY day DESC, claimed_at DESC) AS age"
            f" FROM ({_ALL_KINDS}) posts WHERE state NOT IN ('claimed', 'skipped')) aged"
            " WHERE age = 1 ORDER BY kind",
            {"guild": guild_id},
        )
        return [_parse_entry(row) for row in rows]

    async def list_undelivered_days(self, guild_id: int, kind: str, since: date) -> list[date]:
        """Return the dates from `since` on whose post was missed or failed, oldest first."""
        rows = await self._database.fetch(
            "SELECT day FROM ledger WHERE guild_id = ? AND kind = ? AND day >= ?"
            " AND state IN ('missed', 'failed') ORDER BY day",
            (guild_id, kind, since.isoformat()),
        )
        return [date.fromisoformat(text) for (text,) in rows]


NEWS_KIND = "news"
"""The `kind` of announcements, which have a table of their own."""
_ALL_KINDS = f"""
SELECT {_COLUMNS} FROM ledger WHERE guild_id = :guild
UNION ALL SELECT guild_id, '{NEWS_KIND}', date(due_at, 'unixepoch'), state, channel_id,
    coalesce(claimed_at, due_at), nullif(reason, ''), coalesce(claimed_at, due_at), message_id, NULL
    FROM announcement WHERE guild_id = :guild AND state <> 'due'
"""
_SETTLE = f"""
INSERT INTO ledger ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (guild_id, kind, day) DO UPDATE SET
    state = excluded.state, reason = excluded.reason, settled_at = excluded.settled_at,
    message_id = excluded.message_id, lateness = excluded.lateness
    WHERE ledger.state = 'claimed'
"""
_REPLACE = f"""
INSERT INTO ledger ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (guild_id, kind, day) DO UPDATE SET
    state = excluded.state, reason = excluded.reason, channel_id = excluded.channel_id,
    claimed_at = excluded.claimed_at, settled_at = excluded.settled_at,
    message_id = excluded.message_id
"""


def _build_row(entry: PostLogEntry) -> tuple[int | str | None, ...]:
    settled = entry.settled_at
    return (
        entry.guild_id,
        entry.kind,
        entry.day.isoformat(),
        entry.state.value,
        entry.channel_id,
        to_epoch(entry.claimed_at),
        entry.reason,
        None if settled is None else to_epoch(settled),
        entry.message_id,
        entry.lateness,
    )


def _parse_entry(row: Row) -> PostLogEntry:
    guild, kind, day, state, channel, claimed, reason, settled, message, lateness = row
    return PostLogEntry(
        guild_id=guild,
        kind=kind,
        day=date.fromisoformat(day),
        state=PostState(state),
        channel_id=channel,
        claimed_at=from_epoch(claimed),
        reason=reason,
        settled_at=None if settled is None else from_epoch(settled),
        message_id=message,
        lateness=lateness,
    )
