"""What the owner of the application was told, and the errors that they are still to be told of."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import NamedTuple

from storage.database import Database, Transaction
from storage.epoch import from_epoch, to_epoch
from storage.outbox import OutboxMessage, insert_message

LAST_MESSAGE = ""
"""The subject of the row about the last message of all."""
INTERVAL_S = 3_600
"""Seconds between two messages at least."""


class UntoldIncidents(NamedTuple):
    """Errors that members met since the owner was last told."""

    number: int
    first_at: datetime
    """The aware instant of the first."""
    last_code: str


class OwnerNotices:
    """The repository of both, for all processes of a bot."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def get_told_at(self) -> dict[str, datetime]:
        """Return by subject when the owner was last told of it."""
        rows = await self._database.fetch("SELECT subject, told_at FROM owner_notice")
        return {subject: from_epoch(told_at) for subject, told_at in rows}

    async def get_incidents(self) -> UntoldIncidents | None:
        """Return the errors that the owner has not been told of, None without one."""
        rows = await self._database.fetch(
            "SELECT count, first_at, last_code FROM untold_incidents WHERE count > 0"
        )
        return UntoldIncidents(rows[0][0], from_epoch(rows[0][1]), rows[0][2]) if rows else None

    async def add_incidents(self, count: int, last_code: str, now: datetime) -> None:
        """Count errors that members met up to `now`."""
        await self._database.write(
            "INSERT INTO untold_incidents (id, count, first_at, last_code) VALUES (1, ?, ?, ?)"
            " ON CONFLICT (id) DO UPDATE SET first_at = CASE WHEN untold_incidents.count = 0"
            " THEN excluded.first_at ELSE untold_incidents.first_at END,"
            " count = untold_incidents.count + excluded.count,"
            " last_code = excluded.last_code",
            (count, to_epoch(now), last_code),
        )

    async def tell(
        self, subjects: Collection[str], message: OutboxMessage, incidents: int, now: datetime
    ) -> bool:
        """Store a message about `subjects`, and that the owner was told of them at `now`.

        `incidents` is how many errors it speaks of. Returns False, and changes nothing, when
        another process has told the owner something within the hour.
        """
        async with self._database.transaction(alone=True) as transaction:
            rows = await transaction.fetch(
                "SELECT told_at FROM owner_notice WHERE subject = ?", (LAST_MESSAGE,)
            )
            # A time in the future was stored before the clock was set back.
            if rows and 0 <= to_epoch(now) - rows[0][0] < INTERVAL_S:
                return False
            await _mark(transaction, dict.fromkeys((LAST_MESSAGE, *subjects), now))
            await transaction.fetch(
                "UPDATE untold_incidents SET count = count - ?, first_at = ?",
                (incidents, to_epoch(now)),
            )
            await insert_message(transaction, message)
        return True

    async def mark_told(self, told_at: Mapping[str, datetime]) -> None:
        """Store when the owner was told of each subject, in a message that was not stored."""
        async with self._database.transaction(alone=True) as transaction:
            await _mark(transaction, told_at)

    async def forget(self, subjects: Iterable[str]) -> None:
        """Forget that the owner was told of `subjects`, as all is well with them again."""
        async with self._database.transaction(alone=True) as transaction:
            await transaction.execute_many(
                "DELETE FROM owner_notice WHERE subject = ?", [(one,) for one in subjects]
            )


async def _mark(transaction: Transaction, told_at: Mapping[str, datetime]) -> None:
    await transaction.execute_many(
        "INSERT INTO owner_notice (subject, told_at) VALUES (?, ?)"
        " ON CONFLICT (subject) DO UPDATE SET told_at = excluded.told_at",
        [(subject, to_epoch(instant)) for subject, instant in told_at.items()],
    )
