"""A guild's own entries; every change is recorded in the audit log."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from seeds.pack import Manifest, Person
from seeds.schema import ENTRY_TYPES, AnyEntry
from storage.canon.audit_log import (
    SELECT_EVENTS,
    AuditAction,
    AuditEvent,
    EntryChange,
    parse_event,
    record_change,
)
from storage.canon.rows import (
    NameLookup,
    StoredEntry,
    build_row,
    insert_entries,
    update_entries,
)
from storage.database import Database, Transaction, build_marks
from storage.outbox import OutboxMessage, insert_message

_SELECT_MANIFEST = (
    "SELECT manifest FROM pack WHERE load_order IS NOT NULL ORDER BY"
    " CASE WHEN slug = (SELECT slug FROM guild_pack WHERE guild_id = ?) THEN 0 ELSE 1 END,"
    " load_order LIMIT 1"
)
"""Selects the manifest of a guild's pack: the default one, unless the bot has what it chose."""


class GuildPerson(NamedTuple):
    """A person added by a guild; `member_id` is None unless it is a member."""

    slug: str
    name: str
    member_id: int | None = None


@dataclass(frozen=True, slots=True)
class NewEntries:
    """Entries to store together, and the new people that they name."""

    entries: Sequence[AnyEntry]
    people: Sequence[GuildPerson] = ()


@dataclass(frozen=True, slots=True)
class ImportedEntries:
    """New entries, and new versions of entries that the guild has."""

    new: NewEntries
    corrected: Sequence[AnyEntry] = ()


class GuildEntries:
    """Repository of the entries of guilds; those of the pack are in `pack_loader`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def import_entries(
        self,
        change: EntryChange,
        count: int,
        expected: Sequence[AnyEntry],
        build_entries: Callable[[int], ImportedEntries],
    ) -> None:
        """Store imported entries in one transaction.

        `build_entries` takes the first of `count` reserved numbers and returns the entries;
        `expected` are the versions that its corrected ones replace. One that has changed since is
        not replaced.
        """
        async with self._database.transaction() as transaction:
            first = await reserve_numbers(transaction, change.guild_id, count) if count else 0
            imported = build_entries(first)
            await add_entries(transaction, change, imported.new, AuditAction.IMPORTED)
            stored = await fetch_entries(
                transaction,
                change.guild_id,
                [entry.id for entry in expected],
                only_active=True,
            )
            unchanged = {one.id for one in expected if _is_stored(one, stored)}
            corrected = [one for one in imported.corrected if one.id in unchanged]
            await replace_entries(transaction, change, stored, corrected)

    async def revise(
        self, change: EntryChange, expected: Sequence[AnyEntry], revision: NewEntries
    ) -> bool:
        """Replace entries by new versions of the same ids in one transaction.

        False, changing nothing, unless all are active and equal to `expected`. Only entries that
        differ from their stored version are logged.
        """
        async with self._database.transaction() as transaction:
            stored = await fetch_entries(
                transaction,
                change.guild_id,
                [entry.id for entry in expected],
                only_active=True,
            )
            if not all(_is_stored(entry, stored) for entry in expected):
                return False
            await upsert_people(transaction, change.guild_id, revision.people)
            await replace_entries(transaction, change, stored, revision.entries)
        return True

    async def retract(
        self,
        change: EntryChange,
        ids: Sequence[str],
        action: AuditAction = AuditAction.RETRACTED,
        notice: OutboxMessage | None = None,
    ) -> list[str]:
        """Retire entries, and store a notice of it; return the ids of those that were active."""
        async with self._database.transaction() as transaction:
            retired_ids = await retire_entries(transaction, change, ids, action)
            if retired_ids:
                await insert_message(transaction, notice)
            return retired_ids

    async def get(self, guild_id: int, entry_id: str) -> StoredEntry | None:
        """Return one entry of a guild, also a retired one; None if there is none."""
        rows = await self._database.fetch(
            "SELECT kind, body, retired_at FROM entry WHERE owner = ? AND id = ?",
            (guild_id, entry_id),
        )
        return StoredEntry.from_row(rows[0]) if rows else None

    async def list_people(self, guild_id: int) -> list[GuildPerson]:
        """Return the people that this guild has added, sorted by slug."""
        rows = await self._database.fetch(
            "SELECT slug, name, member_id FROM own_person WHERE guild_id = ? ORDER BY slug",
            (guild_id,),
        )
        return [GuildPerson(*row) for row in rows]

    async def list_history(self, guild_id: int, *entry_ids: str) -> list[AuditEvent]:
        """Return the events of some entries, oldest first."""
        rows = await self._database.fetch(
            f"{SELECT_EVENTS} WHERE guild_id = ? AND entry_id IN ({build_marks(entry_ids)})"
            " ORDER BY number",
            (guild_id, *entry_ids),
        )
        return [parse_event(row) for row in rows]

    async def list_newest_events(
        self, guild_id: int, *, offset: int, limit: int
    ) -> list[AuditEvent]:
        """Return a page of the guild's audit log, newest first."""
        rows = await self._database.fetch(
            f"{SELECT_EVENTS} WHERE guild_id = ? ORDER BY number DESC LIMIT ? OFFSET ?",
            (guild_id, limit, offset),
        )
        return [parse_event(row) for row in rows]

    async def count_events(self, guild_id: int) -> int:
        """Return the number of events in a guild's audit log."""
        [(number,)] = await self._database.fetch(
            "SELECT count(*) FROM deed WHERE guild_id = ?", (guild_id,)
        )
        return number


async def add_entries(
    transaction: Transaction, change: EntryChange, new_entries: NewEntries, action: AuditAction
) -> None:
    """Store new entries and the people they name; raises IntegrityError for a taken id."""
    await upsert_people(transaction, change.guild_id, new_entries.people)
    names = await get_name_lookup(transaction, change.guild_id)
    await insert_entries(
        transaction,
        change.guild_id,
        [build_row(entry, names) for entry in new_entries.entries],
        change.epoch,
    )
    ids = [entry.id for entry in new_entries.entries]
    await record_change(transaction, change, action, dict.fromkeys(ids, ""))
    transaction.invalidate_guild(change.guild_id)


async def retire_entries(
    transaction: Transaction, change: EntryChange, ids: Sequence[str], action: AuditAction
) -> list[str]:
    """Retire entries of a guild; return the ids of those that were active."""
    rows = await transaction.fetch(
        f"UPDATE entry SET retired_at = ? WHERE owner = ? AND id IN ({build_marks(ids)})"
        " AND retired_at IS NULL RETURNING id",
        (change.epoch, change.guild_id, *ids),
    )
    retired_ids = [name for (name,) in rows]
    await record_change(transaction, change, action, dict.fromkeys(retired_ids, ""))
    transaction.invalidate_guild(change.guild_id)
    return retired_ids


class NumberedEntry(NamedTuple):
    """An entry with its row number and its JSON."""

    number: int
    body: str
    entry: AnyEntry


async def fetch_entries(
    transaction: Transaction, guild_id: int, ids: Sequence[str], *, only_active: bool = False
) -> dict[str, NumberedEntry]:
    """Return the entries of a guild with these ids, as far as there are any."""
    condition = " AND retired_at IS NULL" if only_active else ""
    rows = await transaction.fetch(
        "SELECT id, number, body, kind FROM entry"
        f" WHERE owner = ? AND id IN ({build_marks(ids)}){condition}",
        (guild_id, *ids),
    )
    return {
        name: NumberedEntry(number, body, ENTRY_TYPES[kind].model_validate_json(body))
        for name, number, body, kind in rows
    }


def _is_stored(entry: AnyEntry, stored: Mapping[str, NumberedEntry]) -> bool:
    return entry.id in stored and stored[entry.id].entry == entry


async def replace_entries(
    transaction: Transaction,
    change: EntryChange,
    stored: Mapping[str, NumberedEntry],
    entries: Sequence[AnyEntry],
) -> None:
    """Replace and log the entries that differ from their version in `stored`."""
    changed = [entry for entry in entries if entry != stored[entry.id].entry]
    names = await get_name_lookup(transaction, change.guild_id)
    await update_entries(
        transaction,
        [(stored[entry.id].number, build_row(entry, names)) for entry in changed],
        change.epoch,
    )
    bodies = {entry.id: stored[entry.id].body for entry in changed}
    await record_change(transaction, change, AuditAction.EDITED, bodies)
    transaction.invalidate_guild(change.guild_id)


async def upsert_people(
    transaction: Transaction, guild_id: int, people: Sequence[GuildPerson]
) -> None:
    """Store the people that entries name, and the member that one is, once that is known."""
    await transaction.execute_many(
        "INSERT INTO own_person (guild_id, slug, name, member_id) VALUES (?, ?, ?, ?)"
        " ON CONFLICT (guild_id, slug) DO UPDATE SET name = excluded.name,"
        " member_id = coalesce(excluded.member_id, own_person.member_id)",
        [(guild_id, *person) for person in people],
    )


async def reserve_numbers(transaction: Transaction, guild_id: int, count: int) -> int:
    """Reserve `count` numbers that no entry of this guild has had, and return the first."""
    [(last,)] = await transaction.fetch(
        "INSERT INTO own_number (guild_id, last) VALUES (?, ?)"
        " ON CONFLICT (guild_id) DO UPDATE SET last = own_number.last + excluded.last"
        " RETURNING last",
        (guild_id, count),
    )
    return last - count + 1


async def get_name_lookup(transaction: Transaction, guild_id: int) -> NameLookup:
    """Return the names of the people and topics in the canon of a guild."""
    [(manifest,)] = await transaction.fetch(_SELECT_MANIFEST, (guild_id,))
    rows = await transaction.fetch(
        "SELECT slug, name FROM own_person WHERE guild_id = ?", (guild_id,)
    )
    people = [Person(slug=slug, name=name) for slug, name in rows]
    return NameLookup.from_manifest(Manifest.model_validate_json(manifest), people)
