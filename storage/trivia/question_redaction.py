"""Removes withdrawn quotes and the names of their speakers from questions that were played."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence
from typing import NamedTuple, TypeAlias

from storage.database import Row, Transaction

WITHDRAWN_TEXT = "(withdrawn)"
REDACTED_NAME = "someone"
EMPTY_BODY = "{}"
"""The body of a proposal or question whose text was erased."""
_QUESTION_TABLES = {"trivia_round": "game_id, turn", "trivia_daily": "audience_id, day"}
"""The tables with questions, and the columns of their primary keys."""
_QUESTIONS_READ_AT_ONCE = 500
"""Few, because questions are parsed on the event loop."""


class WithdrawnQuotes(NamedTuple):
    """The names of the quoted member, and the ids of entries with the member's words or role."""

    names: Collection[str]
    quote_ids: Collection[str]
    role_ids: Collection[str]
    """Facts that name the member as the performer of a role."""


QuestionRedactor: TypeAlias = Callable[[str, WithdrawnQuotes], str]
"""Takes the JSON of a question and returns it without the withdrawn words and names.

A question without any is returned unchanged.
"""


def redact_names(text: str, names: Collection[str]) -> str:
    """Return `text` with the names, where they are whole words, as `REDACTED_NAME`."""
    for name in names:
        text = re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", REDACTED_NAME, text)
    return text


async def redact_stored_questions(
    transaction: Transaction, guild_id: int, withdrawn: WithdrawnQuotes, redact: QuestionRedactor
) -> None:
    """Redact the settled rounds and daily questions of a guild, and answers that are a name."""
    for table, key in _QUESTION_TABLES.items():
        keys = await transaction.fetch(
            f"SELECT {key} FROM {table} WHERE audience_id = ? ORDER BY {key}", (guild_id,)
        )
        for start in range(0, len(keys), _QUESTIONS_READ_AT_ONCE):
            await _redact_questions(
                transaction, table, keys[start : start + _QUESTIONS_READ_AT_ONCE], withdrawn, redact
            )
    for table in ("trivia_answer", "trivia_daily_answer"):
        await transaction.execute_many(
            f"UPDATE {table} SET given = ? WHERE audience_id = ? AND given = ?",
            [(REDACTED_NAME, guild_id, name) for name in withdrawn.names],
        )


async def _redact_questions(
    transaction: Transaction,
    table: str,
    keys: Sequence[Row],
    withdrawn: WithdrawnQuotes,
    redact: QuestionRedactor,
) -> None:
    first, second = _QUESTION_TABLES[table].split(", ")
    rows = await transaction.fetch(
        f"SELECT body, {first}, {second} FROM {table} WHERE ({first}, {second}) IN"
        f" (VALUES {', '.join(['(?, ?)'] * len(keys))})",
        [value for key in keys for value in key],
    )
    bodies = [(redact(body, withdrawn), body, key) for body, *key in rows]
    await transaction.execute_many(
        f"UPDATE {table} SET body = ? WHERE {first} = ? AND {second} = ?",
        [(redacted, *key) for redacted, body, key in bodies if redacted != body],
    )
