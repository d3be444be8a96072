"""The canon of one guild: the entries of its pack and its own."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from typing import Any, TypeVar

from seeds.pack import Manifest, Person
from seeds.promises.settling import OpenPromise, list_open_promises, settle_promises
from seeds.schema import ENTRY_TYPES, AnyEntry, Event, Source, Status
from storage.canon.rows import DEFAULT_PACK_OWNER, EntryRevision, StoredEntry
from storage.database import Database, build_marks
from storage.epoch import from_epoch

T = TypeVar("T")
EntryT = TypeVar("EntryT", bound=AnyEntry)

_IS_VISIBLE = "owner IN (:pack, :owner) AND retired_at IS NULL"


class GuildCanon:
    """The active entries of one pack and of one guild; `guild_id` is the owner for a pack alone.

    Sources and dated entries are on nearly every card, so they are cached once read. The caches
    are never updated: after a change `Canon.for_guild` returns a new object.
    """

    def __init__(
        self,
        database: Database,
        pack_canon: GuildCanon | None = None,
        guild_id: int = DEFAULT_PACK_OWNER,
        manifest: Manifest | None = None,
    ) -> None:
        self.guild_id = guild_id
        self._database = database
        self._pack_canon = pack_canon
        self._sources: dict[str, Source] = {}
        self._dated_entries: tuple[Event | Status, ...] | None = None
        self._unsettled_statuses: list[Status] = []
        self._settling_events: list[Event] = []
        self._people: dict[str, Person] | None = None
        self._manifest = manifest
        self._derived: dict[Callable[[GuildCanon], Awaitable[Any]], asyncio.Task[Any]] = {}

    @property
    def pack(self) -> GuildCanon:
        """The canon of the pack alone."""
        return self._pack_canon or self

    @property
    def owners(self) -> tuple[int, int]:
        """The owner of the pack's entries, and that of the guild's or again of the pack's."""
        return self.pack.guild_id, self.guild_id

    @property
    def _owner_parameters(self) -> dict[str, int]:
        return {"pack": self.pack.guild_id, "owner": self.guild_id}

    @property
    def is_pack(self) -> bool:
        """Whether this is the canon of a pack alone."""
        return self._pack_canon is None

    async def derive(self, build: Callable[[GuildCanon], Awaitable[T]]) -> T:
        """Return `build(self)`, which is called once and whose result is shared by all callers.

        `build`, a function or a bound method, is the key. The result is kept as long as this
        object, so until the guild's entries change. The result of a failed call is not kept, and
        its exception is raised for every caller that waited for it.
        """
        task = self._derived.get(build)
        if task is None:
            task = asyncio.ensure_future(build(self))
            self._derived[build] = task
        try:
            return await asyncio.shield(task)
        except Exception:
            self._derived.pop(build, None)
            raise

    async def get_many(self, ids: Iterable[str], model: type[EntryT]) -> list[EntryT]:
        """Return the entries with these ids, in the order asked for; unknown ids are left out."""
        wanted = tuple(dict.fromkeys(ids))
        rows = await self._database.fetch(
            f"SELECT id, body FROM entry WHERE id IN ({build_marks(wanted)})"
            " AND owner IN (?, ?) AND kind = ?"
            " AND retired_at IS NULL ORDER BY owner",
            (*wanted, *self.owners, model.kind),
        )
        found = {name: model.model_validate_json(body) for name, body in rows}
        return [found[name] for name in wanted if name in found]

    async def list_all(self, model: type[EntryT]) -> list[EntryT]:
        """Return all entries of one kind in the order they were added, the pack's first."""
        rows = await self._database.fetch(
            f"SELECT body FROM entry WHERE kind = :kind AND {_IS_VISIBLE} ORDER BY owner, number",
            {"kind": model.kind, **self._owner_parameters},
        )
        return [model.model_validate_json(body) for (body,) in rows]

    async def list_guild_entries(self) -> list[StoredEntry]:
        """Return the guild's own entries, also retired ones, in the order they were added."""
        if self.is_pack:
            return []
        rows = await self._database.fetch(
            "SELECT kind, body, retired_at FROM entry WHERE owner = ? ORDER BY number",
            (self.guild_id,),
        )
        return [StoredEntry.from_row(row) for row in rows]

    async def get_sources(self, ids: Iterable[str]) -> list[Source]:
        """Return the sources with these ids, in the order asked for; unknown ids are left out.

        Cards show `bot.ui.citations.get_shown_sources`, which respects the guild's settings.
        """
        wanted = tuple(dict.fromkeys(ids))
        unread = [name for name in wanted if name not in self._sources]
        if unread:
            self._sources |= {one.id: one for one in await self.get_many(unread, Source)}
        return [self._sources[name] for name in wanted if name in self._sources]

    async def get_cited_sources(self, entry_id: str) -> list[Source]:
        """Return the sources that an entry cites; [] when there is no such entry."""
        rows = await self._database.fetch(
            f"SELECT kind, body FROM entry WHERE id = :id AND {_IS_VISIBLE}",
            {"id": entry_id, **self._owner_parameters},
        )
        cited = [ENTRY_TYPES[kind].model_validate_json(body).references for kind, body in rows]
        return await self.get_sources(name for names in cited for name in names)

    async def list_statuses(self) -> list[Status]:
        """Return all statuses, newest first."""
        dated_entries = await self.list_dated_entries()
        return [one for one in reversed(dated_entries) if isinstance(one, Status)]

    async def list_dated_entries(self) -> tuple[Event | Status, ...]:
        """Return all events and statuses, oldest first; promises are as events settle them."""
        if self._dated_entries is None:
            added = await self._fetch_dated_entries()
            pack_entries = await self._pack_canon.list_dated_entries() if self._pack_canon else ()
            entries = sorted((*pack_entries, *added), key=dated_entry_sort_key)
            settling = [one for one in added if isinstance(one, Event) and one.settles]
            self._settling_events = settling
            self._unsettled_statuses = [one for one in reversed(entries) if isinstance(one, Status)]
            settled = {one.id: one for one in settle_promises(self._unsettled_statuses, settling)}
            self._dated_entries = tuple(settled.get(one.id, one) for one in entries)
        return self._dated_entries

    async def list_open_promises(self, excluded_event_id: str = "") -> list[OpenPromise]:
        """Return the promises that news may settle, those of the newest status first.

        What the event `excluded_event_id` settles counts as open, for an edit of that event.
        """
        await self.list_dated_entries()
        events = [one for one in self._settling_events if one.id != excluded_event_id]
        return list_open_promises(settle_promises(self._unsettled_statuses, events))

    async def get_dated_revisions(self) -> dict[str, EntryRevision]:
        """Return the revisions of all events and statuses by id."""
        rows = await self._database.fetch(
            "SELECT id, revision, changed_at FROM entry WHERE kind IN ('event', 'status')"
            f" AND {_IS_VISIBLE} ORDER BY owner",
            self._owner_parameters,
        )
        return {name: EntryRevision(number, from_epoch(at)) for name, number, at in rows}

    async def _fetch_dated_entries(self) -> list[Event | Status]:
        """Return the guild's own events and statuses in the order in which they were added."""
        rows = await self._database.fetch(
            "SELECT kind, body FROM entry WHERE kind IN ('event', 'status') AND owner = ?"
            " AND retired_at IS NULL ORDER BY number",
            (self.guild_id,),
        )
        models: dict[str, type[Event] | type[Status]] = {"event": Event, "status": Status}
        return [models[kind].model_validate_json(body) for kind, body in rows]

    async def get_people(self) -> dict[str, Person]:
        """Return the people of the guild and of the pack, by slug."""
        if self._people is None:
            pack_people = (
                await self._pack_canon.get_people()
                if self._pack_canon
                else {person.slug: person for person in self.manifest.people}
            )
            rows = await self._database.fetch(
                "SELECT slug, name FROM own_person WHERE guild_id = ? ORDER BY slug",
                (self.guild_id,),
            )
            guild_people = {slug: Person(slug=slug, name=name) for slug, name in rows}
            self._people = {**guild_people, **pack_people} if guild_people else pack_people
        return self._people

    @property
    def manifest(self) -> Manifest:
        """The manifest of the pack. Raises LookupError before any pack was loaded."""
        if self._pack_canon is not None:
            return self._pack_canon.manifest
        if self._manifest is None:
            raise LookupError("no pack is loaded")
        return self._manifest

    async def get_person_name(self, slug: str) -> str:
        """Return the name of a person; the slug itself when it is unknown."""
        person = (await self.get_people()).get(slug)
        return person.name if person else slug

    async def count_by_kind(self) -> dict[str, int]:
        """Return the number of active entries of each kind, including 0."""
        rows = await self._database.fetch(
            f"SELECT kind, count(*) FROM entry WHERE {_IS_VISIBLE} GROUP BY kind",
            self._owner_parameters,
        )
        found = dict(rows)
        return {kind: found.get(kind, 0) for kind in ENTRY_TYPES}


def dated_entry_sort_key(entry: Event | Status) -> tuple[str, int, str]:
    """Return a key that sorts by date; on one date the pack's first, then as added."""
    when = entry.date if isinstance(entry, Event) else entry.as_of
    return (when.sort_key, _guild_entry_number(entry.id), entry.id)


def _guild_entry_number(entry_id: str) -> int:
    number = entry_id.rpartition(".own-")[2]
    return int(number) if number.isdecimal() else 0
