"""Draws entries at random without repeating any before all that fit were shown."""

from __future__ import annotations

import asyncio
import functools
import logging
import random
import sqlite3
from collections import OrderedDict
from typing import NamedTuple, TypeVar

from seeds.folding import fold
from seeds.schema import Fact, Quote
from storage.canon.guild_canon import Canon, View
from storage.canon.rows import PACK
from storage.database import Database

DrawnT = TypeVar("DrawnT", Quote, Fact)

log = logging.getLogger(__name__)

MAX_POSITION = 2**31 - 1
MIN_PREFIX = 3
MAX_AHEAD = 500
"""Audiences whose next entry is kept ready."""


class Wish(NamedTuple):
    """Which entries fit: those of a kind, by one speaker, with all these words."""

    model: type[Quote | Fact]
    speaker: str | None
    about: str | None

    @property
    def condition(self) -> str:
        """The same in SQL, for an entry called `e`."""
        parts = ["e.kind = :kind AND e.retired_at IS NULL"]
        if self.speaker is not None:
            parts.append("e.speaker = :speaker")
        if self.about is not None:
            parts.append("e.number IN (SELECT rowid FROM entry_text WHERE entry_text MATCH :words)")
        return " AND ".join(parts)


class Choice(NamedTuple):
    """An entry that a wish came to, and the pass that showing it lifts it to."""

    view: View
    wish: Wish
    number: int
    entry: Quote | Fact
    shown_pass: int


class Draws:
    """Who was shown what. An audience is a server or one direct-message channel.

    Every showing lifts an entry to a higher pass; only entries on the lowest pass among those
    that fit are drawn, so filters may overlap and the canon may grow between two draws.

    A showing is written, and the entry after it chosen, while its card is already on the way: a
    kill in that moment can bring one entry twice, which is cheaper than every member waiting.
    """

    def __init__(self, database: Database, canon: Canon, rng: random.Random) -> None:
        self._database = database
        self._canon = canon
        self._rng = rng
        self._turn = asyncio.Lock()
        self._noting: dict[int, asyncio.Task[None]] = {}
        self._ahead: OrderedDict[int, Choice] = OrderedDict()

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
        wish = Wish(model, speaker, about)
        async with self._turn:
            if noting := self._noting.get(audience_id):
                await noting
            choice = self._ahead.pop(audience_id, None)
            view = self._canon.of(audience_id)
            if choice is None or choice.wish != wish or choice.view is not view:
                choice = await self._choose(audience_id, view, wish)
            if choice is None:
                return None
            self._noting[audience_id] = task = asyncio.create_task(self._note(audience_id, choice))
            task.add_done_callback(lambda done: self._forget(audience_id, done))
        assert isinstance(choice.entry, model)
        return choice.entry

    async def flush(self) -> None:
        """Wait until every showing is written."""
        await asyncio.gather(*self._noting.values())

    async def _choose(
        self, audience_id: int, view: View, wish: Wish, last: int = 0
    ) -> Choice | None:
        """Choose an entry; `last` is the number of one that should not come twice in a row."""
        rows = await self._database.fetch(
            _statement(wish.condition, is_shared=view.owner == PACK),
            {
                "audience": audience_id,
                "owner": view.owner,
                "kind": wish.model.kind,
                "speaker": wish.speaker,
                "words": search_words(wish.about or ""),
                "pivot": self._rng.randint(0, MAX_POSITION),
                "last": last,
            },
        )
        for number, body, shown_pass in rows:
            entry = wish.model.model_validate_json(body)
            return Choice(view, wish, number, entry, shown_pass)
        return None

    async def _note(self, audience_id: int, shown: Choice) -> None:
        try:
            await self._database.write(_REMEMBER, (audience_id, shown.number, shown.shown_pass))
            following = await self._choose(audience_id, shown.view, shown.wish, shown.number)
        except sqlite3.Error as error:
            log.error("could not note what audience %d was shown: %s", audience_id, error)
            return
        if following is not None:
            self._ahead[audience_id] = following
        if len(self._ahead) > MAX_AHEAD:
            self._ahead.popitem(last=False)

    def _forget(self, audience_id: int, done: asyncio.Task[None]) -> None:
        if self._noting.get(audience_id) is done:
            del self._noting[audience_id]

    async def speakers(self, audience_id: int) -> list[str]:
        """Slugs of everybody whom an audience can see quoted, most quoted first."""
        rows = await self._database.fetch(
            "SELECT speaker FROM entry WHERE owner IN (0, ?) AND kind = 'quote'"
            " AND retired_at IS NULL GROUP BY speaker ORDER BY count(*) DESC, speaker",
            (audience_id,),
        )
        return [speaker for (speaker,) in rows]


_REMEMBER = (
    "INSERT INTO shown (audience_id, number, pass) VALUES (?, ?, ?)"
    " ON CONFLICT (audience_id, number) DO UPDATE SET pass = excluded.pass"
)
_UNSHOWN = (
    "SELECT e.number, e.position FROM entry e WHERE e.owner = {owner} AND {fits}"
    " AND e.position {side} :pivot AND NOT EXISTS"
    " (SELECT 1 FROM shown s WHERE s.audience_id = :audience AND s.number = e.number)"
    " ORDER BY e.position LIMIT 1"
)
_SHOWN = (
    " FROM shown s JOIN entry e ON e.number = s.number"
    " WHERE s.audience_id = :audience AND e.owner IN (0, :owner) AND {fits}"
)
# The first unshown entry from a random place in the shuffle on, else before it, else one of the
# lowest pass. It gets the highest pass: of the audience when it is new to it, else of those that
# fit, or one above its own. Each part is looked for only when those before it found nothing.
_CHOOSE = (
    "SELECT chosen.number, chosen.body, CASE WHEN s.pass IS NULL"
    " THEN (SELECT coalesce(max(pass), 1) FROM shown WHERE audience_id = :audience)"
    f" ELSE max(s.pass + 1, (SELECT max(s.pass){_SHOWN})) END"
    " FROM entry chosen LEFT JOIN shown s"
    " ON s.audience_id = :audience AND s.number = chosen.number"
    " WHERE chosen.number = coalesce(({from_pivot}), ({to_pivot}),"
    f" (SELECT e.number{_SHOWN}"
    " ORDER BY s.pass, e.number = :last, e.position < :pivot, e.position LIMIT 1))"
)


@functools.cache
def _statement(condition: str, *, is_shared: bool) -> str:
    """The choice among what fits a condition, in the pack alone or in a server's own entries too.

    Each owner's part walks an index of its own, or everybody would walk past everybody's entries.
    """
    owners = ("0",) if is_shared else ("0", ":owner")
    parts: dict[str, str] = {}
    for name, side in (("from_pivot", ">="), ("to_pivot", "<")):
        first = [_UNSHOWN.replace("{owner}", one).replace("{side}", side) for one in owners]
        either = " UNION ALL ".join(f"SELECT * FROM ({one})" for one in first)
        parts[name] = f"SELECT number FROM ({either} ORDER BY 2 LIMIT 1)"
    statement = _CHOOSE
    for name, part in parts.items():
        statement = statement.replace(f"{{{name}}}", part)
    return statement.replace("{fits}", condition)


def search_words(text: str) -> str:
    """An FTS5 query for every word of `text`; quoting keeps each literal.

    The last word may be the start of one, when it is long enough not to match half the canon.
    """
    words = fold(text).split()
    query = " ".join(f'"{word}"' for word in words)
    return query + "*" if words and len(words[-1]) >= MIN_PREFIX else query or '""'
