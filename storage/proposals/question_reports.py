"""What members report about questions they were asked, and the points that may come of it."""

from __future__ import annotations

from enum import StrEnum

from pydantic import BaseModel, ConfigDict

from storage.canon.guild_entries import take_numbers
from storage.database import Database
from storage.proposals.proposals import State, decide

REPORT = "report"
"""The kind of proposal that a report is; its subject is the question's key."""
POINTS = 100
"""What a right answer is worth without any bonus."""


class Concern(StrEnum):
    """What a member finds wrong with a question."""

    WRONG = "wrong"
    AMBIGUOUS = "ambiguous"
    OUTDATED = "outdated"
    COUNTS = "my answer should count"


class Report(BaseModel):
    """The body of a report; the round is None when it was made before rounds were written down."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    what: Concern = Concern.WRONG
    said: str = ""
    given: str = ""
    """What the member answered."""
    game_id: int | None = None
    turn: int | None = None


class Reports:
    """Reports wait in the same queue as everything else that reviewers decide."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def file(
        self, guild_id: int, author_id: int, question: str, report: Report, at: int, most: int
    ) -> int | None:
        """Keep a report; gives its number. A member's open one on the same question is replaced.

        None, and nothing is kept, when `most` or more wait for a reviewer already.
        """
        body = report.model_dump_json()
        async with self._database.transaction() as transaction:
            rows = await transaction.fetch(
                "UPDATE proposal SET body = ?, made_at = ? WHERE guild_id = ? AND author_id = ?"
                " AND kind = ? AND subject = ? AND state = 'waiting' RETURNING number",
                (body, at, guild_id, author_id, REPORT, question),
            )
            if rows:
                return rows[0][0]
            [(waiting,)] = await transaction.fetch(
                "SELECT count(*) FROM proposal WHERE guild_id = ? AND state = 'waiting'",
                (guild_id,),
            )
            if waiting >= most:
                return None
            number = await take_numbers(transaction, guild_id, 1)
            await transaction.fetch(
                "INSERT INTO proposal (guild_id, number, kind, state, author_id, subject, body,"
                " made_at) VALUES (?, ?, ?, 'waiting', ?, ?, ?, ?)",
                (guild_id, number, REPORT, author_id, question, body, at),
            )
        return number

    async def answer_of(
        self, guild_id: int, game_id: int, turn: int, member_id: int
    ) -> tuple[str, bool] | None:
        """What a member answered in a round and whether it was right, while it is on record."""
        rows = await self._database.fetch(
            "SELECT given, is_right FROM trivia_answer WHERE audience_id = ? AND game_id = ?"
            " AND turn = ? AND member_id = ?",
            (guild_id, game_id, turn, member_id),
        )
        return (rows[0][0], bool(rows[0][1])) if rows else None

    async def asked(self, guild_id: int, question: str, report: Report) -> str | None:
        """The question as JSON, as it was asked in the round reported or else in the latest one."""
        rows = await self._database.fetch(
            "SELECT body FROM trivia_round WHERE audience_id = ? AND question = ?"
            " ORDER BY (game_id = ? AND turn = ?) DESC, settled_at DESC LIMIT 1",
            (guild_id, question, report.game_id or 0, report.turn or 0),
        )
        return rows[0][0] if rows else None

    async def give_points(
        self, guild_id: int, number: int, report: Report, member_id: int, by_id: int, at: int
    ) -> int:
        """Count the reported answer as right and settle the report, if it is not; gives the points.

        0, and nothing is changed, when the answer is gone or counts already.
        """
        async with self._database.transaction() as transaction:
            rows = await transaction.fetch(
                "UPDATE trivia_answer SET is_right = 1, points = ? WHERE audience_id = ?"
                " AND game_id = ? AND turn = ? AND member_id = ? AND is_right = 0"
                " RETURNING question",
                (POINTS, guild_id, report.game_id, report.turn, member_id),
            )
            if not rows:
                return 0
            await transaction.fetch(
                "UPDATE trivia_play SET is_right = is_right + 1 WHERE question = ?", rows[0]
            )
            await decide(
                transaction, State.APPROVED, guild_id, number, by_id, at, f"{POINTS} points given"
            )
        return POINTS
