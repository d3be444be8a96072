"""Removes withdrawn quotes and the names of their speakers from questions that were played."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from typing import NamedTuple, TypeAlias

from storage.database import Transaction

WITHDRAWN_TEXT = "(withdrawn)"
REDACTED_NAME = "someone"
EMPTY_BODY = "{}"
"""The body of a proposal or question whose text was erased."""
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
    for table in ("trivia_round", "trivia_daily"):
        last_row_id = 0
        while rows := await transaction.fetch(
            f"SELECT rowid, body FROM {table} WHERE audience_id = ? AND rowid > ?"
            " ORDER BY rowid LIMIT ?",
            (guild_id, last_row_id, _QUESTIONS_READ_AT_ONCE),
        ):
            bodies = [(redact(body, withdrawn), row_id, body) for row_id, body in rows]
            await transaction.execute_many(
                f"UPDATE {table} SET body = ? WHERE rowid = ?",
                [(redacted, row_id) for redacted, row_id, body in bodies if redacted != body],
            )
            last_row_id = rows[-1][0]
    for table in ("trivia_answer", "trivia_daily_answer"):
        await transaction.execute_many(
            f"UPDATE {table} SET given = ? WHERE audience_id = ? AND given = ?",
            [(REDACTED_NAME, guild_id, name) for name in withdrawn.names],
        )
