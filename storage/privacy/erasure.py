"""Deletes the data of a member.

The summed scores of a guild, decisions, entries and other members' data stay, without the member's
id.
"""

from __future__ import annotations

from datetime import datetime

from storage.canon.quote_withdrawal import CLEAR_BODY, withdraw_quotes
from storage.database import Database, Transaction
from storage.epoch import to_epoch
from storage.guilds.membership import erase_audience
from storage.privacy.member_data import (
    MemberDataScope,
    StoredCounts,
    count_records,
    list_running_game_channels,
)
from storage.trivia.question_redaction import EMPTY_BODY, QuestionRedactor, WithdrawnQuotes


class StillPlayingError(Exception):
    """The member is in running games, in `channel_ids`."""

    def __init__(self, channel_ids: list[int]) -> None:
        super().__init__(channel_ids)
        self.channel_ids = channel_ids


class MemberErasure:
    """Deletes the data of members."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._redact_question: QuestionRedactor = _drop_question

    def register_question_redactor(self, redact: QuestionRedactor) -> None:
        """Have `redact` remove withdrawn quotes from the JSON of questions that were played.

        Without it, the whole text of a question with such a quote is deleted.
        """
        self._redact_question = redact

    async def erase(self, scope: MemberDataScope, now: datetime) -> StoredCounts:
        """Delete everything in `scope`, in one transaction; return the counts of what was deleted.

        Raises StillPlayingError while the member is in a running game, which holds their answers in
        memory, would store them again, and needs them for the ranks of the others.
        """
        # The scope may reach into guilds of other processes.
        async with self._database.transaction(alone=True) as transaction:
            if channel_ids := await list_running_game_channels(transaction, scope):
                raise StillPlayingError(channel_ids)
            erased_counts = await count_records(transaction, scope)
            for audience_id in scope.list_own_audiences():
                await erase_audience(transaction, audience_id)
            await withdraw_quotes(
                transaction,
                scope.member_id,
                scope.audience_id,
                now,
                self._redact_question,
            )
            await _erase_rows(transaction, scope, to_epoch(now))
        return erased_counts


def _drop_question(_body: str, _withdrawn: WithdrawnQuotes) -> str:
    return EMPTY_BODY


async def _erase_rows(transaction: Transaction, scope: MemberDataScope, decided_at: int) -> None:
    values = {**scope.sql_parameters, "at": decided_at, "empty": EMPTY_BODY}
    for statement, audience_column in _ERASE_STATEMENTS:
        await transaction.fetch(
            statement.format(here=scope.audience_condition(audience_column)), values
        )


_ERASE_STATEMENTS = (
    (
        "INSERT INTO trivia_past (audience_id, answered, is_right, points)"
        " SELECT audience_id, count(*), sum(is_right), sum(points) FROM trivia_answer"
        " WHERE member_id = :member{here} GROUP BY audience_id"
        " ON CONFLICT (audience_id) DO UPDATE SET"
        " answered = trivia_past.answered + excluded.answered,"
        " is_right = trivia_past.is_right + excluded.is_right,"
        " points = trivia_past.points + excluded.points",
        "audience_id",
    ),
    ("DELETE FROM trivia_answer WHERE member_id = :member{here}", "audience_id"),
    ("DELETE FROM trivia_daily_answer WHERE member_id = :member{here}", "audience_id"),
    (
        f"UPDATE proposal SET state = 'withdrawn', decided_at = :at, {CLEAR_BODY}"
        " WHERE state IN ('asking', 'waiting') AND kind <> 'report' AND (author_id = :member"
        " OR asked_id = :member OR quoted_member_id = :member){here}",
        "guild_id",
    ),
    # Proposals with words of the member that were decided on.
    (
        f"UPDATE proposal SET {CLEAR_BODY} WHERE (state = 'withdrawn' AND author_id = :member"
        " OR asked_id = :member OR quoted_member_id = :member){here}",
        "guild_id",
    ),
    ("DELETE FROM draft WHERE (author_id = :member OR quoted_id = :member){here}", "guild_id"),
    ("UPDATE proposal SET author_id = 0 WHERE author_id = :member{here}", "guild_id"),
    ("UPDATE proposal SET asked_id = NULL WHERE asked_id = :member{here}", "guild_id"),
    ("UPDATE proposal SET decided_by = 0 WHERE decided_by = :member{here}", "guild_id"),
    ("UPDATE deed SET by_id = 0 WHERE by_id = :member{here}", "guild_id"),
    ("UPDATE schedule SET set_up_by = 0 WHERE set_up_by = :member{here}", "guild_id"),
    ("DELETE FROM outbox WHERE member_id = :member AND addressee <> 'admins'{here}", "audience_id"),
    ("UPDATE outbox SET member_id = 0 WHERE member_id = :member{here}", "audience_id"),
    (
        "UPDATE outbox SET body = replace(body, :mention, '@someone')"
        " WHERE body LIKE '%' || :mention || '%'{here}",
        "audience_id",
    ),
)
