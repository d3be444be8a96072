"""The repository of publications: posts to be published to the servers that follow a channel."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from storage.database import Database
from storage.epoch import from_epoch, to_epoch
from storage.shards import ShardSet


class Publication(NamedTuple):
    """A message in an announcement channel that is still to be published; instants are aware."""

    message_id: int
    guild_id: int
    channel_id: int
    due_at: datetime
    give_up_at: datetime
    """From when on it is no longer tried."""
    tries: int = 0
    """Failed attempts so far."""


class Publications:
    """Stores what is to be published; what is published or given up is deleted."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def add(self, new: Publication) -> None:
        """Queue a publication, unless its message is queued already."""
        await self._database.write(
            "INSERT INTO publication (message_id, guild_id, channel_id, due_at, give_up_at, tries)"
            " VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (message_id) DO NOTHING",
            (*new[:3], to_epoch(new.due_at), to_epoch(new.give_up_at), new.tries),
        )

    async def list_due(self, now: datetime, shard_set: ShardSet) -> list[Publication]:
        """Return what is due in the guilds of `shard_set`, the oldest message first."""
        rows = await self._database.fetch(
            "SELECT message_id, guild_id, channel_id, due_at, give_up_at, tries FROM publication"
            " WHERE due_at <= ? ORDER BY message_id",
            (to_epoch(now),),
        )
        return [
            Publication(message, guild, channel, from_epoch(due), from_epoch(give_up), tries)
            for message, guild, channel, due, give_up, tries in rows
            if shard_set.has_guild(guild)
        ]

    async def retry_later(self, publication: Publication, due_at: datetime) -> None:
        """Store that an attempt failed, and when the next one is due."""
        await self._database.write(
            "UPDATE publication SET due_at = ?, tries = tries + 1 WHERE message_id = ?",
            (to_epoch(due_at), publication.message_id),
        )

    async def remove(self, publication: Publication) -> None:
        """Delete a publication that is done or given up."""
        await self._database.write(
            "DELETE FROM publication WHERE message_id = ?", (publication.message_id,)
        )
