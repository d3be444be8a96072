"""What a server adds to the canon, and who did what to it. The pack itself is never touched."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from seeds.pack import Manifest, Person
from seeds.schema import KINDS, AnyEntry
from storage.canon.guild_canon import Canon
from storage.canon.rows import Names, insert, replace, row_of
from storage.database import Database, Row, Transaction


class OwnPerson(NamedTuple):
    """Somebody whom only one server names; `member_id` when it is one of its members."""

    slug: str
    name: str
    member_id: int | None = None


@dataclass(frozen=True, slots=True)
class Addition:
    """Entries that come together, and the people they name whom the pack does not know."""

    entries: Sequence[AnyEntry]
    people: Sequence[OwnPerson] = ()


class What(StrEnum):
    """What was done to an entry."""

    ADDED = "added"
    IMPORTED = "imported"
    EDITED = "edited"
    RETRACTED = "retracted"
    RESTORED = "restored"
    WITHDRAWN = "withdrawn"


class Deed(NamedTuple):
    """One line of an entry's history; `at` is epoch seconds, `before` the JSON it held."""

    entry_id: str
    what: What
    by_id: int
    at: int
    detail: str = ""
    before: str = ""


class Stored(NamedTuple):
    """An own entry, counting or retired."""

    entry: AnyEntry
    is_retired: bool


class OwnEntries:
    """Own entries by server."""

    def __init__(self, database: Database, canon: Canon) -> None:
        self._database = database
        self._canon = canon

    async def add(
        self, guild_id: int, addition: Addition, by_id: int, at: int, what: What, detail: str = ""
    ) -> None:
        """Store new entries; raises sqlite3.IntegrityError when an id is taken."""
        async with self._database.transaction() as transaction:
            await add_entries(transaction, guild_id, addition, by_id, at, what, detail)
        self._canon.has_changed(guild_id)

    async def take_in(
        self,
        guild_id: int,
        count: int,
        number: Callable[[int], Addition],
        by_id: int,
        at: int,
        detail: str,
    ) -> None:
        """Store entries from elsewhere, all or none.

        `number` is given the first of `count` numbers that are theirs, and gives what to store.
        """
        async with self._database.transaction() as transaction:
            addition = number(await take_numbers(transaction, guild_id, count))
            await add_entries(transaction, guild_id, addition, by_id, at, What.IMPORTED, detail)
        self._canon.has_changed(guild_id)

    async def revise(self, guild_id: int, entry: AnyEntry, by_id: int, at: int) -> bool:
        """Write an entry anew; False when the server has none of that id, or has retired it."""
        async with self._database.transaction() as transaction:
            rows = await transaction.fetch(
                "SELECT number, body FROM entry WHERE owner = ? AND id = ? AND retired_at IS NULL",
                (guild_id, entry.id),
            )
            for number, before in rows:
                names = await names_of(transaction, guild_id)
                await replace(transaction, [(number, row_of(entry, names))])
                deed = Deed(entry.id, What.EDITED, by_id, at, before=before)
                await note(transaction, guild_id, [deed])
        self._canon.has_changed(guild_id)
        return bool(rows)

    async def retract(
        self,
        guild_id: int,
        ids: Sequence[str],
        by_id: int,
        at: int,
        reason: str,
        what: What = What.RETRACTED,
    ) -> list[str]:
        """Let entries count no longer; gives the ids of those that did until now."""
        async with self._database.transaction() as transaction:
            gone = await retire(transaction, guild_id, ids, at)
            await note(
                transaction, guild_id, [Deed(name, what, by_id, at, reason) for name in gone]
            )
        self._canon.has_changed(guild_id)
        return gone

    async def restore(self, guild_id: int, ids: Sequence[str], by_id: int, at: int) -> list[str]:
        """Let retracted entries count again; gives the ids of those that did not.

        What a member has taken back, who was quoted with it, stays gone.
        """
        marks = ",".join("?" * len(ids))
        async with self._database.transaction() as transaction:
            rows = await transaction.fetch(
                f"UPDATE entry SET retired_at = NULL WHERE owner = ? AND id IN ({marks})"
                " AND retired_at IS NOT NULL AND NOT EXISTS (SELECT 1 FROM deed"
                " WHERE guild_id = entry.owner AND entry_id = entry.id AND what = 'withdrawn')"
                " RETURNING id",
                (guild_id, *ids),
            )
            back = [name for (name,) in rows]
            deeds = [Deed(name, What.RESTORED, by_id, at) for name in back]
            await note(transaction, guild_id, deeds)
        self._canon.has_changed(guild_id)
        return back

    async def find(self, guild_id: int, entry_id: str) -> Stored | None:
        """A server's own entry, retired ones too."""
        rows = await self._database.fetch(
            "SELECT kind, body, retired_at FROM entry WHERE owner = ? AND id = ?",
            (guild_id, entry_id),
        )
        return _stored(rows[0]) if rows else None

    async def all_of(self, guild_id: int) -> list[AnyEntry]:
        """Every own entry that counts, in the order they were added."""
        rows = await self._database.fetch(
            "SELECT kind, body, retired_at FROM entry WHERE owner = ? AND retired_at IS NULL"
            " ORDER BY number",
            (guild_id,),
        )
        return [_stored(row).entry for row in rows]

    async def ever_of(self, guild_id: int) -> list[Stored]:
        """Every own entry, retired ones too, in the order they were added."""
        rows = await self._database.fetch(
            "SELECT kind, body, retired_at FROM entry WHERE owner = ? ORDER BY number", (guild_id,)
        )
        return [_stored(row) for row in rows]

    async def people(self, guild_id: int) -> list[OwnPerson]:
        """Everybody only this server names."""
        rows = await self._database.fetch(
            "SELECT slug, name, member_id FROM own_person WHERE guild_id = ? ORDER BY slug",
            (guild_id,),
        )
        return [OwnPerson(*row) for row in rows]

    async def history(self, guild_id: int, *entry_ids: str) -> list[Deed]:
        """What was done to an entry, or to some, oldest first."""
        marks = ",".join("?" * len(entry_ids))
        rows = await self._database.fetch(
            "SELECT entry_id, what, by_id, at, detail, before FROM deed"
            f" WHERE guild_id = ? AND entry_id IN ({marks}) ORDER BY number",
            (guild_id, *entry_ids),
        )
        return [_deed(row) for row in rows]

    async def newest_deeds(self, guild_id: int, *, offset: int, limit: int) -> list[Deed]:
        """What was done to any entry, newest first."""
        rows = await self._database.fetch(
            "SELECT entry_id, what, by_id, at, detail, before FROM deed"
            " WHERE guild_id = ? ORDER BY number DESC LIMIT ? OFFSET ?",
            (guild_id, limit, offset),
        )
        return [_deed(row) for row in rows]

    async def count_deeds(self, guild_id: int) -> int:
        """How many deeds there are in all."""
        [(number,)] = await self._database.fetch(
            "SELECT count(*) FROM deed WHERE guild_id = ?", (guild_id,)
        )
        return number


async def add_entries(
    transaction: Transaction,
    guild_id: int,
    addition: Addition,
    by_id: int,
    at: int,
    what: What,
    detail: str = "",
) -> None:
    """Store new entries, the people they name and who added them."""
    await transaction.execute_many(
        "INSERT INTO own_person (guild_id, slug, name, member_id) VALUES (?, ?, ?, ?)"
        " ON CONFLICT (guild_id, slug) DO UPDATE SET name = excluded.name,"
        " member_id = coalesce(excluded.member_id, own_person.member_id)",
        [(guild_id, *person) for person in addition.people],
    )
    names = await names_of(transaction, guild_id)
    await insert(transaction, guild_id, [row_of(entry, names) for entry in addition.entries])
    deeds = [Deed(entry.id, what, by_id, at, detail) for entry in addition.entries]
    await note(transaction, guild_id, deeds)


async def retire(transaction: Transaction, guild_id: int, ids: Sequence[str], at: int) -> list[str]:
    """Let own entries count no longer; gives the ids of those that did."""
    marks = ",".join("?" * len(ids))
    rows = await transaction.fetch(
        f"UPDATE entry SET retired_at = ? WHERE owner = ? AND id IN ({marks})"
        " AND retired_at IS NULL RETURNING id",
        (at, guild_id, *ids),
    )
    return [name for (name,) in rows]


async def note(transaction: Transaction, guild_id: int, deeds: Sequence[Deed]) -> None:
    """Write down what was done."""
    [(last,)] = await transaction.fetch(
        "SELECT coalesce(max(number), 0) FROM deed WHERE guild_id = ?", (guild_id,)
    )
    await transaction.execute_many(
        "INSERT INTO deed (guild_id, number, entry_id, what, by_id, at, detail, before)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        [(guild_id, number, *deed) for number, deed in enumerate(deeds, start=last + 1)],
    )


async def take_numbers(transaction: Transaction, guild_id: int, count: int) -> int:
    """The first of `count` numbers that no own entry of this server has had."""
    [(last,)] = await transaction.fetch(
        "INSERT INTO own_number (guild_id, last) VALUES (?, ?)"
        " ON CONFLICT (guild_id) DO UPDATE SET last = own_number.last + excluded.last"
        " RETURNING last",
        (guild_id, count),
    )
    return last - count + 1


async def names_of(transaction: Transaction, guild_id: int) -> Names:
    """How people and topics are called in one server."""
    [(manifest,)] = await transaction.fetch("SELECT manifest FROM pack")
    rows = await transaction.fetch(
        "SELECT slug, name FROM own_person WHERE guild_id = ?", (guild_id,)
    )
    people = [Person(slug=slug, name=name) for slug, name in rows]
    return Names.of(Manifest.model_validate_json(manifest), people)


def _stored(row: Row) -> Stored:
    kind, body, retired_at = row
    return Stored(KINDS[kind].model_validate_json(body), retired_at is not None)


def _deed(row: Row) -> Deed:
    entry_id, what, *rest = row
    return Deed(entry_id, What(what), *rest)
