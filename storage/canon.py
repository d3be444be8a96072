"""The stored canon: entries by id, what happened when, the manifest.

Sources and dated entries are on nearly every card, so they stay in memory once read, until
another pack is loaded.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

from seeds.schema import KINDS, AnyEntry, Event, Manifest, Pack, Source, Status
from storage.database import Database
from storage.loading import LoadReport, load_pack_into

EntryT = TypeVar("EntryT", bound=AnyEntry)


class Canon:
    """The stored entries. Retired ones are kept but never read."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._sources: dict[str, Source] = {}
        self._happenings: tuple[Event | Status, ...] | None = None

    async def digest(self) -> str | None:
        """The digest of the pack that was loaded last, None before the first."""
        rows = await self._database.fetch("SELECT digest FROM pack")
        return rows[0][0] if rows else None

    async def load(self, pack: Pack, digest: str, now: int) -> LoadReport:
        """Make the stored canon say what `pack` says; see `load_pack_into`."""
        report = await load_pack_into(self._database, pack, digest, now)
        self._sources.clear()
        self._happenings = None
        return report

    async def manifest(self) -> Manifest:
        """The manifest of the loaded pack."""
        [(text,)] = await self._database.fetch("SELECT manifest FROM pack")
        return Manifest.model_validate_json(text)

    async def get_many(self, ids: Iterable[str], model: type[EntryT]) -> list[EntryT]:
        """The entries with these ids, in the order asked for; unknown ids are left out."""
        wanted = tuple(dict.fromkeys(ids))
        marks = ",".join("?" * len(wanted))
        rows = await self._database.fetch(
            f"SELECT id, body FROM entry WHERE id IN ({marks}) AND kind = ? AND retired_at IS NULL",
            (*wanted, model.kind),
        )
        found = {name: model.model_validate_json(body) for name, body in rows}
        return [found[name] for name in wanted if name in found]

    async def all_of(self, model: type[EntryT]) -> list[EntryT]:
        """Every entry of one kind, in the order they were added."""
        rows = await self._database.fetch(
            "SELECT body FROM entry WHERE kind = ? AND retired_at IS NULL ORDER BY number",
            (model.kind,),
        )
        return [model.model_validate_json(body) for (body,) in rows]

    async def sources(self, ids: Iterable[str]) -> list[Source]:
        """The sources with these ids, in the order asked for; unknown ids are left out."""
        wanted = tuple(dict.fromkeys(ids))
        unread = [name for name in wanted if name not in self._sources]
        if unread:
            self._sources |= {one.id: one for one in await self.get_many(unread, Source)}
        return [self._sources[name] for name in wanted if name in self._sources]

    async def sources_of(self, entry_id: str) -> list[Source]:
        """Every source that the entry with this id cites; none when it is gone."""
        rows = await self._database.fetch(
            "SELECT kind, body FROM entry WHERE id = ? AND retired_at IS NULL", (entry_id,)
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
            rows = await self._database.fetch(
                "SELECT kind, body FROM entry WHERE kind IN ('event', 'status')"
                " AND retired_at IS NULL ORDER BY date_key, id"
            )
            models: dict[str, type[Event] | type[Status]] = {"event": Event, "status": Status}
            self._happenings = tuple(models[kind].model_validate_json(body) for kind, body in rows)
        return self._happenings

    async def counts(self) -> dict[str, int]:
        """How many entries of each kind count."""
        rows = await self._database.fetch(
            "SELECT kind, count(*) FROM entry WHERE retired_at IS NULL GROUP BY kind"
        )
        found = dict(rows)
        return {kind: found.get(kind, 0) for kind in KINDS}
