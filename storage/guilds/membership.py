"""The servers the bot is in or was in, and the end of all that is kept about one it has left."""

from __future__ import annotations

from collections.abc import Collection
from typing import NamedTuple

from storage.database import Database, Transaction
from storage.posts.models import ShardSet

BATCH_SIZE = 250
"""Rows deleted in one transaction: few, so that no command waits long for its turn."""


class GuildTable(NamedTuple):
    """A table with rows of servers: the column that says whose, and the primary key."""

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
    GuildTable("shown", "audience_id", "audience_id, number"),
    GuildTable("schedule", "guild_id", "guild_id, kind"),
    GuildTable("ledger", "guild_id", "guild_id, kind, day"),
    GuildTable("announcement", "guild_id", "guild_id, entry_id"),
    GuildTable("question_mend", "guild_id", "guild_id, question"),
    GuildTable("proposal", "guild_id", "guild_id, number"),
    GuildTable("draft", "guild_id", "id"),
    GuildTable("deed", "guild_id", "guild_id, number"),
    GuildTable("entry", "owner", "number"),
    GuildTable("own_person", "guild_id", "guild_id, slug"),
    GuildTable("own_number", "guild_id", "guild_id"),
    GuildTable("server_settings", "guild_id", "guild_id"),
    GuildTable("command_sync", "guild_id", "application_id, guild_id"),
    GuildTable("server", "guild_id", "guild_id"),
)
"""Every table that knows servers, those that lean on others first, the clock last."""


class GuildMembership:
    """Who is there, who has left, and since when; times are epoch seconds."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def mark_joined(self, guild_id: int) -> None:
        """The bot is in a server: no clock runs."""
        await self._database.write(
            "INSERT INTO server (guild_id) VALUES (?)"
            " ON CONFLICT (guild_id) DO UPDATE SET left_at = NULL",
            (guild_id,),
        )

    async def mark_left(self, guild_id: int, left_at: int) -> None:
        """The bot has left a server: its clock starts."""
        await self._database.write(
            "INSERT INTO server (guild_id, left_at) VALUES (?, ?)"
            " ON CONFLICT (guild_id) DO UPDATE SET left_at = excluded.left_at",
            (guild_id, left_at),
        )

    async def reconcile(self, present_ids: Collection[int], shard_set: ShardSet, now: int) -> None:
        """Start and stop clocks by what has happened while nobody looked.

        `present` is every server of `share` that the bot is in, reachable at the moment or not.
        """
        here = set(present_ids)
        async with self._database.transaction() as transaction:
            known = dict(await transaction.fetch("SELECT guild_id, left_at FROM server"))
            await transaction.execute_many(
                "INSERT INTO server (guild_id) VALUES (?)"
                " ON CONFLICT (guild_id) DO UPDATE SET left_at = NULL",
                [(one,) for one in here if one not in known or known[one] is not None],
            )
            await transaction.execute_many(
                "UPDATE server SET left_at = ? WHERE guild_id = ?",
                [
                    (now, one)
                    for one, left_at in known.items()
                    if left_at is None and one not in here and shard_set.has_guild(one)
                ],
            )

    async def list_left_before(self, cutoff: int, shard_set: ShardSet) -> list[int]:
        """Servers of a share that were left at `instant` or earlier, the longest gone first."""
        rows = await self._database.fetch(
            "SELECT guild_id FROM server WHERE left_at <= ? ORDER BY left_at, guild_id", (cutoff,)
        )
        return [guild_id for (guild_id,) in rows if shard_set.has_guild(guild_id)]

    async def erase_batch(self, guild_id: int, cutoff: int) -> bool:
        """Delete a batch of a server's rows; False when none is left, or the bot is back there."""
        async with self._database.transaction() as transaction:
            gone = await transaction.fetch(
                "SELECT 1 FROM server WHERE guild_id = ? AND left_at <= ?", (guild_id, cutoff)
            )
            if not gone:
                return False
            transaction.touch_guild(guild_id)
            return await _delete_batch(transaction, guild_id)


async def _delete_batch(transaction: Transaction, guild_id: int) -> bool:
    """Delete at most `BATCH` rows; False when they were the last."""
    room = BATCH_SIZE
    for table in GUILD_TABLES:
        room -= await _delete_from(transaction, table, guild_id, room)
        if room == 0:
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
        # What search looks through is no ordinary table: no foreign key empties it.
        await transaction.execute_many("DELETE FROM entry_text WHERE rowid = ?", rows)
    return len(rows)


async def erase_audience(transaction: Transaction, audience_id: int) -> None:
    """Delete, in one go, all that a direct-message channel has seen and played."""
    for table in GUILD_TABLES:
        if table.id_column == "audience_id":
            await transaction.fetch(
                f"DELETE FROM {table.name} WHERE audience_id = ?", (audience_id,)
            )
