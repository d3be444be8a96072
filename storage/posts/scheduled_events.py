"""The repositories of scheduled events: which guilds want them, and what was created for each."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from storage.database import Database
from storage.epoch import from_epoch, to_epoch
from storage.outbox import OutboxMessage, insert_message
from storage.shards import ShardSet


class EventState(StrEnum):
    """The state of an event of a guild."""

    CLAIMED = "claimed"
    """It is about to be created, or was, and the outcome is unknown."""
    CREATED = "created"
    GONE = "gone"
    """Members deleted or canceled it, so it is not created again."""


class EventCalendar(NamedTuple):
    """Whether a guild wants events, and what is in the way."""

    guild_id: int
    is_on: bool
    tries: int = 0
    """Failed attempts since the last that succeeded."""
    obstacle: str = ""
    """Why events cannot be created, as admins were told; "" when they can."""


class StoredEvent(NamedTuple):
    """One event of a guild, as it was created or last edited; instants are aware."""

    guild_id: int
    key: str
    state: EventState
    name: str
    starts_at: datetime
    ends_at: datetime
    digest: str
    """A digest of what it says."""
    claimed_at: datetime
    event_id: int | None
    """Its id at Discord, None before it is known."""


class EventCalendars:
    """Stores which guilds want events, and when each is looked at next."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def get(self, guild_id: int) -> EventCalendar | None:
        """Return a guild's calendar, None when it wants no events and has none."""
        rows = await self._database.fetch(
            "SELECT guild_id, is_on, tries, obstacle FROM event_calendar WHERE guild_id = ?",
            (guild_id,),
        )
        return EventCalendar(rows[0][0], bool(rows[0][1]), *rows[0][2:]) if rows else None

    async def switch(self, guild_id: int, is_on: bool, now: datetime) -> None:
        """Store whether a guild wants events; it is to be looked at `now`."""
        await self._database.write(
            "INSERT INTO event_calendar (guild_id, is_on, look_at) VALUES (?, ?, ?)"
            " ON CONFLICT (guild_id) DO UPDATE SET is_on = excluded.is_on,"
            " look_at = excluded.look_at, tries = 0, obstacle = ''",
            (guild_id, int(is_on), to_epoch(now)),
        )

    async def remove(self, guild_id: int) -> None:
        """Delete the row of a guild that wants no events, once it has none."""
        await self._database.write(
            "DELETE FROM event_calendar WHERE guild_id = ? AND is_on = 0", (guild_id,)
        )

    async def list_due(self, now: datetime, shard_set: ShardSet, limit: int) -> list[int]:
        """Return at most `limit` guilds of `shard_set` to be looked at, the longest due first."""
        rows = await self._database.fetch(
            "SELECT guild_id FROM event_calendar WHERE look_at <= ? ORDER BY look_at, guild_id",
            (to_epoch(now),),
        )
        return [guild_id for (guild_id,) in rows if shard_set.has_guild(guild_id)][:limit]

    async def bring_forward(self, guild_ids: Collection[int] | None, now: datetime) -> None:
        """Have these guilds looked at by `now` at the latest; None means all of them."""
        sql = "UPDATE event_calendar SET look_at = ? WHERE look_at > ?"
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
        """Have one guild looked at no earlier than `look_at`."""
        await self._database.write(
            "UPDATE event_calendar SET look_at = ? WHERE guild_id = ? AND look_at < ?",
            (to_epoch(look_at), guild_id, to_epoch(look_at)),
        )

    async def look_later(self, guild_id: int, look_at: datetime, *, tries: int = 0) -> None:
        """Store when a guild is looked at next, and how many attempts failed."""
        await self._database.write(
            "UPDATE event_calendar SET look_at = ?, tries = ? WHERE guild_id = ?",
            (to_epoch(look_at), tries, guild_id),
        )

    async def set_obstacle(
        self, guild_id: int, obstacle: str, notice: OutboxMessage | None = None
    ) -> bool:
        """Store what is in the way, "" for nothing; False when that was stored before.

        `notice` is stored with it.
        """
        async with self._database.transaction() as transaction:
            rows = await transaction.fetch(
                "UPDATE event_calendar SET obstacle = ? WHERE guild_id = ? AND obstacle <> ?"
                " RETURNING guild_id",
                (obstacle, guild_id, obstacle),
            )
            if rows:
                await insert_message(transaction, notice)
        return bool(rows)


class ScheduledEvents:
    """Stores one row for each event of a guild, claimed before Discord is asked to create it."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def list_for_guild(self, guild_id: int) -> list[StoredEvent]:
        """Return the events of a guild by when they start."""
        rows = await self._database.fetch(
            "SELECT guild_id, event_key, state, name, starts_at, ends_at, digest, claimed_at,"
            " event_id FROM scheduled_event WHERE guild_id = ? ORDER BY starts_at, event_key",
            (guild_id,),
        )
        return [
            StoredEvent(
                guild,
                key,
                EventState(state),
                name,
                from_epoch(starts_at),
                from_epoch(ends_at),
                digest,
                from_epoch(claimed_at),
                event_id,
            )
            for guild, key, state, name, starts_at, ends_at, digest, claimed_at, event_id in rows
        ]

    async def claim(self, new: StoredEvent) -> bool:
        """Store that an event is about to be created; False when there is one under its key.

        A claim that is open already is replaced: the caller knows that nothing came of it.
        """
        rows = await self._database.write(
            "INSERT INTO scheduled_event (guild_id, event_key, state, name, starts_at, ends_at,"
            " digest, claimed_at) VALUES (?, ?, 'claimed', ?, ?, ?, ?, ?)"
            " ON CONFLICT (guild_id, event_key) DO UPDATE SET name = excluded.name,"
            " starts_at = excluded.starts_at, ends_at = excluded.ends_at,"
            " digest = excluded.digest, claimed_at = excluded.claimed_at"
            " WHERE scheduled_event.state = 'claimed' RETURNING event_key",
            (
                new.guild_id,
                new.key,
                new.name,
                to_epoch(new.starts_at),
                to_epoch(new.ends_at),
                new.digest,
                to_epoch(new.claimed_at),
            ),
        )
        return bool(rows)

    async def mark_created(self, guild_id: int, key: str, event_id: int) -> None:
        """Store the id that Discord gave a claimed event."""
        await self._database.write(
            "UPDATE scheduled_event SET state = 'created', event_id = ?"
            " WHERE guild_id = ? AND event_key = ? AND state = 'claimed'",
            (event_id, guild_id, key),
        )

    async def mark_edited(self, edited: StoredEvent) -> None:
        """Store what an event says now."""
        await self._database.write(
            "UPDATE scheduled_event SET name = ?, starts_at = ?, ends_at = ?, digest = ?"
            " WHERE guild_id = ? AND event_key = ?",
            (
                edited.name,
                to_epoch(edited.starts_at),
                to_epoch(edited.ends_at),
                edited.digest,
                edited.guild_id,
                edited.key,
            ),
        )

    async def mark_gone(self, guild_id: int, key: str) -> None:
        """Store that members deleted or canceled an event."""
        await self._database.write(
            "UPDATE scheduled_event SET state = 'gone' WHERE guild_id = ? AND event_key = ?",
            (guild_id, key),
        )

    async def remove(self, guild_id: int, key: str) -> None:
        """Delete the row of an event that is over or canceled, or was never created."""
        await self._database.write(
            "DELETE FROM scheduled_event WHERE guild_id = ? AND event_key = ?", (guild_id, key)
        )
