"""Finds: items of feeds that became proposals or further sources of one, each once in a guild."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from storage.database import Database, Transaction
from storage.epoch import from_epoch, to_epoch
from storage.proposals.proposals import (
    FOUND,
    Decision,
    NewProposal,
    ProposalState,
    decide,
    insert_proposal,
)

EMPTY_BODY = "{}"


class ItemKeys(NamedTuple):
    """The keys by which an item is known again."""

    item_key: str
    title_key: str


class StoryWords(NamedTuple):
    """The hashed words of a story, and when it was reported."""

    title_words: frozenset[str]
    words: frozenset[str]
    reported_at: datetime


class NewFind(NamedTuple):
    """An item to be stored together with its proposal."""

    guild_id: int
    feed_id: int
    keys: ItemKeys
    link: str
    story: StoryWords
    found_at: datetime


class StoredFind(NamedTuple):
    """A stored find that may tell the story of another item."""

    number: int
    """The number of its proposal, 0 without one."""
    story: StoryWords


class Finds:
    """Repository of finds; what is written about one find is one transaction."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def list_known(self, guild_id: int, keys: list[ItemKeys]) -> set[ItemKeys]:
        """Return those of `keys` that a guild has a find for, by either key."""
        known: set[ItemKeys] = set()
        for one in keys:
            if await self._database.fetch(_IS_KNOWN, _bind(guild_id, one)):
                known.add(one)
        return known

    async def list_stories(self, guild_id: int, since: datetime) -> list[StoredFind]:
        """Return the finds that were reported since then, newest first."""
        rows = await self._database.fetch(
            "SELECT number, title_words, words, reported_at FROM feed_find"
            " WHERE guild_id = ? AND reported_at >= ? AND words <> ''"
            " ORDER BY reported_at DESC, number DESC LIMIT 200",
            (guild_id, to_epoch(since)),
        )
        return [
            StoredFind(number, StoryWords(_split(title), _split(words), from_epoch(reported_at)))
            for number, title, words, reported_at in rows
        ]

    async def count_waiting(self, guild_id: int, feed_id: int | None = None) -> int:
        """Return how many found proposals wait for review; with `feed_id`, those of that feed."""
        [(count,)] = await self._database.fetch(
            "SELECT count(DISTINCT p.number) FROM feed_find f JOIN proposal p"
            " ON p.guild_id = f.guild_id AND p.number = f.number AND p.state = 'waiting'"
            " WHERE f.guild_id = :guild AND (CAST(:feed AS BIGINT) IS NULL OR f.feed_id = :feed)",
            {"guild": guild_id, "feed": feed_id},
        )
        return count

    async def propose(self, find: NewFind, kind: str, body: str) -> int | None:
        """Store a find and its proposal; return the number, None when the item is known."""
        new = NewProposal(find.guild_id, kind, 0, body, find.found_at, FOUND)
        async with self._database.transaction() as transaction:
            if await transaction.fetch(_IS_KNOWN, _bind(find.guild_id, find.keys)):
                return None
            number = await insert_proposal(transaction, new)
            await _insert(transaction, find, number)
        return number

    async def remember(self, find: NewFind) -> None:
        """Store an item that gives no proposal, so that it is not read again."""
        async with self._database.transaction() as transaction:
            if not await transaction.fetch(_IS_KNOWN, _bind(find.guild_id, find.keys)):
                await _insert(transaction, find, 0)

    async def join(self, find: NewFind, number: int, old_body: str, new_body: str) -> bool:
        """Store a find as a further source of a proposal, whose body becomes `new_body`.

        False, storing nothing, when the item is known or the body is not `old_body` any more. An
        equal body only records that the item tells the story of that proposal.
        """
        async with self._database.transaction() as transaction:
            if await transaction.fetch(_IS_KNOWN, _bind(find.guild_id, find.keys)):
                return False
            rows = await transaction.fetch(
                "UPDATE proposal SET body = ? WHERE guild_id = ? AND number = ? AND body = ?"
                " RETURNING number",
                (new_body, find.guild_id, number, old_body),
            )
            if rows:
                await _insert(transaction, find, number)
        return bool(rows)

    async def decline(self, decision: Decision) -> bool:
        """Decline a found proposal and forget what it says; False unless it waits for review.

        The addresses of its items stay, so that they are not found again.
        """
        async with self._database.transaction() as transaction:
            if not await decide(transaction, ProposalState.DECLINED, decision):
                return False
            await transaction.fetch(
                "UPDATE proposal SET body = ? WHERE guild_id = ? AND number = ?",
                (EMPTY_BODY, decision.guild_id, decision.number),
            )
        return True

    async def list_feed_ids(self, guild_id: int, number: int) -> list[int]:
        """Return the feeds in which a proposal was found, in that order."""
        rows = await self._database.fetch(
            "SELECT feed_id FROM feed_find WHERE guild_id = ? AND number = ?"
            " GROUP BY feed_id ORDER BY min(found_at), feed_id",
            (guild_id, number),
        )
        return [feed_id for (feed_id,) in rows]

    async def forget_stories(self, reported_before: datetime) -> None:
        """Drop the words of stories that no new item will tell."""
        await self._database.write(
            "UPDATE feed_find SET title_words = '', words = ''"
            " WHERE reported_at < ? AND words <> ''",
            (to_epoch(reported_before),),
        )


_IS_KNOWN = (
    "SELECT 1 FROM feed_find WHERE guild_id = :guild AND item_key = :item UNION ALL"
    " SELECT 1 FROM feed_find WHERE guild_id = :guild AND title_key = :title LIMIT 1"
)


def _bind(guild_id: int, keys: ItemKeys) -> dict[str, object]:
    return {"guild": guild_id, "item": keys.item_key, "title": keys.title_key}


async def _insert(transaction: Transaction, find: NewFind, number: int) -> None:
    story = find.story
    await transaction.fetch(
        "INSERT INTO feed_find (guild_id, feed_id, item_key, title_key, link, number, found_at,"
        " reported_at, title_words, words) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            find.guild_id,
            find.feed_id,
            *find.keys,
            find.link,
            number,
            to_epoch(find.found_at),
            to_epoch(story.reported_at),
            " ".join(sorted(story.title_words)),
            " ".join(sorted(story.words)),
        ),
    )
    if number:
        await transaction.fetch(
            "UPDATE feed_subscription SET found_at = ? WHERE guild_id = ? AND feed_id = ?",
            (to_epoch(find.found_at), find.guild_id, find.feed_id),
        )


def _split(words: str) -> frozenset[str]:
    return frozenset(words.split())
