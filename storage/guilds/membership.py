"""The guilds that the bot is or was in, and the deletion of the data of those it has left."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import NamedTuple

from storage.database import Database, Transaction
from storage.epoch import to_epoch
from storage.shards import ShardSet

BATCH_SIZE = 250
"""The most rows deleted in one transaction: few, so that no other write waits long."""


class GuildTable(NamedTuple):
    """A table with rows of guilds, the column with the guild's id, and the primary key.

    A column `audience_id` also has ids of direct-message channels, and of people outside of guilds.
    """

    name: str
    id_column: str
    primary_key: str


GUILD_TABLES = (
    GuildTable("trivia_game", "audience_id", "channel_id"),
    GuildTable("trivia_answer", "audience_id", "game_id, turn, member_id"),
    GuildTable("trivia_round", "audience_id", "game_id, turn"),
    GuildTable("trivia_past", "audience_id", "audience_id"),
    GuildTable("trivia_asked", "audience_id", "audience_id, question"),
    GuildTable("trivia_daily_answer", "audience_id", "audience_id, day, member_id"),
    GuildTable("trivia_daily", "audience_id", "audience_id, day"),
    GuildTable("trivia_import", "guild_id", "list_id, position"),
    GuildTable("trivia_list", "guild_id", "id"),
    GuildTable("shown", "audience_id", "audience_id, number"),
    GuildTable("schedule", "guild_id", "guild_id, kind"),
    GuildTable("ledger", "guild_id", "guild_id, kind, day"),
    GuildTable("announcement", "guild_id", "guild_id, entry_id"),
    GuildTable("outbox", "audience_id", "id"),
    GuildTable("review_notice", "guild_id", "guild_id"),
    GuildTable("status_card", "guild_id", "guild_id"),
    GuildTable("publication", "guild_id", "message_id"),
    GuildTable("event_calendar", "guild_id", "guild_id"),
    GuildTable("scheduled_event", "guild_id", "guild_id, event_key"),
    GuildTable("question_mend", "guild_id", "guild_id, question"),
    GuildTable("feed_subscription", "guild_id", "guild_id, feed_id"),
    GuildTable("feed_find", "guild_id", "guild_id, item_key"),
    GuildTable("feed_rule", "guild_id", "guild_id, number"),
    GuildTable("feed_note", "guild_id", "guild_id"),
    GuildTable("proposal", "guild_id", "guild_id, number"),
    GuildTable("draft", "guild_id", "id"),
    GuildTable("deed", "guild_id", "guild_id, number"),
    GuildTable("entry", "owner", "number"),
    GuildTable("own_person", "guild_id", "guild_id, slug"),
    GuildTable("own_number", "guild_id", "guild_id"),
    GuildTable("guild_pack", "guild_id", "guild_id"),
    GuildTable("former_pack", "guild_id", "guild_id, until_at"),
    GuildTable("server_settings", "guild_id", "guild_id"),
    GuildTable("command_sync", "guild_id", "application_id, guild_id"),
    GuildTable("server", "guild_id", "guild_id"),
)
"""Every table with rows of guilds: referring tables before referred ones, `server` last."""


class GuildMembership:
    """The repository of the guilds that the bot is in, and of when it left others."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def mark_joined(self, guild_id: int) -> None:
        """Record that the bot is in a guild, so that its data is kept."""
        await self._database.write(
            "INSERT INTO server (guild_id) VALUES (?)"
            " ON CONFLICT (guild_id) DO UPDATE SET left_at = NULL",
            (guild_id,),
        )

    async def has_any(self) -> bool:
        """Return whether any guild was ever joined that is not erased yet."""
        return bool(await self._database.fetch("SELECT 1 FROM server LIMIT 1"))

    async def mark_left(self, guild_id: int, left_at: datetime) -> None:
        """Record the aware instant at which the bot left a guild."""
        await self._database.write(
            "INSERT INTO server (guild_id, left_at) VALUES (?, ?)"
            " ON CONFLICT (guild_id) DO UPDATE SET left_at = excluded.left_at",
            (guild_id, to_epoch(left_at)),
        )

    async def reconcile(
        self, present_ids: Collection[int], shard_set: ShardSet, now: datetime
    ) -> None:
        """Record which guilds the bot joined or left while it was not running.

        `present_ids` are all guilds of `shard_set` that the bot is in, also unavailable ones.
        Other known guilds of `shard_set` are recorded as left at `now`.
        """
        present = set(present_ids)
        async with self._database.transaction() as transaction:
            known = dict(await transaction.fetch("SELECT guild_id, left_at FROM server"))
            await transaction.execute_many(
                "INSERT INTO server (guild_id) VALUES (?)"
                " ON CONFLICT (guild_id) DO UPDATE SET left_at = NULL",
                [
                    (guild_id,)
                    for guild_id in present
                    if guild_id not in known or known[guild_id] is not None
                ],
            )
            await transaction.execute_many(
                "UPDATE server SET left_at = ? WHERE guild_id = ?",
                [
                    (to_epoch(now), guild_id)
                    for guild_id, left_at in known.items()
                    if left_at is None and guild_id not in present and shard_set.has_guild(guild_id)
                ],
            )

    async def list_left_before(self, cutoff: datetime, shard_set: ShardSet) -> list[int]:
        """Return the guilds of `shard_set` left at `cutoff` or earlier, by when they were left."""
        rows = await self._database.fetch(
            "SELECT guild_id FROM server WHERE left_at <= ? ORDER BY left_at, guild_id",
            (to_epoch(cutoff),),
        )
        return [guild_id for (guild_id,) in rows if shard_set.has_guild(guild_id)]

    async def erase_batch(self, guild_id: int, cutoff: datetime) -> bool:
        """Delete at most `BATCH_SIZE` rows of a guild that was left at `cutoff` or earlier.

        Returns False when no row is left, or when the bot is in the guild again.
        """
        async with self._database.transaction() as transaction:
            left = await transaction.fetch(
                "SELECT 1 FROM server WHERE guild_id = ? AND left_at <= ?",
                (guild_id, to_epoch(cutoff)),
            )
            if not left:
                return False
            transaction.invalidate_guild(guild_id)
            return await _delete_batch(transaction, guild_id)


async def _delete_batch(transaction: Transaction, guild_id: int) -> bool:
    """Delete at most `BATCH_SIZE` rows; return False when no row is left."""
    remaining = BATCH_SIZE
    for table in GUILD_TABLES:
        remaining -= await _delete_from(transaction, table, guild_id, remaining)
        if remaining == 0:
            return True
    return False


async def _delete_from(
    transaction: Transaction, table: GuildTable, guild_id: int, limit: int
) -> int:
    rows = await transaction.fetch(
        f"DELETE FROM {table.name} WHERE ({table.primary_key}) IN"
        f" (SELECT {table.primary_key} FROM {table.name} WHERE {table.id_column} = ? LIMIT ?)"
        f" RETURNING {table.primary_key}",
        (guild_id, limit),
    )
    if table.name == "entry":
        # The full-text index is a virtual table, to which foreign keys do not cascade.
        await transaction.execute_many("DELETE FROM entry_text WHERE rowid = ?", rows)
    return len(rows)


async def erase_audience(transaction: Transaction, audience_id: int) -> None:
    """Delete all rows of a direct-message channel, or of a person outside of guilds."""
    for table in GUILD_TABLES:
        if table.id_column == "audience_id":
            await transaction.fetch(
                f"DELETE FROM {table.name} WHERE audience_id = ?", (audience_id,)
            )
