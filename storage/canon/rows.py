"""Turns entries into rows with their indexed columns, and writes them."""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple, Self

from seeds.folding import fold
from seeds.pack import Manifest, Person
from seeds.schema import ENTRY_TYPES, AnyEntry, Event, Fact, Quote, Status
from storage.database import Row, Transaction, build_marks

DEFAULT_PACK_OWNER = 0
"""The owner of the entries of the first pack; further packs have numbers below, guilds their id."""
_IDS_READ_AT_ONCE = 500
"""Parameters of one statement; an engine takes thousands."""


class NameLookup(NamedTuple):
    """The names of people and topics by slug, which are indexed with entries."""

    people: Mapping[str, str]
    topics: Mapping[str, str]
    """Each with the name of the wider topic after it, where there is one."""

    @classmethod
    def from_manifest(cls, manifest: Manifest, people: Iterable[Person] = ()) -> Self:
        """Return the names of a pack and of further people."""
        names = {topic.slug: topic.name for topic in manifest.topics}
        return cls(
            {person.slug: person.name for person in (*manifest.people, *people)},
            {
                topic.slug: f"{topic.name} {names.get(topic.within or '', '')}".strip()
                for topic in manifest.topics
            },
        )


class StoredEntry(NamedTuple):
    """An entry of a guild, active or retired."""

    entry: AnyEntry
    is_retired: bool

    @classmethod
    def from_row(cls, row: Row) -> Self:
        """Parse a row of kind, body and retired_at."""
        kind, body, retired_at = row
        return cls(ENTRY_TYPES[kind].model_validate_json(body), retired_at is not None)


@dataclass(frozen=True, slots=True)
class EntryRow:
    """The columns of an entry."""

    id: str
    kind: str
    body: str
    digest: str
    date_key: str | None
    speaker: str | None
    topics: tuple[str, ...]
    search_text: str | None

    @property
    def shuffle_position(self) -> int:
        """A pseudo-random position that depends on the id alone: reloading keeps the order."""
        return zlib.crc32(self.id.encode()) >> 1


def build_row(entry: AnyEntry, names: NameLookup) -> EntryRow:
    """Return the row of an entry; its search text contains the names of people and topics."""
    body = entry.model_dump_json()
    date = text = speaker = None
    topics: tuple[str, ...] = ()
    match entry:
        case Event():
            date, topics = entry.date, entry.topics
        case Status():
            date = entry.as_of
        case Quote():
            date, topics, speaker = entry.said, entry.topics, entry.speaker
            text = _build_search_text(names, _quote_texts(entry), (entry.speaker,), topics)
        case Fact():
            topics = entry.topics
            text = _build_search_text(names, (entry.text,), entry.people, topics)
        case _:
            pass
    # The search text also depends on names, so it is part of the digest.
    digest = hashlib.sha256(f"{body}\0{text}".encode()).hexdigest()
    date_key = date.sort_key if date else None
    return EntryRow(entry.id, entry.kind, body, digest, date_key, speaker, topics, text)


class EntryRevision(NamedTuple):
    """The version of an entry: how often its content was changed, and when it was written."""

    number: int
    changed_at: datetime


async def insert_entries(
    transaction: Transaction, owner: int, rows: Sequence[EntryRow], now: int
) -> None:
    """Insert new entries of a guild or of a pack, which `owner` is.

    `now` is in epoch seconds.
    """
    await transaction.execute_many(
        "INSERT INTO entry (owner, id, kind, body, digest, date_key, speaker, position, changed_at)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [
            (
                owner,
                r.id,
                r.kind,
                r.body,
                r.digest,
                r.date_key,
                r.speaker,
                r.shuffle_position,
                now,
            )
            for r in rows
        ],
    )
    numbers = await _fetch_numbers(transaction, owner, [row.id for row in rows])
    await _index_entries(transaction, [(numbers[row.id], row) for row in rows])


async def _fetch_numbers(
    transaction: Transaction, owner: int, ids: Sequence[str]
) -> dict[str, int]:
    """Return the numbers that the database gave to new entries, by their ids."""
    numbers: dict[str, int] = {}
    for start in range(0, len(ids), _IDS_READ_AT_ONCE):
        some = ids[start : start + _IDS_READ_AT_ONCE]
        rows = await transaction.fetch(
            f"SELECT id, number FROM entry WHERE owner = ? AND id IN ({build_marks(some)})",
            (owner, *some),
        )
        numbers |= dict(rows)
    return numbers


async def update_entries(
    transaction: Transaction, numbered: Sequence[tuple[int, EntryRow]], now: int
) -> None:
    """Replace the entries with these numbers, and their indexed topics and texts.

    `now` is in epoch seconds.
    """
    await transaction.execute_many(
        "UPDATE entry SET body = ?, digest = ?, date_key = ?, speaker = ?, changed_at = ?,"
        " revision = revision + 1 WHERE number = ?",
        [(r.body, r.digest, r.date_key, r.speaker, now, n) for n, r in numbered],
    )
    numbers = [(n,) for n, _ in numbered]
    await transaction.execute_many("DELETE FROM entry_topic WHERE number = ?", numbers)
    await transaction.execute_many("DELETE FROM entry_text WHERE rowid = ?", numbers)
    await _index_entries(transaction, numbered)


async def _index_entries(
    transaction: Transaction, numbered: Sequence[tuple[int, EntryRow]]
) -> None:
    await transaction.execute_many(
        "INSERT INTO entry_topic (topic, number) VALUES (?, ?)",
        [(topic, n) for n, row in numbered for topic in dict.fromkeys(row.topics)],
    )
    await transaction.execute_many(
        "INSERT INTO entry_text (rowid, text) VALUES (?, ?)",
        [(n, row.search_text) for n, row in numbered if row.search_text is not None],
    )


def _quote_texts(quote: Quote) -> tuple[str, ...]:
    return (quote.occasion, *(run for printing in quote.printings for run in printing.runs))


def _build_search_text(
    names: NameLookup, texts: Iterable[str], people: Iterable[str], topics: Iterable[str]
) -> str:
    words = (
        *texts,
        *(names.people.get(slug, "") for slug in people),
        *(names.topics.get(slug, "") for slug in topics),
    )
    return fold(" ".join(words))
