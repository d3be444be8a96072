"""Changes of the status that servers' news channels are told, each once."""

from __future__ import annotations

from typing import NamedTuple

from storage.database import Database, Transaction

_IS_OPEN = "guild_id = ? AND entry_id = ? AND state IN ('due', 'claimed')"


class Announcement(NamedTuple):
    """One card to be posted; times are epoch seconds.

    `claimed_at` says that a post was begun: it may stand in the channel already.
    """

    guild_id: int
    entry_id: str
    channel_id: int
    due_at: int
    claimed_at: int | None


class Announcements:
    """Announcements by server and status."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def list_open(self, limit: int = 1_000) -> list[Announcement]:
        """Everything not settled, oldest first."""
        rows = await self._database.fetch(
            "SELECT guild_id, entry_id, channel_id, due_at, claimed_at FROM announcement"
            " WHERE state IN ('due', 'claimed') ORDER BY due_at, guild_id, entry_id LIMIT ?",
            (limit,),
        )
        return [Announcement(*row) for row in rows]

    async def refresh(self, announcement: Announcement) -> Announcement | None:
        """The same as it is by now; None when it is settled or gone."""
        rows = await self._database.fetch(
            f"SELECT guild_id, entry_id, channel_id, due_at, claimed_at FROM announcement"
            f" WHERE {_IS_OPEN}",
            announcement[:2],
        )
        return Announcement(*rows[0]) if rows else None

    async def claim(self, announcement: Announcement, claimed_at: int) -> None:
        """Remember that the post is about to go out; the first time is the one that counts."""
        await self._database.write(
            "UPDATE announcement SET state = 'claimed', claimed_at = coalesce(claimed_at, ?)"
            f" WHERE {_IS_OPEN}",
            (claimed_at, *announcement[:2]),
        )

    async def release(self, announcement: Announcement) -> None:
        """Take a claim back: the post surely did not go out."""
        await self._database.write(
            f"UPDATE announcement SET state = 'due', claimed_at = NULL WHERE {_IS_OPEN}",
            announcement[:2],
        )

    async def mark_held_up(self, announcement: Announcement, reason: str) -> bool:
        """Remember why it cannot go out yet; False when that is known already."""
        rows = await self._database.write(
            f"UPDATE announcement SET reason = ? WHERE {_IS_OPEN} AND reason <> ?"
            " RETURNING entry_id",
            (reason, *announcement[:2], reason),
        )
        return bool(rows)

    async def mark_sent(
        self, announcement: Announcement, message_id: int | None, reason: str = ""
    ) -> None:
        """It went out; without a message it is known to be gone again, for a reason."""
        await self._close(announcement, "sent", message_id, reason)

    async def mark_failed(self, announcement: Announcement, reason: str) -> None:
        """It never will, for a reason."""
        await self._close(announcement, "failed", None, reason)

    async def _close(
        self, announcement: Announcement, state: str, message_id: int | None, reason: str
    ) -> None:
        await self._database.write(
            f"UPDATE announcement SET state = ?, message_id = ?, reason = ? WHERE {_IS_OPEN}",
            (state, message_id, reason, *announcement[:2]),
        )

    async def get_outcome(self, guild_id: int, entry_id: str) -> tuple[str, str] | None:
        """State and reason of one announcement, None when none was asked for."""
        rows = await self._database.fetch(
            "SELECT state, reason FROM announcement WHERE guild_id = ? AND entry_id = ?",
            (guild_id, entry_id),
        )
        return (rows[0][0], rows[0][1]) if rows else None


async def queue_announcement(
    transaction: Transaction, guild_id: int, entry_id: str, channel_id: int, due_at: int
) -> None:
    """Have a status announced as soon as can be."""
    await transaction.fetch(
        "INSERT INTO announcement (guild_id, entry_id, channel_id, state, due_at)"
        " VALUES (?, ?, ?, 'due', ?) ON CONFLICT (guild_id, entry_id) DO NOTHING",
        (guild_id, entry_id, channel_id, due_at),
    )
