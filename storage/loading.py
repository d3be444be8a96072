"""Makes the stored canon say what a pack says, writing only what differs."""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from seeds.folding import fold
from seeds.schema import AnyEntry, Event, Fact, Manifest, Pack, Quote, Status
from storage.database import Database, Row, Transaction

_SELECT_STORED = "SELECT id, number, digest, retired_at FROM entry"


@dataclass(frozen=True, slots=True)
class LoadReport:
    """What loading a pack changed, as numbers of entries."""

    added: int = 0
    changed: int = 0
    retired: int = 0
    revived: int = 0

    @property
    def is_empty(self) -> bool:
        """Whether the stored canon already said all of it."""
        return not (self.added or self.changed or self.retired or self.revived)


async def load_pack_into(database: Database, pack: Pack, digest: str, now: int) -> LoadReport:
    """Store `pack` in one transaction; `now` is epoch seconds.

    Changed entries are updated in place, vanished ones retired, returned ones revived. `digest`
    is remembered, so that the next start can tell an unchanged folder without reading it.
    """
    wanted = [_to_row(entry, pack.manifest) for entry in pack.entries.values()]
    async with database.transaction() as transaction:
        report = await _store(transaction, wanted, now)
        await transaction.fetch(
            "INSERT INTO pack (id, digest, manifest, loaded_at) VALUES (1, ?, ?, ?)"
            " ON CONFLICT (id) DO UPDATE SET digest = excluded.digest,"
            " manifest = excluded.manifest, loaded_at = excluded.loaded_at",
            (digest, pack.manifest.model_dump_json(), now),
        )
    return report


@dataclass(frozen=True, slots=True)
class _EntryRow:
    """One entry as it is stored."""

    id: str
    kind: str
    body: str
    digest: str
    date_key: str | None
    speaker: str | None
    topics: tuple[str, ...]
    text: str | None


def _to_row(entry: AnyEntry, manifest: Manifest) -> _EntryRow:
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
            text = _searchable(manifest, _spoken(entry), (entry.speaker,), topics)
        case Fact():
            topics = entry.topics
            text = _searchable(manifest, (entry.text,), entry.people, topics)
        case _:
            pass
    # The text found by search also depends on names in the manifest, so it is part of the digest.
    digest = hashlib.sha256(f"{body}\0{text}".encode()).hexdigest()
    date_key = date.sort_key if date else None
    return _EntryRow(entry.id, entry.kind, body, digest, date_key, speaker, topics, text)


def _spoken(quote: Quote) -> tuple[str, ...]:
    return (quote.occasion, *(run for printing in quote.printings for run in printing.runs))


def _searchable(
    manifest: Manifest, texts: Iterable[str], people: Iterable[str], topics: Iterable[str]
) -> str:
    names = {person.slug: person.name for person in manifest.people}
    subjects = {topic.slug: topic.name for topic in manifest.topics}
    words = (*texts, *(names[slug] for slug in people), *(subjects[slug] for slug in topics))
    return fold(" ".join(words))


async def _store(transaction: Transaction, wanted: Sequence[_EntryRow], now: int) -> LoadReport:
    stored = {row[0]: row for row in await transaction.fetch(_SELECT_STORED)}
    fresh = [row for row in wanted if row.id not in stored]
    changed = [row for row in wanted if row.id in stored and row.digest != stored[row.id][2]]
    kept = {row.id for row in wanted}
    gone = [row[1] for name, row in stored.items() if name not in kept and row[3] is None]
    revived = [row.id for row in wanted if row.id in stored and stored[row.id][3] is not None]
    await _insert(transaction, fresh)
    await _replace(transaction, changed, stored)
    await transaction.execute_many(
        "UPDATE entry SET retired_at = ? WHERE number = ?", [(now, number) for number in gone]
    )
    await transaction.execute_many(
        "UPDATE entry SET retired_at = NULL WHERE id = ?", [(name,) for name in revived]
    )
    return LoadReport(len(fresh), len(changed), len(gone), len(revived))


async def _insert(transaction: Transaction, rows: Sequence[_EntryRow]) -> None:
    [(last,)] = await transaction.fetch("SELECT coalesce(max(number), 0) FROM entry")
    numbered = list(enumerate(rows, start=last + 1))
    await transaction.execute_many(
        "INSERT INTO entry (number, id, kind, body, digest, date_key, speaker, position)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        [
            (n, r.id, r.kind, r.body, r.digest, r.date_key, r.speaker, _position(r.id))
            for n, r in numbered
        ],
    )
    await _index(transaction, numbered)


async def _replace(
    transaction: Transaction, rows: Sequence[_EntryRow], stored: dict[str, Row]
) -> None:
    numbered = [(int(stored[row.id][1]), row) for row in rows]
    await transaction.execute_many(
        "UPDATE entry SET body = ?, digest = ?, date_key = ?, speaker = ? WHERE number = ?",
        [(r.body, r.digest, r.date_key, r.speaker, n) for n, r in numbered],
    )
    numbers = [(n,) for n, _ in numbered]
    await transaction.execute_many("DELETE FROM entry_topic WHERE number = ?", numbers)
    await transaction.execute_many("DELETE FROM entry_text WHERE rowid = ?", numbers)
    await _index(transaction, numbered)


async def _index(transaction: Transaction, numbered: Sequence[tuple[int, _EntryRow]]) -> None:
    await transaction.execute_many(
        "INSERT INTO entry_topic (topic, number) VALUES (?, ?)",
        [(topic, n) for n, row in numbered for topic in dict.fromkeys(row.topics)],
    )
    await transaction.execute_many(
        "INSERT INTO entry_text (rowid, text) VALUES (?, ?)",
        [(n, row.text) for n, row in numbered if row.text is not None],
    )


def _position(name: str) -> int:
    """A place in the shuffle that depends on the id alone, so that reloading keeps the order."""
    return zlib.crc32(name.encode()) >> 1
