"""The repository of status cards: one message for each guild that always shows the status."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import NamedTuple

from storage.database import Database, Row
from storage.epoch import from_epoch, to_epoch
from storage.outbox import OutboxMessage, insert_message
from storage.shards import ShardSet

_COLUMNS = (
    "guild_id, channel_id, wants_pin, number, posted_channel_id, message_id, claimed_at, is_pinned,"
    " digest, edited_at, look_at, tries, obstacle"
)


class StatusCard(NamedTuple):
    """The status card of one guild; its instants are aware."""

    guild_id: int
    channel_id: int | None
    """The channel that an admin chose, None when the card is to be taken away."""
    wants_pin: bool
    number: int
    """The number of the message; a reposted one has the next."""
    posted_channel_id: int | None
    """The channel of the message, or of an attempt to send it; None before the first."""
    message_id: int | None
    """None before it was sent; it may have been if there is a claim."""
    claimed_at: datetime | None
    is_pinned: bool
    digest: str
    """A digest of what the message shows, or what was about to be sent."""
    edited_at: datetime | None
    """When it was sent or last edited."""
    look_at: datetime
    tries: int
    """Failed attempts since the last that succeeded."""
    obstacle: str
    """Why it cannot be shown, as admins were told; "" when it can."""

    @property
    def is_misplaced(self) -> bool:
        """Whether there is or may be a message outside of the chosen channel."""
        return self.posted_channel_id not in (None, self.channel_id)


class StatusCards:
    """Stores one status card for each guild that wants one."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def get(self, guild_id: int) -> StatusCard | None:
        """Return a guild's card, None when it has and wants none."""
        rows = await self._database.fetch(
            f"SELECT {_COLUMNS} FROM status_card WHERE guild_id = ?", (guild_id,)
        )
        return _parse(rows[0]) if rows else None

    async def set_channel(self, guild_id: int, channel_id: int | None, now: datetime) -> None:
        """Store the channel an admin chose, None for none; the card is to be looked at `now`."""
        if channel_id is None:
            await self._database.write(
                "UPDATE status_card SET channel_id = NULL, look_at = ? WHERE guild_id = ?",
                (to_epoch(now), guild_id),
            )
            return
        await self._database.write(
            "INSERT INTO status_card (guild_id, channel_id, look_at) VALUES (?, ?, ?)"
            " ON CONFLICT (guild_id) DO UPDATE SET channel_id = excluded.channel_id,"
            " look_at = excluded.look_at, tries = 0, obstacle = ''",
            (guild_id, channel_id, to_epoch(now)),
        )

    async def set_pin(self, guild_id: int, wants_pin: bool, now: datetime) -> None:
        """Store whether the message is to be pinned; the card is to be looked at `now`."""
        await self._database.write(
            "UPDATE status_card SET wants_pin = ?, look_at = ? WHERE guild_id = ?",
            (int(wants_pin), to_epoch(now), guild_id),
        )

    async def list_due(self, now: datetime, shard_set: ShardSet, limit: int) -> list[int]:
        """Return at most `limit` guilds of `shard_set` to be looked at, the longest due first."""
        rows = await self._database.fetch(
            "SELECT guild_id FROM status_card WHERE look_at <= ? ORDER BY look_at, guild_id",
            (to_epoch(now),),
        )
        return [guild_id for (guild_id,) in rows if shard_set.has_guild(guild_id)][:limit]

    async def bring_forward(self, guild_ids: Collection[int] | None, now: datetime) -> None:
        """Have the cards of these guilds looked at by `now` at the latest; None means of all."""
        sql = "UPDATE status_card SET look_at = ? WHERE look_at > ?"
        instant = to_epoch(now)
        # Alone for all, because two such transactions would lock the rows in different orders.
        async with self._database.transaction(alone=guild_ids is None) as transaction:
            if guild_ids is None:
                await transaction.fetch(sql, (instant, instant))
                return
            await transaction.execute_many(
                f"{sql} AND guild_id = ?", [(instant, instant, one) for one in sorted(guild_ids)]
            )

    async def postpone(self, guild_id: int, look_at: datetime) -> None:
        """Have a guild's card looked at no earlier than `look_at`."""
        await self._database.write(
            "UPDATE status_card SET look_at = ? WHERE guild_id = ? AND look_at < ?",
            (to_epoch(look_at), guild_id, to_epoch(look_at)),
        )

    async def look_later(self, card: StatusCard, look_at: datetime, *, tries: int = 0) -> None:
        """Store when the card is looked at next, and how many attempts failed."""
        await self._update(card, "look_at = ?, tries = ?", to_epoch(look_at), tries)

    async def claim(self, card: StatusCard, digest: str, now: datetime) -> bool:
        """Store that the message is about to be sent; False when the card was changed meanwhile.

        An earlier claim stays, with the digest of what it was for.
        """
        rows = await self._database.write(
            "UPDATE status_card SET posted_channel_id = channel_id, is_pinned = 0,"
            " digest = CASE WHEN claimed_at IS NULL THEN ? ELSE digest END,"
            " claimed_at = coalesce(claimed_at, ?)"
            " WHERE guild_id = ? AND number = ? AND channel_id = ? AND message_id IS NULL"
            " RETURNING guild_id",
            (digest, to_epoch(now), card.guild_id, card.number, card.channel_id),
        )
        return bool(rows)

    async def release(self, card: StatusCard) -> None:
        """Delete the claim, when it is certain that nothing was sent."""
        await self._update(card, "claimed_at = NULL, posted_channel_id = NULL")

    async def mark_sent(self, card: StatusCard, message_id: int, sent_at: datetime) -> None:
        """Store the message of the card."""
        await self._update(card, "message_id = ?, edited_at = ?", message_id, to_epoch(sent_at))

    async def mark_edited(self, card: StatusCard, digest: str, edited_at: datetime) -> None:
        """Store what the message shows now."""
        await self._update(card, "digest = ?, edited_at = ?", digest, to_epoch(edited_at))

    async def mark_pinned(self, card: StatusCard, is_pinned: bool) -> None:
        """Store whether the message is pinned."""
        await self._update(card, "is_pinned = ?", int(is_pinned))

    async def mark_gone(self, card: StatusCard, notice: OutboxMessage | None = None) -> None:
        """Store that there is no message any more, so that the next one is sent; and a notice.

        The row of a card without a chosen channel is deleted.
        """
        async with self._database.transaction() as transaction:
            await transaction.fetch(
                "UPDATE status_card SET number = number + 1, posted_channel_id = NULL,"
                " message_id = NULL, claimed_at = NULL, is_pinned = 0, digest = '',"
                " edited_at = NULL WHERE guild_id = ? AND number = ?",
                (card.guild_id, card.number),
            )
            await transaction.fetch(
                "DELETE FROM status_card WHERE guild_id = ? AND channel_id IS NULL"
                " AND posted_channel_id IS NULL",
                (card.guild_id,),
            )
            await insert_message(transaction, notice)

    async def set_obstacle(
        self, card: StatusCard, obstacle: str, notice: OutboxMessage | None = None
    ) -> bool:
        """Store why the card cannot be shown, "" for nothing; False when that was stored before.

        `notice` is stored with it.
        """
        async with self._database.transaction() as transaction:
            rows = await transaction.fetch(
                "UPDATE status_card SET obstacle = ? WHERE guild_id = ? AND number = ?"
                " AND obstacle <> ? RETURNING guild_id",
                (obstacle, card.guild_id, card.number, obstacle),
            )
            if rows:
                await insert_message(transaction, notice)
        return bool(rows)

    async def _update(self, card: StatusCard, assignments: str, *values: int | str) -> None:
        await self._database.write(
            f"UPDATE status_card SET {assignments} WHERE guild_id = ? AND number = ?",
            (*values, card.guild_id, card.number),
        )


def _parse(row: Row) -> StatusCard:
    card = StatusCard(*row)
    _, _, wants_pin, _, _, _, claimed_at, is_pinned, _, edited_at, look_at, _, _ = row
    return card._replace(
        wants_pin=bool(wants_pin),
        claimed_at=None if claimed_at is None else from_epoch(claimed_at),
        is_pinned=bool(is_pinned),
        edited_at=None if edited_at is None else from_epoch(edited_at),
        look_at=from_epoch(look_at),
    )
