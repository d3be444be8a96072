"""What became of every local date's post: one row a server, kind and date, ever."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum

from storage.database import Database, Row
from storage.posts.models import Advance, Schedule
from storage.posts.schedules import advance_schedules


class PostState(StrEnum):
    """How far a date's post has come. Only a claim can still become something else."""

    CLAIMED = "claimed"
    SENT = "sent"
    LATE = "late"
    MISSED = "missed"
    SKIPPED = "skipped"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class PostLogEntry:
    """One row: instants are aware, `lateness` is in seconds after the promised time."""

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
    """Claims dates, settles them, and lists what became of them."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def claim(self, schedule: Schedule, now: datetime) -> bool:
        """Take the promised date for posting; False when anybody ever had it."""
        won = await self._database.write(
            "INSERT INTO ledger (guild_id, kind, day, state, channel_id, claimed_at)"
            " VALUES (?, ?, ?, 'claimed', ?, ?)"
            " ON CONFLICT (guild_id, kind, day) DO NOTHING RETURNING day",
            (
                schedule.guild_id,
                schedule.kind,
                schedule.next_day.isoformat(),
                schedule.settings.channel_id,
                int(now.timestamp()),
            ),
        )
        return bool(won)

    async def release(self, schedule: Schedule) -> None:
        """Give back a claim under which certainly nothing was posted."""
        await self._database.write(
            "DELETE FROM ledger WHERE guild_id = ? AND kind = ? AND day = ? AND state = 'claimed'",
            (schedule.guild_id, schedule.kind, schedule.next_day.isoformat()),
        )

    async def settle(
        self, entries: Iterable[PostLogEntry], advances: Sequence[Advance] = ()
    ) -> None:
        """Write what became of dates, and promise the next ones, all or nothing.

        A date that is settled already keeps its row.
        """
        async with self._database.transaction() as transaction:
            await transaction.execute_many(_SETTLE, [_build_row(entry) for entry in entries])
            await advance_schedules(transaction, advances)

    async def get(self, guild_id: int, kind: str, day: date) -> PostLogEntry | None:
        """What is known of one date, None when nobody ever claimed or settled it."""
        rows = await self._database.fetch(
            f"SELECT {_COLUMNS} FROM ledger WHERE guild_id = ? AND kind = ? AND day = ?",
            (guild_id, kind, day.isoformat()),
        )
        return _parse_entry(rows[0]) if rows else None

    async def count(self, guild_id: int, kind: str) -> int:
        """How many dates of a server are on record."""
        [(total,)] = await self._database.fetch(
            "SELECT count(*) FROM ledger WHERE guild_id = ? AND kind = ?", (guild_id, kind)
        )
        return int(total)

    async def list_newest(
        self, guild_id: int, kind: str, *, offset: int, limit: int
    ) -> list[PostLogEntry]:
        """At most `limit` rows, newest date first, from the `offset`th on."""
        rows = await self._database.fetch(
            f"SELECT {_COLUMNS} FROM ledger WHERE guild_id = ? AND kind = ?"
            " ORDER BY day DESC LIMIT ? OFFSET ?",
            (guild_id, kind, limit, offset),
        )
        return [_parse_entry(row) for row in rows]

    async def list_undelivered_days(self, guild_id: int, kind: str, since: date) -> list[date]:
        """Dates from `day` on whose post never came, oldest first."""
        rows = await self._database.fetch(
            "SELECT day FROM ledger WHERE guild_id = ? AND kind = ? AND day >= ?"
            " AND state IN ('missed', 'failed') ORDER BY day",
            (guild_id, kind, since.isoformat()),
        )
        return [date.fromisoformat(text) for (text,) in rows]


_SETTLE = f"""
INSERT INTO ledger ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (guild_id, kind, day) DO UPDATE SET
    state = excluded.state, reason = excluded.reason, settled_at = excluded.settled_at,
    message_id = excluded.message_id, lateness = excluded.lateness
    WHERE ledger.state = 'claimed'
"""


def _build_row(entry: PostLogEntry) -> tuple[int | str | None, ...]:
    settled = entry.settled_at
    return (
        entry.guild_id,
        entry.kind,
        entry.day.isoformat(),
        entry.state.value,
        entry.channel_id,
        int(entry.claimed_at.timestamp()),
        entry.reason,
        None if settled is None else int(settled.timestamp()),
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
        claimed_at=datetime.fromtimestamp(claimed, UTC),
        reason=reason,
        settled_at=None if settled is None else datetime.fromtimestamp(settled, UTC),
        message_id=message,
        lateness=lateness,
    )
