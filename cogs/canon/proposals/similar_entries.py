"""What a server has on record, as far as new entries are compared with it and lean on it."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple
from weakref import WeakKeyDictionary

from bot.ui.name_search import NameIndex
from cogs.canon.proposals.drafts import Draft
from cogs.canon.proposals.similarity import (
    Candidate,
    SimilarityMatch,
    build_candidate,
    find_similar,
)
from cogs.canon.proposals.summary import get_headline
from cogs.canon.review.service import load_proposal_draft
from seeds.schema import (
    ENTRY_TYPES,
    AnyEntry,
    CitedEntry,
    Event,
    Fact,
    Question,
    Quote,
    Source,
    Status,
)
from storage.proposals.proposals import Proposal

if TYPE_CHECKING:
    from storage.canon.guild_canon import GuildCanon
    from storage.store import Store

_NEWS = "news"


class CanonIndex(NamedTuple):
    """All of one server."""

    sources: Mapping[str, Source]
    candidates: Sequence[Candidate]
    source_names: NameIndex
    """The sources, by what they are called."""


class CanonIndexCache:
    """The shelf of each server, made anew once its canon has changed."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._cache: WeakKeyDictionary[GuildCanon, CanonIndex] = WeakKeyDictionary()

    async def get(self, guild_id: int) -> CanonIndex:
        """What a server has on record, the pack's entries first."""
        guild_canon = self._store.canon.for_guild(guild_id)
        index = self._cache.get(guild_canon)
        if index is None:
            index = self._cache[guild_canon] = await self._build(guild_canon, guild_id)
        return index

    async def _build(self, guild_canon: GuildCanon, guild_id: int) -> CanonIndex:
        pack = self._store.canon.for_guild(None)
        if guild_canon is not pack:
            # The pack's part is the same for all servers: it is kept once.
            pack_index = await self.get_for_pack()
            guild_entries = await self._store.guild_entries.list_active(guild_id)
            return _build_index(guild_entries, pack_index)
        entries = [one for model in ENTRY_TYPES.values() for one in await pack.list_all(model)]
        return _build_index(entries)

    async def get_for_pack(self) -> CanonIndex:
        """What every server has."""
        pack = self._store.canon.for_guild(None)
        index = self._cache.get(pack)
        if index is None:
            index = self._cache[pack] = await self._build(pack, 0)
        return index

    async def find_similar(
        self, guild_id: int, draft: Draft, excluded_number: int = 0
    ) -> list[SimilarityMatch]:
        """What `draft` may say again, on record or waiting; proposal `but` is itself."""
        index = await self.get(guild_id)
        waiting = [
            one
            for kind in ("news", "quote", "fact", "question")
            for one in await self._store.proposals.list_open(guild_id, kind)
            if one.number != excluded_number
        ]
        others = (
            *index.candidates,
            *(one for one in map(_build_proposal_candidate, waiting) if one),
        )
        # Thousands of long entries take most of a second.
        return await asyncio.to_thread(
            find_similar, _build_draft_candidate(draft, index.sources), others
        )


def _build_index(entries: Iterable[AnyEntry], base: CanonIndex | None = None) -> CanonIndex:
    entry_list = list(entries)
    sources = {one.id: one for one in entry_list if isinstance(one, Source)}
    all_sources = {**base.sources, **sources} if base else sources
    candidates = [
        _build_entry_candidate(one, all_sources)
        for one in entry_list
        if isinstance(one, CitedEntry)
    ]
    return CanonIndex(
        all_sources,
        (*base.candidates, *candidates) if base else candidates,
        NameIndex({one.id: (get_headline(one),) for one in all_sources.values()}),
    )


def _build_entry_candidate(entry: CitedEntry, sources: Mapping[str, Source]) -> Candidate:
    links = [url for name in entry.sources if (url := _get_url(sources.get(name)))]
    assert isinstance(entry, Event | Status | Quote | Fact | Question), "sources cite nothing"
    kind = _NEWS if isinstance(entry, Event | Status) else entry.kind
    return build_candidate(kind, _list_compared_texts(entry), links)._replace(
        name=get_headline(entry), entry_id=entry.id, sources=entry.sources
    )


def _build_draft_candidate(draft: Draft, sources: Mapping[str, Source]) -> Candidate:
    links = [draft.link] if draft.link else []
    known = _get_url(sources.get(draft.known_source or ""))
    main_entry = draft.to_entries(0).entries[-1]
    return build_candidate(
        draft.kind, _list_compared_texts(main_entry), [*links, *([known] if known else [])]
    )


def _build_proposal_candidate(proposal: Proposal) -> Candidate | None:
    """Somebody else's proposal; what it says is not told before it counts."""
    draft = load_proposal_draft(proposal)
    if draft is None:
        return None
    name = f"{proposal.kind}, proposal {proposal.number}, which waits for a decision"
    return _build_draft_candidate(draft, {})._replace(name=name)


def _list_compared_texts(entry: AnyEntry) -> tuple[str, ...]:
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


def _get_url(source: Source | None) -> str | None:
    return source.url if source else None
