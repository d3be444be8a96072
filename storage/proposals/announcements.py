"""Announcements: accepted news to be sent to news channels, each once."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple, Self

from storage.database import Database, Row, Transaction
from storage.epoch import from_epoch, to_epoch
from storage.outbox import OutboxMessage, insert_message

_IS_OPEN = "guild_id = ? AND entry_id = ? AND state IN ('due', 'claimed')"
_COLUMNS = "guild_id, entry_id, channel_id, due_at, claimed_at, tries"


class AnnouncementRequest(NamedTuple):
    """A request to announce a status entry in a channel."""

    entry_id: str
    channel_id: int


class Announcement(NamedTuple):
    """One announcement; instants are aware.

    `claimed_at` is when sending began; the message may exist already. None when it has not begun.
    """

    guild_id: int
    entry_id: str
    channel_id: int
    due_at: datetime
    claimed_at: datetime | None
    tries: int = 0
    """Failed deliveries so far."""

    @classmethod
    def from_row(cls, row: Row) -> Self:
        """Parse a row of `_COLUMNS`."""
        guild_id, entry_id, channel_id, due_at, claimed_at, tries = row
        return cls(
            guild_id,
            entry_id,
            channel_id,
            from_epoch(due_at),
            None if claimed_at is None else from_epoch(claimed_at),
            tries,
        )


class PostedAnnouncement(NamedTuple):
    """The message of a sent announcement, and whether its entry is retracted now."""

    guild_id: int
    entry_id: str
    channel_id: int
    message_id: int
    is_retracted: bool


class Announcements:
    """Stores one announcement for each guild and status entry."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def list_open(
        self, now: datetime | None = None, *, limit: int = 1_000
    ) -> list[Announcement]:
        """Return unsettled announcements, oldest first; with `now`, only those due to be tried.

        One that is to be tried after more than a day was put off while the clock was wrong.
        """
        rows = await self._database.fetch(
            f"SELECT {_COLUMNS} FROM announcement"
            " WHERE state IN ('due', 'claimed')"
            " AND (CAST(:now AS BIGINT) IS NULL OR retry_at <= :now OR retry_at > :now + 86400)"
            " ORDER BY due_at, guild_id, entry_id LIMIT :limit",
            {"now": None if now is None else to_epoch(now), "limit": limit},
        )
        return [Announcement.from_row(row) for row in rows]

    async def get_open(self, guild_id: int, entry_id: str) -> Announcement | None:
        """Return one announcement, None when it is settled, deleted or was never queued."""
        rows = await self._database.fetch(
            f"SELECT {_COLUMNS} FROM announcement WHERE {_IS_OPEN}", (guild_id, entry_id)
        )
        return Announcement.from_row(rows[0]) if rows else None

    async def claim(self, announcement: Announcement, claimed_at: datetime) -> bool:
        """Store that sending begins; False when the announcement is settled or deleted.

        The instant of an earlier claim is kept.
        """
        rows = await self._database.write(
            "UPDATE announcement SET state = 'claimed', claimed_at = coalesce(claimed_at, ?)"
            f" WHERE {_IS_OPEN} RETURNING entry_id",
            (to_epoch(claimed_at), *announcement[:2]),
        )
        return bool(rows)

    async def release(self, announcement: Announcement) -> None:
        """Delete a claim; call it only when certainly no message was sent."""
        await self._database.write(
            f"UPDATE announcement SET state = 'due', claimed_at = NULL WHERE {_IS_OPEN}",
            announcement[:2],
        )

    async def reschedule(
        self, announcement: Announcement, retry_at: datetime, *, tries: int
    ) -> None:
        """Store the instant of the next attempt and the number of failed ones."""
        await self._database.write(
            f"UPDATE announcement SET retry_at = ?, tries = ? WHERE {_IS_OPEN}",
            (to_epoch(retry_at), tries, *announcement[:2]),
        )

    async def mark_held_up(
        self, announcement: Announcement, reason: str, notice: OutboxMessage | None = None
    ) -> bool:
        """Store why it cannot be sent yet, with a notice; False when that was stored already."""
        async with self._database.transaction() as transaction:
            rows = await transaction.fetch(
                f"UPDATE announcement SET reason = ? WHERE {_IS_OPEN} AND reason <> ?"
                " RETURNING entry_id",
                (reason, *announcement[:2], reason),
            )
            if rows:
                await insert_message(transaction, notice)
        return bool(rows)

    async def mark_sent(
        self, announcement: Announcement, message_id: int | None, reason: str = ""
    ) -> None:
        """Settle it as sent; `message_id` is None when the message is gone, for `reason`."""
        await self._close(announcement, "sent", message_id, reason)

    async def mark_failed(
        self, announcement: Announcement, reason: str, notice: OutboxMessage | None = None
    ) -> None:
        """Settle it as never sent, for a reason, with a notice."""
        await self._close(announcement, "failed", None, reason, notice)

    async def _close(
        self,
        announcement: Announcement,
        state: str,
        message_id: int | None,
        reason: str,
        notice: OutboxMessage | None = None,
    ) -> None:
        async with self._database.transaction() as transaction:
            rows = await transaction.fetch(
                f"UPDATE announcement SET state = ?, message_id = ?, reason = ? WHERE {_IS_OPEN}"
                " RETURNING entry_id",
                (state, message_id, reason, *announcement[:2]),
            )
            if rows:
                await insert_message(transaction, notice)

    async def list_wrongly_marked(self, limit: int = 100) -> list[PostedAnnouncement]:
        """Return sent announcements that do not say whether their entry is retracted."""
        rows = await self._database.fetch(
            "SELECT a.guild_id, a.entry_id, a.channel_id, a.message_id,"
            " e.retired_at IS NOT NULL FROM announcement a"
            " JOIN entry e ON e.owner = a.guild_id AND e.id = a.entry_id"
            " WHERE a.state = 'sent' AND a.message_id IS NOT NULL"
            " AND (a.is_marked = 1) <> (e.retired_at IS NOT NULL) LIMIT ?",
            (limit,),
        )
        return [
            PostedAnnouncement(guild, entry, channel, message, bool(is_retracted))
            for guild, entry, channel, message, is_retracted in rows
        ]

    async def mark_shown(self, posted: PostedAnnouncement) -> None:
        """Store that the message shows the state of its entry, or never can."""
        await self._database.write(
            "UPDATE announcement SET is_marked = ? WHERE guild_id = ? AND entry_id = ?",
            (int(posted.is_retracted), posted.guild_id, posted.entry_id),
        )

    async def get_outcome(self, guild_id: int, entry_id: str) -> tuple[str, str] | None:
        """Return state and reason of one announcement, None when it was never queued."""
        rows = await self._database.fetch(
            "SELECT state, reason FROM announcement WHERE guild_id = ? AND entry_id = ?",
            (guild_id, entry_id),
        )
        return (rows[0][0], rows[0][1]) if rows else None


async def queue_announcement(
    transaction: Transaction, guild_id: int, request: AnnouncementRequest, due_at: datetime
) -> None:
    """Queue an announcement, unless its entry has one; `due_at` is aware.

    One that was never sent, as the approval was undone before, is queued again.
    """
    await transaction.fetch(
        "INSERT INTO announcement (guild_id, entry_id, channel_id, state, due_at)"
        " VALUES (?, ?, ?, 'due', ?) ON CONFLICT (guild_id, entry_id) DO UPDATE SET"
        " state = 'due', channel_id = excluded.channel_id, due_at = excluded.due_at, reason = '',"
        " claimed_at = NULL, tries = 0, retry_at = 0"
        " WHERE announcement.state = 'failed'",
        (guild_id, request.entry_id, request.channel_id, to_epoch(due_at)),
    )
