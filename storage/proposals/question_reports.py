"""What members report about questions they were asked, and the points that may come of it."""

from __future__ import annotations

from enum import StrEnum

from pydantic import BaseModel, ConfigDict

from storage.canon.guild_entries import reserve_numbers
from storage.database import Database
from storage.proposals.proposals import ProposalState, decide

REPORT_KIND = "report"
"""The kind of proposal that a report is; its subject is the question's key."""
RIGHT_ANSWER_POINTS = 100
"""What a right answer is worth without any bonus."""


class ReportReason(StrEnum):
    """What a member finds wrong with a question."""

    WRONG = "wrong"
    AMBIGUOUS = "ambiguous"
    OUTDATED = "outdated"
    SHOULD_COUNT = "my answer should count"


class QuestionReport(BaseModel):
    """The body of a report; the round is None when it was made before rounds were written down."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    what: ReportReason = ReportReason.WRONG
    said: str = ""
    given: str = ""
    """What the member answered."""
    game_id: int | None = None
    turn: int | None = None


class QuestionReports:
    """Reports wait in the same queue as everything else that reviewers decide."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def submit(
        self,
        guild_id: int,
        author_id: int,
        question_key: str,
        report: QuestionReport,
        created_at: int,
        max_waiting: int,
    ) -> int | None:
        """Keep a report; gives its number. A member's open one on the same question is replaced.

        None, and nothing is kept, when `most` or more wait for a reviewer already.
        """
        body = report.model_dump_json()
        async with self._database.transaction() as transaction:
            rows = await transaction.fetch(
                "UPDATE proposal SET body = ?, made_at = ? WHERE guild_id = ? AND author_id = ?"
                " AND kind = ? AND subject = ? AND state = 'waiting' RETURNING number",
                (body, created_at, guild_id, author_id, REPORT_KIND, question_key),
            )
            if rows:
                return rows[0][0]
            [(waiting,)] = await transaction.fetch(
                "SELECT count(*) FROM proposal WHERE guild_id = ? AND state = 'waiting'",
                (guild_id,),
            )
            if waiting >= max_waiting:
                return None
            number = await reserve_numbers(transaction, guild_id, 1)
            await transaction.fetch(
                "INSERT INTO proposal (guild_id, number, kind, state, author_id, subject, body,"
                " made_at) VALUES (?, ?, ?, 'waiting', ?, ?, ?, ?)",
                (guild_id, number, REPORT_KIND, author_id, question_key, body, created_at),
            )
        return number

    async def get_answer(
        self, guild_id: int, game_id: int, round_number: int, member_id: int
    ) -> tuple[str, bool] | None:
        """What a member answered in a round and whether it was right, while it is on record."""
        rows = await self._database.fetch(
            "SELECT given, is_right FROM trivia_answer WHERE audience_id = ? AND game_id = ?"
            " AND turn = ? AND member_id = ?",
            (guild_id, game_id, round_number, member_id),
        )
        return (rows[0][0], bool(rows[0][1])) if rows else None

    async def get_asked_question(
        self, guild_id: int, question_key: str, report: QuestionReport
    ) -> str | None:
        """The question as JSON, as it was asked in the round reported or else in the latest one."""
        rows = await self._database.fetch(
            "SELECT body FROM trivia_round WHERE audience_id = ? AND question = ?"
            " ORDER BY (game_id = ? AND turn = ?) DESC, settled_at DESC LIMIT 1",
            (guild_id, question_key, report.game_id or 0, report.turn or 0),
        )
        return rows[0][0] if rows else None

    async def award_points(
        self,
        guild_id: int,
        number: int,
        report: QuestionReport,
        member_id: int,
        decided_by: int,
        decided_at: int,
    ) -> int:
        """Count the reported answer as right and settle the report, if it is not; gives the points.

        0, and nothing is changed, when the answer is gone or counts already.
        """
        async with self._database.transaction() as transaction:
            rows = await transaction.fetch(
                "UPDATE trivia_answer SET is_right = 1, points = ? WHERE audience_id = ?"
                " AND game_id = ? AND turn = ? AND member_id = ? AND is_right = 0"
                " RETURNING question",
                (RIGHT_ANSWER_POINTS, guild_id, report.game_id, report.turn, member_id),
            )
            if not rows:
                return 0
            await transaction.fetch(
                "UPDATE trivia_play SET is_right = is_right + 1 WHERE question = ?", rows[0]
            )
            await decide(
                transaction,
                ProposalState.APPROVED,
                guild_id,
                number,
                decided_by,
                decided_at,
                f"{RIGHT_ANSWER_POINTS} points given",
            )
        return RIGHT_ANSWER_POINTS
