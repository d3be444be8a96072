"""Draws entries at random without repeating any before all that fit were shown."""

from __future__ import annotations

import random
from typing import Any, TypeVar

from seeds.folding import fold
from seeds.schema import Fact, Quote
from storage.database import Database, Row, Transaction

DrawnT = TypeVar("DrawnT", Quote, Fact)

MAX_POSITION = 2**31 - 1
MIN_PREFIX = 3


class Draws:
    """Who was shown what. An audience is a server or one direct-message channel.

    Every showing lifts an entry to a higher pass; only entries on the lowest pass among those
    that fit are drawn, so filters may overlap and the canon may grow between two draws.
    """

    def __init__(self, database: Database, rng: random.Random) -> None:
        self._database = database
        self._rng = rng

    async def draw(
        self,
        model: type[DrawnT],
        audience_id: int,
        *,
        speaker: str | None = None,
        about: str | None = None,
    ) -> DrawnT | None:
        """Choose one entry that fits and remember that it was shown; None when nothing fits.

        `about` is matched as words, each must occur, the last may be the start of a word.
        """
        conditions = ["e.kind = :kind", "e.retired_at IS NULL"]
        parameters: dict[str, Any] = {
            "audience": audience_id,
            "kind": model.kind,
            "speaker": speaker,
            "words": search_words(about or ""),
            "pivot": self._rng.randint(0, MAX_POSITION),
        }
        if speaker is not None:
            conditions.append("e.speaker = :speaker")
        if about is not None:
            conditions.append(
                "e.number IN (SELECT rowid FROM entry_text WHERE entry_text MATCH :words)"
            )
        where = " AND ".join(conditions)
        async with self._database.transaction() as transaction:
            row = await _unshown(transaction, where, parameters) or await _lowest(
                transaction, where, parameters
            )
            if row is None:
                return None
            number, body, shown_pass = row
            await transaction.fetch(_REMEMBER, (audience_id, number, shown_pass))
        return model.model_validate_json(body)

    async def speakers(self) -> list[str]:
        """Slugs of everybody who is quoted, most quoted first."""
        rows = await self._database.fetch(
            "SELECT speaker FROM entry WHERE kind = 'quote' AND retired_at IS NULL"
            " GROUP BY speaker ORDER BY count(*) DESC, speaker"
        )
        return [speaker for (speaker,) in rows]


_REMEMBER = (
    "INSERT INTO shown (audience_id, number, pass) VALUES (?, ?, ?)"
    " ON CONFLICT (audience_id, number) DO UPDATE SET pass = excluded.pass"
)


async def _unshown(transaction: Transaction, where: str, parameters: dict[str, Any]) -> Row | None:
    """The first unshown entry at or after a random place in the shuffle, else before it."""
    for side in (">=", "<"):
        rows = await transaction.fetch(
            "SELECT e.number, e.body,"
            " (SELECT coalesce(max(pass), 1) FROM shown WHERE audience_id = :audience)"
            f" FROM entry e WHERE {where} AND e.position {side} :pivot AND NOT EXISTS"
            " (SELECT 1 FROM shown s WHERE s.audience_id = :audience AND s.number = e.number)"
            " ORDER BY e.position LIMIT 1",
            parameters,
        )
        if rows:
            return rows[0]
    return None


async def _lowest(transaction: Transaction, where: str, parameters: dict[str, Any]) -> Row | None:
    """A random entry of the lowest pass, to be lifted to the highest or one above its own."""
    rows = await transaction.fetch(
        "SELECT e.number, e.body, max(max(s.pass) OVER (), s.pass + 1)"
        f" FROM shown s JOIN entry e ON e.number = s.number WHERE s.audience_id = :audience"
        f" AND {where} ORDER BY s.pass, e.position < :pivot, e.position LIMIT 1",
        parameters,
    )
    return rows[0] if rows else None


def search_words(text: str) -> str:
    """An FTS5 query for every word of `text`; quoting keeps each literal.

    The last word may be the start of one, when it is long enough not to match half the canon.
    """
    words = fold(text).split()
    query = " ".join(f'"{word}"' for word in words)
    return query + "*" if words and len(words[-1]) >= MIN_PREFIX else query or '""'
