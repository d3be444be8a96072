"""What a server adds to the canon, and who did what to it. The pack itself is never touched."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from seeds.pack import Manifest, Person
from seeds.schema import AnyEntry
from storage.canon.rows import (
    NameLookup,
    StoredEntry,
    build_row,
    insert_entries,
    update_entries,
)
from storage.database import Database, Row, Transaction


class GuildPerson(NamedTuple):
    """Somebody whom only one server names; `member_id` when it is one of its members."""

    slug: str
    name: str
    member_id: int | None = None


@dataclass(frozen=True, slots=True)
class NewEntries:
    """Entries that come together, and the people they name whom the pack does not know."""

    entries: Sequence[AnyEntry]
    people: Sequence[GuildPerson] = ()


class AuditAction(StrEnum):
    """What was done to an entry."""

    ADDED = "added"
    IMPORTED = "imported"
    EDITED = "edited"
    RETRACTED = "retracted"
    RESTORED = "restored"
    WITHDRAWN = "withdrawn"


class AuditEvent(NamedTuple):
    """One line of an entry's history; `at` is epoch seconds, `before` the JSON it held."""

    entry_id: str
    action: AuditAction
    actor_id: int
    created_at: int
    detail: str = ""
    old_body: str = ""


class GuildEntries:
    """Own entries by server."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def add(
        self,
        guild_id: int,
        new_entries: NewEntries,
        actor_id: int,
        created_at: int,
        action: AuditAction,
        detail: str = "",
    ) -> None:
        """Store new entries; raises sqlite3.IntegrityError when an id is taken."""
        async with self._database.transaction() as transaction:
            await add_entries(
                transaction, guild_id, new_entries, actor_id, created_at, action, detail
            )

    async def import_entries(
        self,
        guild_id: int,
        count: int,
        build_entries: Callable[[int], NewEntries],
        actor_id: int,
        created_at: int,
        detail: str,
    ) -> None:
        """Store entries from elsewhere, all or none.

        `number` is given the first of `count` numbers that are theirs, and gives what to store.
        """
        async with self._database.transaction() as transaction:
            new_entries = build_entries(await reserve_numbers(transaction, guild_id, count))
            await add_entries(
                transaction,
                guild_id,
                new_entries,
                actor_id,
                created_at,
                AuditAction.IMPORTED,
                detail,
            )

    async def update(self, guild_id: int, entry: AnyEntry, actor_id: int, updated_at: int) -> bool:
        """Write an entry anew; False when the server has none of that id, or has retired it."""
        async with self._database.transaction() as transaction:
            rows = await transaction.fetch(
                "SELECT number, body FROM entry WHERE owner = ? AND id = ? AND retired_at IS NULL",
                (guild_id, entry.id),
            )
            for number, old_body in rows:
                names = await get_name_lookup(transaction, guild_id)
                await update_entries(transaction, [(number, build_row(entry, names))])
                event = AuditEvent(
                    entry.id, AuditAction.EDITED, actor_id, updated_at, old_body=old_body
                )
                await record_audit(transaction, guild_id, [event])
                transaction.touch_guild(guild_id)
        return bool(rows)

    async def retract(
        self,
        guild_id: int,
        ids: Sequence[str],
        actor_id: int,
        retired_at: int,
        reason: str,
        action: AuditAction = AuditAction.RETRACTED,
    ) -> list[str]:
        """Let entries count no longer; gives the ids of those that did until now."""
        async with self._database.transaction() as transaction:
            retired_ids = await retire_entries(transaction, guild_id, ids, retired_at)
            await record_audit(
                transaction,
                guild_id,
                [AuditEvent(name, action, actor_id, retired_at, reason) for name in retired_ids],
            )
        return retired_ids

    async def restore(
        self, guild_id: int, ids: Sequence[str], actor_id: int, restored_at: int
    ) -> list[str]:
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
            restored_ids = [name for (name,) in rows]
            events = [
                AuditEvent(name, AuditAction.RESTORED, actor_id, restored_at)
                for name in restored_ids
            ]
            await record_audit(transaction, guild_id, events)
            transaction.touch_guild(guild_id)
        return restored_ids

    async def get(self, guild_id: int, entry_id: str) -> StoredEntry | None:
        """A server's own entry, retired ones too."""
        rows = await self._database.fetch(
            "SELECT kind, body, retired_at FROM entry WHERE owner = ? AND id = ?",
            (guild_id, entry_id),
        )
        return StoredEntry.from_row(rows[0]) if rows else None

    async def list_people(self, guild_id: int) -> list[GuildPerson]:
        """Everybody only this server names."""
        rows = await self._database.fetch(
            "SELECT slug, name, member_id FROM own_person WHERE guild_id = ? ORDER BY slug",
            (guild_id,),
        )
        return [GuildPerson(*row) for row in rows]

    async def list_history(self, guild_id: int, *entry_ids: str) -> list[AuditEvent]:
        """What was done to an entry, or to some, oldest first."""
        marks = ",".join("?" * len(entry_ids))
        rows = await self._database.fetch(
            "SELECT entry_id, what, by_id, at, detail, before FROM deed"
            f" WHERE guild_id = ? AND entry_id IN ({marks}) ORDER BY number",
            (guild_id, *entry_ids),
        )
        return [_parse_event(row) for row in rows]

    async def list_newest_events(
        self, guild_id: int, *, offset: int, limit: int
    ) -> list[AuditEvent]:
        """What was done to any entry, newest first."""
        rows = await self._database.fetch(
            "SELECT entry_id, what, by_id, at, detail, before FROM deed"
            " WHERE guild_id = ? ORDER BY number DESC LIMIT ? OFFSET ?",
            (guild_id, limit, offset),
        )
        return [_parse_event(row) for row in rows]

    async def count_events(self, guild_id: int) -> int:
        """How many deeds there are in all."""
        [(number,)] = await self._database.fetch(
            "SELECT count(*) FROM deed WHERE guild_id = ?", (guild_id,)
        )
        return number


async def add_entries(
    transaction: Transaction,
    guild_id: int,
    new_entries: NewEntries,
    actor_id: int,
    created_at: int,
    action: AuditAction,
    detail: str = "",
) -> None:
    """Store new entries, the people they name and who added them."""
    await transaction.execute_many(
        "INSERT INTO own_person (guild_id, slug, name, member_id) VALUES (?, ?, ?, ?)"
        " ON CONFLICT (guild_id, slug) DO UPDATE SET name = excluded.name,"
        " member_id = coalesce(excluded.member_id, own_person.member_id)",
        [(guild_id, *person) for person in new_entries.people],
    )
    names = await get_name_lookup(transaction, guild_id)
    await insert_entries(
        transaction, guild_id, [build_row(entry, names) for entry in new_entries.entries]
    )
    events = [
        AuditEvent(entry.id, action, actor_id, created_at, detail) for entry in new_entries.entries
    ]
    await record_audit(transaction, guild_id, events)
    transaction.touch_guild(guild_id)


async def retire_entries(
    transaction: Transaction, guild_id: int, ids: Sequence[str], retired_at: int
) -> list[str]:
    """Let own entries count no longer; gives the ids of those that did."""
    marks = ",".join("?" * len(ids))
    rows = await transaction.fetch(
        f"UPDATE entry SET retired_at = ? WHERE owner = ? AND id IN ({marks})"
        " AND retired_at IS NULL RETURNING id",
        (retired_at, guild_id, *ids),
    )
    transaction.touch_guild(guild_id)
    return [name for (name,) in rows]


async def record_audit(
    transaction: Transaction, guild_id: int, events: Sequence[AuditEvent]
) -> None:
    """Write down what was done."""
    [(last,)] = await transaction.fetch(
        "SELECT coalesce(max(number), 0) FROM deed WHERE guild_id = ?", (guild_id,)
    )
    await transaction.execute_many(
        "INSERT INTO deed (guild_id, number, entry_id, what, by_id, at, detail, before)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        [(guild_id, number, *deed) for number, deed in enumerate(events, start=last + 1)],
    )


async def reserve_numbers(transaction: Transaction, guild_id: int, count: int) -> int:
    """The first of `count` numbers that no own entry of this server has had."""
    [(last,)] = await transaction.fetch(
        "INSERT INTO own_number (guild_id, last) VALUES (?, ?)"
        " ON CONFLICT (guild_id) DO UPDATE SET last = own_number.last + excluded.last"
        " RETURNING last",
        (guild_id, count),
    )
    return last - count + 1


async def get_name_lookup(transaction: Transaction, guild_id: int) -> NameLookup:
    """How people and topics are called in one server."""
    [(manifest,)] = await transaction.fetch("SELECT manifest FROM pack")
    rows = await transaction.fetch(
        "SELECT slug, name FROM own_person WHERE guild_id = ?", (guild_id,)
    )
    people = [Person(slug=slug, name=name) for slug, name in rows]
    return NameLookup.from_manifest(Manifest.model_validate_json(manifest), people)


def _parse_event(row: Row) -> AuditEvent:
    entry_id, what, *rest = row
    return AuditEvent(entry_id, AuditAction(what), *rest)
