"""Overrides: changes that a guild makes to trivia questions, stored beside the questions."""

from __future__ import annotations

import json
from typing import NamedTuple

from storage.database import Database, Row, Transaction


class QuestionOverride(NamedTuple):
    """The changes of one guild to one question."""

    question_key: str
    accepted_answers: tuple[str, ...] = ()
    """Answers accepted in addition to the author's."""
    explanation: str | None = None
    """Replaces the author's; None keeps it."""
    is_retired: bool = False


class QuestionOverrides:
    """Repository of overrides; `Proposals.approve_report` writes them."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def get_for_guild(self, guild_id: int) -> dict[str, QuestionOverride]:
        """Return the overrides of a guild by the keys of their questions."""
        rows = await self._database.fetch(
            "SELECT question, accepted, explanation, is_retired FROM question_mend"
            " WHERE guild_id = ?",
            (guild_id,),
        )
        return {row[0]: _parse_override(row) for row in rows}


async def merge_override(
    transaction: Transaction, guild_id: int, override: QuestionOverride
) -> None:
    """Merge an override into the stored one: answers are added, other values replaced."""
    rows = await transaction.fetch(
        "SELECT question, accepted, explanation, is_retired FROM question_mend"
        " WHERE guild_id = ? AND question = ?",
        (guild_id, override.question_key),
    )
    old = _parse_override(rows[0]) if rows else QuestionOverride(override.question_key)
    accepted = tuple(dict.fromkeys((*old.accepted_answers, *override.accepted_answers)))
    explanation = old.explanation if override.explanation is None else override.explanation
    await transaction.fetch(
        "INSERT INTO question_mend (guild_id, question, accepted, explanation, is_retired)"
        " VALUES (?, ?, ?, ?, ?) ON CONFLICT (guild_id, question) DO UPDATE SET"
        " accepted = excluded.accepted, explanation = excluded.explanation,"
        " is_retired = excluded.is_retired",
        (
            guild_id,
            override.question_key,
            json.dumps(accepted, ensure_ascii=False),
            explanation,
            int(old.is_retired or override.is_retired),
        ),
    )
    transaction.invalidate_guild(guild_id)


async def restore_question(transaction: Transaction, guild_id: int, question_key: str) -> bool:
    """Let a retired question be asked again; return False when it is not retired."""
    rows = await transaction.fetch(
        "UPDATE question_mend SET is_retired = 0 WHERE guild_id = ? AND question = ?"
        " AND is_retired = 1 RETURNING question",
        (guild_id, question_key),
    )
    transaction.invalidate_guild(guild_id)
    return bool(rows)


def _parse_override(row: Row) -> QuestionOverride:
    question, accepted, explanation, is_retired = row
    return QuestionOverride(question, tuple(json.loads(accepted)), explanation, bool(is_retired))
