"""Reports of trivia questions, and the stored rounds and answers that they are about."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from pydantic import BaseModel, ConfigDict

from storage.database import Database
from storage.epoch import to_epoch
from storage.outbox import insert_message
from storage.proposals.proposals import (
    Decision,
    NewProposal,
    ProposalState,
    decide,
    insert_proposal,
)

REPORT_KIND = "report"
"""The kind of the proposals that are reports; their subject is the question's key."""


class ReportReason(StrEnum):
    """The reason for which a member reports a question."""

    WRONG = "wrong"
    AMBIGUOUS = "ambiguous"
    OUTDATED = "outdated"
    SHOULD_COUNT = "my answer should count"


class QuestionReport(BaseModel):
    """The body of a report; `game_id` and `turn` are None in reports of early versions."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    what: ReportReason = ReportReason.WRONG
    said: str = ""
    given: str = ""
    """The answer of the member, "" when unknown."""
    game_id: int | None = None
    turn: int | None = None


class QuestionReports:
    """Repository of reports, which wait in the same queue as other proposals."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def submit(
        self,
        guild_id: int,
        author_id: int,
        question_key: str,
        report: QuestionReport,
        created_at: datetime,
        max_waiting: int,
    ) -> int | None:
        """Store a report, or replace the member's open one on that question; return its number.

        None, storing nothing, when `max_waiting` or more proposals wait for review already.
        """
        body = report.model_dump_json()
        new = NewProposal(guild_id, REPORT_KIND, author_id, body, created_at, question_key)
        async with self._database.transaction() as transaction:
            rows = await transaction.fetch(
                "UPDATE proposal SET body = ?, made_at = ? WHERE guild_id = ? AND author_id = ?"
                " AND kind = ? AND subject = ? AND state = 'waiting' RETURNING number",
                (
                    body,
                    to_epoch(created_at),
                    guild_id,
                    author_id,
                    REPORT_KIND,
                    question_key,
                ),
            )
            if rows:
                return rows[0][0]
            [(waiting,)] = await transaction.fetch(
                "SELECT count(*) FROM proposal WHERE guild_id = ? AND state = 'waiting'",
                (guild_id,),
            )
            if waiting >= max_waiting:
                return None
            return await insert_proposal(transaction, new)

    async def get_answer(
        self, guild_id: int, game_id: int, turn: int, member_id: int
    ) -> tuple[str, bool] | None:
        """Return the answer of a member in a round and whether it was right; None if not stored."""
        rows = await self._database.fetch(
            "SELECT given, is_right FROM trivia_answer WHERE audience_id = ? AND game_id = ?"
            " AND turn = ? AND member_id = ?",
            (guild_id, game_id, turn, member_id),
        )
        return (rows[0][0], bool(rows[0][1])) if rows else None

    async def get_asked_question(
        self, guild_id: int, question_key: str, report: QuestionReport
    ) -> str | None:
        """Return the question of the reported round, or else of the last one with it, as JSON.

        None when no such round is stored.
        """
        rows = await self._database.fetch(
            "SELECT body FROM trivia_round WHERE audience_id = ? AND question = ?"
            " ORDER BY (game_id = ? AND turn = ?) DESC, settled_at DESC LIMIT 1",
            (guild_id, question_key, report.game_id or 0, report.turn or 0),
        )
        return rows[0][0] if rows else None

    async def award_points(
        self, decision: Decision, report: QuestionReport, member_id: int, points: int
    ) -> bool:
        """Mark the reported answer as right with `points`, and approve the report if it is open.

        False, changing nothing, when the answer is not stored or was right already.
        """
        async with self._database.transaction() as transaction:
            rows = await transaction.fetch(
                "UPDATE trivia_answer SET is_right = 1, points = ? WHERE audience_id = ?"
                " AND game_id = ? AND turn = ? AND member_id = ? AND is_right = 0"
                " RETURNING question",
                (points, decision.guild_id, report.game_id, report.turn, member_id),
            )
            if not rows:
                return False
            await transaction.fetch(
                "UPDATE trivia_play SET is_right = is_right + 1 WHERE question = ?", rows[0]
            )
            if not await decide(transaction, ProposalState.APPROVED, decision):
                # It was approved before, for something else.
                await insert_message(transaction, decision.notice)
        return True
