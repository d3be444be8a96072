"""What a server has on record, as far as new entries are compared with it and lean on it."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple
from weakref import WeakKeyDictionary

from bot.ui.name_search import Choices
from cogs.canon.proposals.drafts import Draft
from cogs.canon.proposals.similarity import Likeness, Recorded, find_alike, recorded
from cogs.canon.proposals.summary import headline_of
from cogs.canon.review.service import draft_of
from seeds.schema import KINDS, AnyEntry, CitedEntry, Event, Fact, Question, Quote, Source, Status
from storage.proposals.proposals import Proposal

if TYPE_CHECKING:
    from storage.canon.guild_canon import GuildCanon
    from storage.store import Store

_NEWS = "news"


class Shelf(NamedTuple):
    """All of one server."""

    sources: Mapping[str, Source]
    recorded: Sequence[Recorded]
    choices: Choices
    """The sources, by what they are called."""


class Shelves:
    """The shelf of each server, made anew once its canon has changed."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._kept: WeakKeyDictionary[GuildCanon, Shelf] = WeakKeyDictionary()

    async def of(self, guild_id: int) -> Shelf:
        """What a server has on record, the pack's entries first."""
        view = self._store.canon.for_guild(guild_id)
        shelf = self._kept.get(view)
        if shelf is None:
            shelf = self._kept[view] = await self._fill(view, guild_id)
        return shelf

    async def _fill(self, view: GuildCanon, guild_id: int) -> Shelf:
        pack = self._store.canon.for_guild(None)
        if view is not pack:
            # The pack's part is the same for all servers: it is kept once.
            theirs = await self.of_pack()
            own = await self._store.guild_entries.list_active(guild_id)
            return _shelf(own, theirs)
        entries = [one for model in KINDS.values() for one in await pack.list_all(model)]
        return _shelf(entries)

    async def of_pack(self) -> Shelf:
        """What every server has."""
        pack = self._store.canon.for_guild(None)
        shelf = self._kept.get(pack)
        if shelf is None:
            shelf = self._kept[pack] = await self._fill(pack, 0)
        return shelf

    async def alike(self, guild_id: int, draft: Draft, but: int = 0) -> list[Likeness]:
        """What `draft` may say again, on record or waiting; proposal `but` is itself."""
        shelf = await self.of(guild_id)
        waiting = [
            one
            for kind in ("news", "quote", "fact", "question")
            for one in await self._store.proposals.list_open(guild_id, kind)
            if one.number != but
        ]
        others = (*shelf.recorded, *(one for one in map(_waiting, waiting) if one))
        # Thousands of long entries take most of a second.
        return await asyncio.to_thread(find_alike, _of_draft(draft, shelf.sources), others)


def _shelf(entries: Iterable[AnyEntry], under: Shelf | None = None) -> Shelf:
    listed = list(entries)
    sources = {one.id: one for one in listed if isinstance(one, Source)}
    everything = {**under.sources, **sources} if under else sources
    own = [_of_entry(one, everything) for one in listed if isinstance(one, CitedEntry)]
    return Shelf(
        everything,
        (*under.recorded, *own) if under else own,
        Choices({one.id: (headline_of(one),) for one in everything.values()}),
    )


def _of_entry(entry: CitedEntry, sources: Mapping[str, Source]) -> Recorded:
    links = [url for name in entry.sources if (url := _url_of(sources.get(name)))]
    assert isinstance(entry, Event | Status | Quote | Fact | Question), "sources cite nothing"
    kind = _NEWS if isinstance(entry, Event | Status) else entry.kind
    return recorded(kind, _texts(entry), links)._replace(
        name=headline_of(entry), entry_id=entry.id, sources=entry.sources
    )


def _of_draft(draft: Draft, sources: Mapping[str, Source]) -> Recorded:
    links = [draft.link] if draft.link else []
    known = _url_of(sources.get(draft.known_source or ""))
    shown = draft.written(0).entries[-1]
    return recorded(draft.kind, _texts(shown), [*links, *([known] if known else [])])


def _waiting(proposal: Proposal) -> Recorded | None:
    """Somebody else's proposal; what it says is not told before it counts."""
    draft = draft_of(proposal)
    if draft is None:
        return None
    name = f"{proposal.kind}, proposal {proposal.number}, which waits for a decision"
    return _of_draft(draft, {})._replace(name=name)


def _texts(entry: AnyEntry) -> tuple[str, ...]:
    match entry:
        case Event():
            return (entry.title, entry.text)
        case Status():
            return (entry.headline, entry.text)
        case Quote():
            return (" ".join(entry.runs),)
        case Fact() | Question():
            return (entry.text,)
        case Source():
            return ()


def _url_of(source: Source | None) -> str | None:
    return source.url if source else None
