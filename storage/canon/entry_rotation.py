"""Picks random entries; none is repeated before all that match the filter were shown."""

from __future__ import annotations

import asyncio
import functools
import logging
import random
from collections import OrderedDict
from typing import NamedTuple, TypeVar

from seeds.folding import fold
from seeds.schema import Fact, Quote
from storage.canon.canon import Canon
from storage.canon.guild_canon import GuildCanon
from storage.database import Database, TextSearch
from storage.errors import DatabaseError

EntryT = TypeVar("EntryT", Quote, Fact)

log = logging.getLogger(__name__)

MAX_POSITION = 2**31 - 1
MIN_PREFIX_LENGTH = 3
MAX_PREFETCHED = 500
"""Audiences whose next entry is kept in memory."""


class PickFilter(NamedTuple):
    """A filter for entries of one kind, by speaker and by words of the text."""

    model: type[Quote | Fact]
    speaker: str | None
    search_text: str | None

    def build_condition(self, text_search: TextSearch) -> str:
        """Return the filter as an SQL condition on the table alias `e`."""
        parts = ["e.kind = :kind AND e.retired_at IS NULL"]
        if self.speaker is not None:
            parts.append("e.speaker = :speaker")
        if self.search_text is not None:
            found = f"SELECT rowid FROM entry_text WHERE {text_search.condition}"
            parts.append(f"e.number IN ({found})")
        return " AND ".join(parts)


class Pick(NamedTuple):
    """A picked entry, and the pass number that it gets when it is shown."""

    guild_canon: GuildCanon
    pick_filter: PickFilter
    entry_number: int
    entry: Quote | Fact
    pass_number: int


class EntryRotation:
    """Picks entries and stores which an audience, a guild or direct-message channel, was shown.

    Showing an entry raises its pass number; only entries with the lowest pass number among those
    that match are picked, so filters may overlap and the canon may grow between two picks.

    That an entry was shown is written, and the next one chosen, while the card is being sent: a
    crash then may repeat one entry, which is cheaper than a delay of every card.
    """

    def __init__(self, database: Database, canon: Canon, rng: random.Random) -> None:
        self._database = database
        self._canon = canon
        self._rng = rng
        self._lock = asyncio.Lock()
        self._pending_writes: dict[int, asyncio.Task[None]] = {}
        self._prefetched: OrderedDict[int, Pick] = OrderedDict()

    async def pick(
        self,
        model: type[EntryT],
        audience_id: int,
        *,
        speaker: str | None = None,
        search_text: str | None = None,
    ) -> EntryT | None:
        """Pick one matching entry and store that it was shown; None when nothing matches.

        Every word of `search_text` must occur; the last may be the beginning of a word.
        """
        pick_filter = PickFilter(model, speaker, search_text)
        async with self._lock:
            if pending_write := self._pending_writes.get(audience_id):
                await pending_write
            picked = self._prefetched.pop(audience_id, None)
            guild_canon = self._canon.for_guild(audience_id)
            if (
                picked is None
                or picked.pick_filter != pick_filter
                or picked.guild_canon is not guild_canon
            ):
                picked = await self._choose(audience_id, guild_canon, pick_filter)
            if picked is None:
                return None
            self._pending_writes[audience_id] = task = asyncio.create_task(
                self._record_shown(audience_id, picked)
            )
            task.add_done_callback(lambda done: self._discard_pending_write(audience_id, done))
        assert isinstance(picked.entry, model)
        return picked.entry

    def invalidate_all(self) -> None:
        """Drop the entries that were chosen ahead."""
        self._prefetched.clear()

    async def flush(self) -> None:
        """Wait until all pending writes are done."""
        await asyncio.gather(*self._pending_writes.values())

    async def _choose(
        self,
        audience_id: int,
        guild_canon: GuildCanon,
        pick_filter: PickFilter,
        last_number: int = 0,
    ) -> Pick | None:
        """Choose an entry; that with `last_number` is avoided, as it was shown just before.

        None when nothing matches.
        """
        rows = await self._database.fetch(
            _build_pick_query(
                pick_filter.build_condition(self._database.text_search),
                is_pack_only=guild_canon.is_pack,
            ),
            {
                "audience": audience_id,
                "pack": guild_canon.owners[0],
                "owner": guild_canon.guild_id,
                "kind": pick_filter.model.kind,
                "speaker": pick_filter.speaker,
                "words": build_search_query(
                    self._database.text_search, pick_filter.search_text or ""
                ),
                "pivot": self._rng.randint(0, MAX_POSITION),
                "last": last_number,
            },
        )
        for number, body, shown_pass in rows:
            entry = pick_filter.model.model_validate_json(body)
            return Pick(guild_canon, pick_filter, number, entry, shown_pass)
        return None

    async def _record_shown(self, audience_id: int, picked: Pick) -> None:
        try:
            await self._database.write(
                _UPSERT_SHOWN, (audience_id, picked.entry_number, picked.pass_number)
            )
            next_pick = await self._choose(
                audience_id, picked.guild_canon, picked.pick_filter, picked.entry_number
            )
        except DatabaseError as error:
            log.error("could not note what audience %d was shown: %s", audience_id, error)
            return
        if next_pick is not None:
            self._prefetched[audience_id] = next_pick
        if len(self._prefetched) > MAX_PREFETCHED:
            self._prefetched.popitem(last=False)

    def _discard_pending_write(self, audience_id: int, done: asyncio.Task[None]) -> None:
        if self._pending_writes.get(audience_id) is done:
            del self._pending_writes[audience_id]

    async def list_speakers(self, audience_id: int) -> list[str]:
        """Return the slugs of the speakers of all visible quotes, most quoted first."""
        rows = await self._database.fetch(
            "SELECT speaker FROM entry WHERE owner IN (?, ?) AND kind = 'quote'"
            " AND retired_at IS NULL GROUP BY speaker ORDER BY count(*) DESC, speaker",
            self._canon.for_guild(audience_id).owners,
        )
        return [speaker for (speaker,) in rows]


_UPSERT_SHOWN = (
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
    " WHERE s.audience_id = :audience AND e.owner IN (:pack, :owner) AND {fits}"
)
# The first unshown entry from a random position on, else before it, else one of the lowest pass.
# It gets the highest pass number: of the audience when it is unshown, else of the matching ones,
# or one above its own. `coalesce` runs each subquery only when those before it found nothing.
_DRAW_QUERY = (
    "SELECT chosen.number, chosen.body, CASE WHEN s.pass IS NULL"
    " THEN (SELECT coalesce(max(pass), 1) FROM shown WHERE audience_id = :audience)"
    " ELSE (SELECT max(pass) FROM"
    f" (SELECT s.pass + 1 AS pass UNION ALL SELECT max(s.pass){_SHOWN}) either) END"
    " FROM entry chosen LEFT JOIN shown s"
    " ON s.audience_id = :audience AND s.number = chosen.number"
    " WHERE chosen.number = coalesce(({from_pivot}), ({to_pivot}),"
    f" (SELECT e.number{_SHOWN}"
    " ORDER BY s.pass, e.number = :last, e.position < :pivot, e.position LIMIT 1))"
)


@functools.cache
def _build_pick_query(condition: str, *, is_pack_only: bool) -> str:
    """Return the query that picks among entries of the pack, or also of a guild.

    It has a subquery for each owner, so that the index is not scanned over other guilds' entries.
    """
    owners = (":pack",) if is_pack_only else (":pack", ":owner")
    parts: dict[str, str] = {}
    for name, side in (("from_pivot", ">="), ("to_pivot", "<")):
        first = [_UNSHOWN.replace("{owner}", one).replace("{side}", side) for one in owners]
        either = " UNION ALL ".join(f"SELECT * FROM ({one}) first" for one in first)
        parts[name] = f"SELECT number FROM ({either} ORDER BY 2 LIMIT 1) nearest"
    statement = _DRAW_QUERY
    for name, part in parts.items():
        statement = statement.replace(f"{{{name}}}", part)
    return statement.replace("{fits}", condition)


def build_search_query(text_search: TextSearch, text: str) -> str:
    """Return the engine's query for all words of `text`, which are taken literally.

    The last word is a prefix when it is long enough not to match half the canon.
    """
    words = fold(text).split()
    is_last_prefix = bool(words) and len(words[-1]) >= MIN_PREFIX_LENGTH
    return text_search.build_query(words, is_last_prefix)
