"""The stored canon: the pack's entries, and beside them what each server has added of its own."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable
from typing import TypeVar

from seeds.pack import Manifest, Pack, Person
from seeds.schema import KINDS, AnyEntry, Event, Origin, Source, Status
from storage.canon.pack_loader import LoadReport, load_pack_into
from storage.canon.rows import PACK, Names
from storage.database import Database
from storage.guilds.settings import ServerSettingsTable

EntryT = TypeVar("EntryT", bound=AnyEntry)

MAX_VIEWS = 1_000
"""Servers with entries of their own whose view stays in memory."""
_COUNTS = "owner IN (0, :owner) AND retired_at IS NULL"


class View:
    """The canon as one server sees it: the pack, and its own entries. Retired ones are left out.

    Sources and dated entries are on nearly every card, so they stay in memory once read. A view is
    never brought up to date: a change makes another one, so whatever was worked out from a view
    holds as long as `Canon.of` gives the same.
    """

    def __init__(
        self,
        database: Database,
        settings: ServerSettingsTable,
        pack: View | None = None,
        owner: int = PACK,
    ) -> None:
        self.owner = owner
        self._settings = settings
        self._database = database
        self._pack = pack
        self._sources: dict[str, Source] = {}
        self._happenings: tuple[Event | Status, ...] | None = None
        self._people: dict[str, Person] | None = None

    async def get_many(self, ids: Iterable[str], model: type[EntryT]) -> list[EntryT]:
        """The entries with these ids, in the order asked for; unknown ids are left out."""
        wanted = tuple(dict.fromkeys(ids))
        marks = ",".join("?" * len(wanted))
        rows = await self._database.fetch(
            f"SELECT id, body FROM entry WHERE id IN ({marks}) AND owner IN (0, ?) AND kind = ?"
            " AND retired_at IS NULL ORDER BY owner",
            (*wanted, self.owner, model.kind),
        )
        found = {name: model.model_validate_json(body) for name, body in rows}
        return [found[name] for name in wanted if name in found]

    async def all_of(self, model: type[EntryT]) -> list[EntryT]:
        """Every entry of one kind, in the order they were added, the pack's first."""
        rows = await self._database.fetch(
            f"SELECT body FROM entry WHERE kind = :kind AND {_COUNTS} ORDER BY owner, number",
            {"kind": model.kind, "owner": self.owner},
        )
        return [model.model_validate_json(body) for (body,) in rows]

    async def sources(self, ids: Iterable[str]) -> list[Source]:
        """The sources with these ids, in the order asked for; unknown ids are left out."""
        wanted = tuple(dict.fromkeys(ids))
        unread = [name for name in wanted if name not in self._sources]
        if unread:
            self._sources |= {one.id: one for one in await self.get_many(unread, Source)}
        found = [self._sources[name] for name in wanted if name in self._sources]
        if self.owner != PACK and not (await self._settings.get(self.owner)).shows_links:
            return [_without_own_link(one) for one in found]
        return found

    async def sources_of(self, entry_id: str) -> list[Source]:
        """Every source that the entry with this id cites; none when it is gone."""
        rows = await self._database.fetch(
            f"SELECT kind, body FROM entry WHERE id = :id AND {_COUNTS}",
            {"id": entry_id, "owner": self.owner},
        )
        cited = [KINDS[kind].model_validate_json(body).references for kind, body in rows]
        return await self.sources(name for names in cited for name in names)

    async def statuses(self) -> list[Status]:
        """The whole status history, newest first."""
        happenings = await self.happenings()
        return [one for one in reversed(happenings) if isinstance(one, Status)]

    async def happenings(self) -> tuple[Event | Status, ...]:
        """Every event and status, oldest first."""
        if self._happenings is None:
            own = await self._read_happenings()
            theirs = await self._pack.happenings() if self._pack else ()
            self._happenings = tuple(sorted((*theirs, *own), key=order_of)) if own else theirs
        return self._happenings

    async def _read_happenings(self) -> list[Event | Status]:
        rows = await self._database.fetch(
            "SELECT kind, body FROM entry WHERE kind IN ('event', 'status') AND owner = ?"
            " AND retired_at IS NULL",
            (self.owner,),
        )
        models: dict[str, type[Event] | type[Status]] = {"event": Event, "status": Status}
        return [models[kind].model_validate_json(body) for kind, body in rows]

    async def people(self) -> dict[str, Person]:
        """Everybody who may be named, by slug: the pack's people, then the server's own."""
        if self._people is None:
            theirs = await self._pack.people() if self._pack else await self._read_manifest()
            rows = await self._database.fetch(
                "SELECT slug, name FROM own_person WHERE guild_id = ? ORDER BY slug", (self.owner,)
            )
            own = {slug: Person(slug=slug, name=name) for slug, name in rows}
            self._people = {**own, **theirs} if own else theirs
        return self._people

    async def _read_manifest(self) -> dict[str, Person]:
        manifest = await read_manifest(self._database)
        return {person.slug: person for person in manifest.people}

    async def person_name(self, slug: str) -> str:
        """How cards name a person."""
        person = (await self.people()).get(slug)
        return person.name if person else slug

    async def counts(self) -> dict[str, int]:
        """How many entries of each kind count."""
        rows = await self._database.fetch(
            f"SELECT kind, count(*) FROM entry WHERE {_COUNTS} GROUP BY kind",
            {"owner": self.owner},
        )
        found = dict(rows)
        return {kind: found.get(kind, 0) for kind in KINDS}


class Canon:
    """Loads the pack, and gives every server its view."""

    def __init__(self, database: Database, settings: ServerSettingsTable) -> None:
        self._database = database
        self._settings = settings
        self._pack = View(database, settings)
        self._owners: set[int] = set()
        self._views: OrderedDict[int, View] = OrderedDict()

    def of(self, guild_id: int | None) -> View:
        """The canon as a server sees it; None, or a server without entries, sees the pack."""
        if guild_id is None or guild_id not in self._owners:
            return self._pack
        view = self._views.get(guild_id)
        if view is None:
            view = View(self._database, self._settings, self._pack, guild_id)
            self._views[guild_id] = view
            if len(self._views) > MAX_VIEWS:
                self._views.popitem(last=False)
        return view

    async def digest(self) -> str | None:
        """The digest of the pack that was loaded last, None before the first."""
        rows = await self._database.fetch("SELECT digest FROM pack")
        return rows[0][0] if rows else None

    async def load(self, pack: Pack, digest: str, now: int) -> LoadReport:
        """Make the stored canon say what `pack` says; see `load_pack_into`."""
        report = await load_pack_into(self._database, pack, digest, now)
        self._pack = View(self._database, self._settings)
        self._views.clear()
        return report

    async def manifest(self) -> Manifest:
        """The manifest of the loaded pack."""
        return await read_manifest(self._database)

    async def names(self, people: Iterable[Person] = ()) -> Names:
        """How the pack's people and topics, and further people, are called."""
        return Names.of(await self.manifest(), people)

    async def find_owners(self) -> None:
        """Learn which servers see more than the pack, or play it differently."""
        rows = await self._database.fetch(
            "SELECT DISTINCT owner FROM entry WHERE owner <> 0"
            " UNION SELECT guild_id FROM question_mend UNION SELECT guild_id FROM own_person"
        )
        self._owners = {owner for (owner,) in rows}

    def has_changed(self, guild_id: int) -> None:
        """Give a server a new view: what it owns is not what it was."""
        self._owners.add(guild_id)
        self._views.pop(guild_id, None)


async def read_manifest(database: Database) -> Manifest:
    """The manifest of the loaded pack."""
    [(text,)] = await database.fetch("SELECT manifest FROM pack")
    return Manifest.model_validate_json(text)


def _without_own_link(source: Source) -> Source:
    is_own = source.origin is Origin.GUILD
    return source.model_copy(update={"url": None}) if is_own else source


def order_of(one: Event | Status) -> tuple[str, int, str]:
    """What happenings are sorted by: their date; on one date the pack's first, then as added."""
    when = one.date if isinstance(one, Event) else one.as_of
    return (when.sort_key, _own_number(one.id), one.id)


def _own_number(entry_id: str) -> int:
    number = entry_id.rpartition(".own-")[2]
    return int(number) if number.isdecimal() else 0
