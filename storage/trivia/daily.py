"""Questions of the day, one for each audience and local date, and their answers."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from typing import NamedTuple

from storage.database import Database
from storage.epoch import to_epoch
from storage.trivia.questions import COUNT_AS_ASKED


class DailyAnswer(NamedTuple):
    """A member's answer to the question of a day; `option_index` is None for a typed answer."""

    member_id: int
    option_index: int | None
    answer_text: str
    is_right: bool
    seconds: float | None = None
    """How long it took after the question was shown in private, None where that is not known."""


class TriviaDaily:
    """Daily questions as JSON, and their answers."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def get(self, audience_id: int, day: date) -> str | None:
        """Return the question of a day as JSON, None before it was chosen."""
        rows = await self._database.fetch(
            "SELECT body FROM trivia_daily WHERE audience_id = ? AND day = ?",
            (audience_id, day.isoformat()),
        )
        return rows[0][0] if rows else None

    async def get_or_create(self, audience_id: int, day: date, question_key: str, body: str) -> str:
        """Return the question of a day as JSON; store `body` as it if none was chosen before."""
        async with self._database.transaction() as transaction:
            chosen = await transaction.fetch(
                "INSERT INTO trivia_daily (audience_id, day, body) VALUES (?, ?, ?)"
                " ON CONFLICT DO NOTHING RETURNING body",
                (audience_id, day.isoformat(), body),
            )
            if chosen:
                await transaction.fetch(COUNT_AS_ASKED, (audience_id, question_key))
        return body if chosen else await self.get(audience_id, day) or body

    async def get_previous(self, audience_id: int, day: date) -> tuple[date, str] | None:
        """Return the last question before `day`, as its own day and JSON, None without one."""
        rows = await self._database.fetch(
            "SELECT day, body FROM trivia_daily WHERE audience_id = ? AND day < ?"
            " ORDER BY day DESC LIMIT 1",
            (audience_id, day.isoformat()),
        )
        return (date.fromisoformat(rows[0][0]), rows[0][1]) if rows else None

    async def list_latest(self, audience_id: int, day: date, limit: int) -> list[str]:
        """Return the last `limit` questions before `day` as JSON, the latest first."""
        rows = await self._database.fetch(
            "SELECT body FROM trivia_daily WHERE audience_id = ? AND day < ?"
            " ORDER BY day DESC LIMIT ?",
            (audience_id, day.isoformat(), limit),
        )
        return [body for (body,) in rows]

    async def add_answer(self, audience_id: int, day: date, answer: DailyAnswer) -> bool:
        """Store a member's answer; return False when they have answered before."""
        inserted = await self._database.write(
            "INSERT INTO trivia_daily_answer (audience_id, day, member_id, choice, given,"
            " is_right, seconds) VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING RETURNING day",
            (audience_id, day.isoformat(), *answer),
        )
        return bool(inserted)

    async def list_answers(self, audience_id: int, day: date) -> list[DailyAnswer]:
        """Return every answer to the question of a day, ordered by member id."""
        rows = await self._database.fetch(
            "SELECT member_id, choice, given, is_right, seconds FROM trivia_daily_answer"
            " WHERE audience_id = ? AND day = ? ORDER BY member_id",
            (audience_id, day.isoformat()),
        )
        return [
            DailyAnswer(member, choice, given, bool(is_right), seconds)
            for member, choice, given, is_right, seconds in rows
        ]

    async def get_number(self, audience_id: int, day: date) -> int:
        """Return how many daily questions there have been up to `day`."""
        [(number,)] = await self._database.fetch(
            "SELECT count(*) FROM trivia_daily WHERE audience_id = ? AND day <= ?",
            (audience_id, day.isoformat()),
        )
        return int(number)

    async def mark_shared(
        self, audience_id: int, day: date, member_id: int, shared_at: datetime
    ) -> bool:
        """Store that a member shares the result of a day; False when they have before."""
        rows = await self._database.write(
            "UPDATE trivia_daily_answer SET shared_at = ? WHERE audience_id = ? AND day = ?"
            " AND member_id = ? AND shared_at IS NULL RETURNING day",
            (to_epoch(shared_at), audience_id, day.isoformat(), member_id),
        )
        return bool(rows)

    async def unmark_shared(self, audience_id: int, day: date, member_id: int) -> None:
        """Undo `mark_shared`, when nothing was posted."""
        await self._database.write(
            "UPDATE trivia_daily_answer SET shared_at = NULL WHERE audience_id = ? AND day = ?"
            " AND member_id = ?",
            (audience_id, day.isoformat(), member_id),
        )

    async def list_days_of_members(
        self, audience_id: int, member_ids: Collection[int]
    ) -> dict[int, set[date]]:
        """Return the days that each of these members answered, by member id."""
        days: dict[int, set[date]] = {member_id: set() for member_id in member_ids}
        if not days:
            return days
        marks = ",".join("?" * len(days))
        rows = await self._database.fetch(
            "SELECT member_id, day FROM trivia_daily_answer WHERE audience_id = ?"
            f" AND member_id IN ({marks})",
            (audience_id, *days),
        )
        for member_id, day in rows:
            days[member_id].add(date.fromisoformat(day))
        return days

    async def list_answered_days(self, audience_id: int, member_id: int) -> list[date]:
        """Return the days a member answered, oldest first."""
        rows = await self._database.fetch(
            "SELECT day FROM trivia_daily_answer WHERE audience_id = ? AND member_id = ?"
            " ORDER BY day",
            (audience_id, member_id),
        )
        return [date.fromisoformat(day) for (day,) in rows]
