"""The servers the bot is in or was in, and the end of all that is kept about one it has left."""

from __future__ import annotations

from collections.abc import Collection
from typing import NamedTuple

from storage.canon.guild_canon import Canon
from storage.database import Database, Transaction
from storage.guilds.settings import ServerSettingsTable
from storage.posts.models import Share

BATCH = 250
"""Rows deleted in one transaction: few, so that no command waits long for its turn."""


class Held(NamedTuple):
    """A table with rows of servers: the column that says whose, and the primary key."""

    table: str
    column: str
    key: str


HELD = (
    Held("trivia_game", "audience_id", "channel_id"),
    Held("trivia_answer", "audience_id", "game_id, turn, member_id"),
    Held("trivia_round", "audience_id", "game_id, turn"),
    Held("trivia_past", "audience_id", "audience_id"),
    Held("trivia_asked", "audience_id", "audience_id, question"),
    Held("trivia_daily_answer", "audience_id", "audience_id, day, member_id"),
    Held("trivia_daily", "audience_id", "audience_id, day"),
    Held("shown", "audience_id", "audience_id, number"),
    Held("schedule", "guild_id", "guild_id, kind"),
    Held("ledger", "guild_id", "guild_id, kind, day"),
    Held("announcement", "guild_id", "guild_id, entry_id"),
    Held("question_mend", "guild_id", "guild_id, question"),
    Held("proposal", "guild_id", "guild_id, number"),
    Held("draft", "guild_id", "id"),
    Held("deed", "guild_id", "guild_id, number"),
    Held("entry", "owner", "number"),
    Held("own_person", "guild_id", "guild_id, slug"),
    Held("own_number", "guild_id", "guild_id"),
    Held("server_settings", "guild_id", "guild_id"),
    Held("command_sync", "guild_id", "application_id, guild_id"),
    Held("server", "guild_id", "guild_id"),
)
"""Every table that knows servers, those that lean on others first, the clock last."""


class Servers:
    """Who is there, who has left, and since when; times are epoch seconds."""

    def __init__(
        self, database: Database, canon: Canon, server_settings: ServerSettingsTable
    ) -> None:
        self._database = database
        self._canon = canon
        self._server_settings = server_settings

    async def join(self, guild_id: int) -> None:
        """The bot is in a server: no clock runs."""
        await self._database.write(
            "INSERT INTO server (guild_id) VALUES (?)"
            " ON CONFLICT (guild_id) DO UPDATE SET left_at = NULL",
            (guild_id,),
        )

    async def leave(self, guild_id: int, at: int) -> None:
        """The bot has left a server: its clock starts."""
        await self._database.write(
            "INSERT INTO server (guild_id, left_at) VALUES (?, ?)"
            " ON CONFLICT (guild_id) DO UPDATE SET left_at = excluded.left_at",
            (guild_id, at),
        )

    async def compare(self, present: Collection[int], share: Share, at: int) -> None:
        """Start and stop clocks by what has happened while nobody looked.

        `present` is every server of `share` that the bot is in, reachable at the moment or not.
        """
        here = set(present)
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
                    (at, one)
                    for one, left_at in known.items()
                    if left_at is None and one not in here and share.holds(one)
                ],
            )

    async def left_before(self, instant: int, share: Share) -> list[int]:
        """Servers of a share that were left at `instant` or earlier, the longest gone first."""
        rows = await self._database.fetch(
            "SELECT guild_id FROM server WHERE left_at <= ? ORDER BY left_at, guild_id", (instant,)
        )
        return [guild_id for (guild_id,) in rows if share.holds(guild_id)]

    async def erase_some(self, guild_id: int, left_before: int) -> bool:
        """Delete a batch of a server's rows; False when none is left, or the bot is back there."""
        async with self._database.transaction() as transaction:
            gone = await transaction.fetch(
                "SELECT 1 FROM server WHERE guild_id = ? AND left_at <= ?", (guild_id, left_before)
            )
            has_more = bool(gone) and await _delete_batch(transaction, guild_id)
        if gone:
            self._server_settings.forget(guild_id)
            self._canon.has_changed(guild_id)
        return has_more


async def _delete_batch(transaction: Transaction, guild_id: int) -> bool:
    """Delete at most `BATCH` rows; False when they were the last."""
    room = BATCH
    for held in HELD:
        room -= await _delete_from(transaction, held, guild_id, room)
        if room == 0:
            return True
    return False


async def _delete_from(transaction: Transaction, held: Held, guild_id: int, limit: int) -> int:
    rows = await transaction.fetch(
        f"DELETE FROM {held.table} WHERE ({held.key}) IN"
        f" (SELECT {held.key} FROM {held.table} WHERE {held.column} = ? LIMIT ?)"
        f" RETURNING {held.key}",
        (guild_id, limit),
    )
    if held.table == "entry":
        # What search looks through is no ordinary table: no foreign key empties it.
        await transaction.execute_many("DELETE FROM entry_text WHERE rowid = ?", rows)
    return len(rows)


async def erase_audience(transaction: Transaction, audience_id: int) -> None:
    """Delete, in one go, all that a direct-message channel has seen and played."""
    for held in HELD:
        if held.column == "audience_id":
            await transaction.fetch(
                f"DELETE FROM {held.table} WHERE audience_id = ?", (audience_id,)
            )
