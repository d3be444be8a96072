"""When the reviewers of each guild were last told that proposals wait for review."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import NamedTuple

from storage.database import Database
from storage.epoch import from_epoch, to_epoch
from storage.outbox import OutboxMessage, insert_message
from storage.proposals.proposals import FOUND


class WaitingProposals(NamedTuple):
    """The proposals of one guild that wait for review; `oldest_at` is aware."""

    guild_id: int
    total: int
    found: int
    """How many of them news feeds brought, rather than members."""
    last_number: int
    """The number of the newest one."""
    oldest_at: datetime


class ReviewNotices:
    """Repository of the notices to reviewers."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def list_due(self, now: datetime, interval: timedelta) -> list[WaitingProposals]:
        """Return the guilds with proposals that their reviewers were not told of.

        A guild is left out for `interval` after its last notice; a notice that was sent later than
        now was dated by a wrong clock.
        """
        rows = await self._database.fetch(
            "SELECT guild_id, count(*), sum(CASE WHEN subject = ? THEN 1 ELSE 0 END),"
            " max(number), min(made_at) FROM proposal LEFT JOIN review_notice USING (guild_id)"
            " WHERE state = 'waiting' GROUP BY guild_id"
            " HAVING max(number) > coalesce(max(last_number), 0)"
            " AND coalesce(max(told_at), 0) NOT BETWEEN ? AND ?",
            (FOUND, to_epoch(now - interval) + 1, to_epoch(now)),
        )
        return [
            WaitingProposals(guild_id, total, found, last, from_epoch(oldest))
            for guild_id, total, found, last, oldest in rows
        ]

    async def add(self, waiting: WaitingProposals, now: datetime, notice: OutboxMessage) -> None:
        """Store the notice to the reviewers of a guild, and what it is about."""
        async with self._database.transaction() as transaction:
            await transaction.fetch(
                "INSERT INTO review_notice (guild_id, told_at, last_number) VALUES (?, ?, ?)"
                " ON CONFLICT (guild_id) DO UPDATE SET told_at = excluded.told_at,"
                " last_number = excluded.last_number",
                (waiting.guild_id, to_epoch(now), waiting.last_number),
            )
            await insert_message(transaction, notice)
