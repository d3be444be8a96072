"""How servers play questions differently from their authors; the questions stay as they are."""

from __future__ import annotations

import json
from typing import NamedTuple

from storage.canon.guild_canon import Canon
from storage.database import Database, Row, Transaction


class Mend(NamedTuple):
    """What one server changes about one question."""

    question: str
    accepted: tuple[str, ...] = ()
    """Answers that count beside the author's."""
    explanation: str | None = None
    """In place of the author's; None leaves it."""
    is_retired: bool = False


class Mends:
    """Mends by server."""

    def __init__(self, database: Database, canon: Canon) -> None:
        self._database = database
        self._canon = canon

    async def of(self, guild_id: int) -> dict[str, Mend]:
        """Every mend of a server by its question's key."""
        rows = await self._database.fetch(
            "SELECT question, accepted, explanation, is_retired FROM question_mend"
            " WHERE guild_id = ?",
            (guild_id,),
        )
        return {row[0]: _mend(row) for row in rows}

    async def undo(self, guild_id: int, question: str) -> bool:
        """Play a question as its author wrote it again; False when it already is."""
        rows = await self._database.write(
            "DELETE FROM question_mend WHERE guild_id = ? AND question = ? RETURNING question",
            (guild_id, question),
        )
        self._canon.has_changed(guild_id)
        return bool(rows)


async def mend_question(transaction: Transaction, guild_id: int, mend: Mend) -> None:
    """Add a mend to what the server changed before: answers gather, the rest is replaced."""
    rows = await transaction.fetch(
        "SELECT question, accepted, explanation, is_retired FROM question_mend"
        " WHERE guild_id = ? AND question = ?",
        (guild_id, mend.question),
    )
    old = _mend(rows[0]) if rows else Mend(mend.question)
    accepted = tuple(dict.fromkeys((*old.accepted, *mend.accepted)))
    explanation = old.explanation if mend.explanation is None else mend.explanation
    await transaction.fetch(
        "INSERT INTO question_mend (guild_id, question, accepted, explanation, is_retired)"
        " VALUES (?, ?, ?, ?, ?) ON CONFLICT (guild_id, question) DO UPDATE SET"
        " accepted = excluded.accepted, explanation = excluded.explanation,"
        " is_retired = excluded.is_retired",
        (
            guild_id,
            mend.question,
            json.dumps(accepted, ensure_ascii=False),
            explanation,
            int(old.is_retired or mend.is_retired),
        ),
    )


def _mend(row: Row) -> Mend:
    question, accepted, explanation, is_retired = row
    return Mend(question, tuple(json.loads(accepted)), explanation, bool(is_retired))
