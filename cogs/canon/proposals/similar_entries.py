"""Indexes the canon of a guild, and finds entries and proposals that are similar to a draft."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from bot.ui.name_search import NameIndex
from cogs.canon.drafts.models import Draft, load_proposal_draft
from cogs.canon.drafts.news import NewsDraft
from cogs.canon.proposals.similarity import (
    Candidate,
    SimilarityMatch,
    build_candidate,
    find_similar,
)
from cogs.canon.proposals.summary import get_headline, get_id_suffix
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
from storage.canon.guild_canon import GuildCanon
from storage.proposals.proposals import Proposal
from storage.store import Store

_NEWS = "news"


class CanonIndex(NamedTuple):
    """The sources of a canon, and its entries in the form in which they are compared."""

    sources: Mapping[str, Source]
    candidates: Sequence[Candidate]
    source_names: NameIndex
    """The sources by publisher and title."""


async def build_canon_index(canon: GuildCanon) -> CanonIndex:
    """Index a canon, the pack's entries first; call it through `GuildCanon.derive`."""
    if canon.pack is canon:
        entries = [one for model in ENTRY_TYPES.values() for one in await canon.list_all(model)]
        return _build_index(entries)
    # The index of the pack is shared by all guilds.
    pack_index = await canon.pack.derive(build_canon_index)
    stored = await canon.list_guild_entries()
    return _build_index([one.entry for one in stored if not one.is_retired], pack_index)


async def find_similar_entries(
    store: Store, guild_id: int, draft: Draft, excluded_number: int = 0
) -> list[SimilarityMatch]:
    """Return the entries and waiting proposals similar to `draft`, the most similar first.

    Those with `excluded_number`, which the draft changes, are left out; 0 excludes none.
    """
    index = await store.canon.for_guild(guild_id).derive(build_canon_index)
    waiting = [
        one
        for kind in ("news", "quote", "fact", "question")
        for one in await store.proposals.list_open(guild_id, kind)
        if one.number != excluded_number
    ]
    excluded_suffix = f"own-{excluded_number}"
    others = (
        *(one for one in index.candidates if get_id_suffix(one.entry_id) != excluded_suffix),
        *(one for one in map(_build_proposal_candidate, waiting) if one),
    )
    # Comparing thousands of long entries takes most of a second.
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
    if isinstance(draft, NewsDraft):
        links += [one.link for one in draft.other_sources if one.link]
    known = _get_url(sources.get(draft.known_source or ""))
    main_entry = draft.to_entries(0).main
    return build_candidate(
        draft.kind, _list_compared_texts(main_entry), [*links, *([known] if known else [])]
    )


def _build_proposal_candidate(proposal: Proposal) -> Candidate | None:
    """Return a waiting proposal without its text, which is private until approval.

    None when it cannot be parsed.
    """
    draft = load_proposal_draft(proposal)
    if draft is None:
        return None
    name = f"{proposal.kind}, proposal {proposal.number}, which is waiting for a decision"
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
