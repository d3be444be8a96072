"""Questions of the day, one for each audience and local date, and their answers."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from storage.database import Database
from storage.trivia.questions import COUNT_AS_ASKED


class DailyAnswer(NamedTuple):
    """A member's answer to the question of a day; `option_index` is None for a typed answer."""

    member_id: int
    option_index: int | None
    answer_text: str
    is_right: bool


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

    async def add_answer(self, audience_id: int, day: date, answer: DailyAnswer) -> bool:
        """Store a member's answer; return False when they have answered before."""
        inserted = await self._database.write(
            "INSERT INTO trivia_daily_answer (audience_id, day, member_id, choice, given,"
            " is_right) VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING RETURNING day",
            (audience_id, day.isoformat(), *answer),
        )
        return bool(inserted)

    async def list_answers(self, audience_id: int, day: date) -> list[DailyAnswer]:
        """Return every answer to the question of a day, ordered by member id."""
        rows = await self._database.fetch(
            "SELECT member_id, choice, given, is_right FROM trivia_daily_answer"
            " WHERE audience_id = ? AND day = ? ORDER BY member_id",
            (audience_id, day.isoformat()),
        )
        return [
            DailyAnswer(member, choice, given, bool(is_right))
            for member, choice, given, is_right in rows
        ]

    async def list_answered_days(self, audience_id: int, member_id: int) -> list[date]:
        """Return the days a member answered, oldest first."""
        rows = await self._database.fetch(
            "SELECT day FROM trivia_daily_answer WHERE audience_id = ? AND member_id = ?"
            " ORDER BY day",
            (audience_id, member_id),
        )
        return [date.fromisoformat(day) for (day,) in rows]
