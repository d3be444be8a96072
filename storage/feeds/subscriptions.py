"""Subscriptions: which guild watches which feed, and how."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from storage.database import Database, Row, Transaction
from storage.epoch import from_epoch, to_epoch
from storage.outbox import OutboxMessage, insert_message
from storage.shards import ShardSet

MAX_FEEDS = 20
"""Feeds that one guild may watch."""
_SELECT = (
    "SELECT s.guild_id, s.feed_id, s.words, s.language, s.pause, s.found_at, f.address, f.title,"
    " f.looked_at, f.fault FROM feed_subscription s JOIN feed f ON f.id = s.feed_id"
)


class FeedPause(StrEnum):
    """Why a guild's feed is not polled; the values are those in the database."""

    NONE = ""
    MANUAL = "manual"
    """An admin has paused it."""
    BROKEN = "broken"
    """It has failed for days."""
    REFUSED = "refused"
    """A reviewer wants nothing from it."""


class NewFeed(NamedTuple):
    """A feed that was read before it is added."""

    address: str
    title: str
    form: str
    interval_s: int


class Subscription(NamedTuple):
    """One feed of one guild; its instants are aware."""

    guild_id: int
    feed_id: int
    words: tuple[str, ...]
    """The words that make an item count; empty for those of the pack."""
    language: str
    """The language tag of its pages; "" for English."""
    pause: FeedPause
    found_at: datetime | None
    """When it last brought a find; None before the first."""
    address: str
    title: str
    looked_at: datetime | None
    fault: str


class Subscriptions:
    """Repository of subscriptions."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def list_for_guild(self, guild_id: int) -> list[Subscription]:
        """Return a guild's feeds, sorted by title."""
        rows = await self._database.fetch(
            f"{_SELECT} WHERE s.guild_id = ? ORDER BY lower(f.title), f.id", (guild_id,)
        )
        return list(map(_parse, rows))

    async def get(self, guild_id: int, feed_id: int) -> Subscription | None:
        """Return one feed of a guild; None when it does not watch it."""
        rows = await self._database.fetch(
            f"{_SELECT} WHERE s.guild_id = ? AND s.feed_id = ?", (guild_id, feed_id)
        )
        return _parse(rows[0]) if rows else None

    async def list_active(self, feed_id: int) -> list[Subscription]:
        """Return the subscriptions of a feed that are not paused, by guild."""
        rows = await self._database.fetch(
            f"{_SELECT} WHERE s.feed_id = ? AND s.pause = '' ORDER BY s.guild_id", (feed_id,)
        )
        return list(map(_parse, rows))

    async def add(self, guild_id: int, feed: NewFeed, language: str, due_at: datetime) -> bool:
        """Add a feed to a guild, due at `due_at`; False when it has it or has `MAX_FEEDS`."""
        async with self._database.transaction() as transaction:
            [(count,)] = await transaction.fetch(
                "SELECT count(*) FROM feed_subscription WHERE guild_id = ?", (guild_id,)
            )
            if count >= MAX_FEEDS:
                return False
            # The next poll reads everything: what the others have seen is new to this guild.
            [(feed_id,)] = await transaction.fetch(
                "INSERT INTO feed (address, title, form, interval_s, due_at)"
                " VALUES (?, ?, ?, ?, ?) ON CONFLICT (address) DO UPDATE SET"
                " due_at = excluded.due_at, etag = '', last_modified = '', fingerprint = ''"
                " RETURNING id",
                (*feed, to_epoch(due_at)),
            )
            added = await transaction.fetch(
                "INSERT INTO feed_subscription (guild_id, feed_id, language) VALUES (?, ?, ?)"
                " ON CONFLICT DO NOTHING RETURNING feed_id",
                (guild_id, feed_id, language),
            )
        return bool(added)

    async def remove(self, guild_id: int, feed_id: int) -> bool:
        """Remove a feed from a guild; False when it did not have it."""
        # Alone, because a subscription that another process adds meanwhile would go with its feed.
        async with self._database.transaction(alone=True) as transaction:
            removed = await transaction.fetch(
                "DELETE FROM feed_subscription WHERE guild_id = ? AND feed_id = ?"
                " RETURNING feed_id",
                (guild_id, feed_id),
            )
            await transaction.fetch(
                "DELETE FROM feed WHERE id = ? AND NOT EXISTS ("
                "SELECT 1 FROM feed_subscription WHERE feed_id = feed.id)",
                (feed_id,),
            )
        return bool(removed)

    async def pause(self, guild_id: int, feed_id: int, reason: FeedPause) -> bool:
        """Pause a guild's feed; False when it does not have it."""
        rows = await self._database.write(
            "UPDATE feed_subscription SET pause = ?, owes_notice = 0"
            " WHERE guild_id = ? AND feed_id = ? RETURNING feed_id",
            (reason, guild_id, feed_id),
        )
        return bool(rows)

    async def resume(self, guild_id: int, feed_id: int, due_at: datetime) -> bool:
        """Poll a guild's feed again from `due_at` on; False when it does not have it."""
        async with self._database.transaction() as transaction:
            rows = await transaction.fetch(
                "UPDATE feed_subscription SET pause = '', owes_notice = 0"
                " WHERE guild_id = ? AND feed_id = ? RETURNING feed_id",
                (guild_id, feed_id),
            )
            if rows:
                await _poll_everything(transaction, feed_id, due_at)
        return bool(rows)

    async def set_words(
        self, guild_id: int, feed_id: int, words: Sequence[str], due_at: datetime
    ) -> bool:
        """Set the words that make an item count; False when the guild does not have the feed."""
        return await self._set(
            guild_id, feed_id, "words", json.dumps(words, ensure_ascii=False), due_at
        )

    async def set_language(
        self, guild_id: int, feed_id: int, language: str, due_at: datetime
    ) -> bool:
        """Set the language of a feed's pages; False when the guild does not have the feed."""
        return await self._set(guild_id, feed_id, "language", language, due_at)

    async def _set(
        self, guild_id: int, feed_id: int, column: str, value: str, due_at: datetime
    ) -> bool:
        async with self._database.transaction() as transaction:
            rows = await transaction.fetch(
                f"UPDATE feed_subscription SET {column} = ? WHERE guild_id = ? AND feed_id = ?"
                " RETURNING feed_id",
                (value, guild_id, feed_id),
            )
            if rows:
                await _poll_everything(transaction, feed_id, due_at)
        return bool(rows)

    async def list_owing_notice(self, shard_set: ShardSet) -> list[Subscription]:
        """Return the feeds whose admins are still to be told that they are broken."""
        rows = await self._database.fetch(f"{_SELECT} WHERE s.owes_notice = 1 ORDER BY s.guild_id")
        return [one for one in map(_parse, rows) if shard_set.has_guild(one.guild_id)]

    async def add_notice(self, broken: Subscription, notice: OutboxMessage) -> None:
        """Store the notice that a feed is broken, unless it owes none any more."""
        async with self._database.transaction() as transaction:
            rows = await transaction.fetch(
                "UPDATE feed_subscription SET owes_notice = 0"
                " WHERE guild_id = ? AND feed_id = ? AND owes_notice = 1 RETURNING feed_id",
                broken[:2],
            )
            if rows:
                await insert_message(transaction, notice)


async def _poll_everything(transaction: Transaction, feed_id: int, due_at: datetime) -> None:
    """Make a feed due, and have the next poll not skip what has not changed."""
    await transaction.fetch(
        "UPDATE feed SET due_at = ?, etag = '', last_modified = '', fingerprint = '',"
        " failures = 0, failing_since = NULL WHERE id = ?",
        (to_epoch(due_at), feed_id),
    )


def _parse(row: Row) -> Subscription:
    one = Subscription(*row)
    _, _, words, _, pause, found_at, _, _, looked_at, _ = row
    return one._replace(
        words=tuple(json.loads(words)),
        pause=FeedPause(pause),
        found_at=None if found_at is None else from_epoch(found_at),
        looked_at=None if looked_at is None else from_epoch(looked_at),
    )
