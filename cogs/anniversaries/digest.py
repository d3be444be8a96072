"""Reads the content of the card of one local date from the canon."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from bot.ui.citations import get_shown_sources
from cogs.anniversaries.calendar import (
    DEFAULT_OPTIONS,
    Anniversary,
    AnniversaryIndex,
    AnniversaryOptions,
    DatedEntry,
    get_entry_date,
)
from cogs.anniversaries.cards import Digest
from seeds.promises.settling import is_settled
from seeds.schema import Event, Promise, Quote, Status
from storage.canon.guild_canon import GuildCanon
from storage.posts.models import Schedule
from storage.store import Store

KIND = "anniversaries"
MAX_PROMISES = 2
"""The most promises shown for one entry."""


async def get_anniversary_index(canon: GuildCanon) -> AnniversaryIndex:
    """Return the index of the dated entries of the canon."""
    return await canon.derive(_build_anniversary_index)


async def _build_anniversary_index(canon: GuildCanon) -> AnniversaryIndex:
    return AnniversaryIndex(merge_statuses(await canon.list_dated_entries()))


def merge_statuses(entries: Sequence[DatedEntry]) -> list[DatedEntry]:
    """Return the entries without the statuses that repeat an event of the same date.

    The event gets the quotes and sources of the omitted status.
    """
    events = {entry.id: entry for entry in entries if isinstance(entry, Event)}
    merged = set[str]()
    for status in _only_statuses(entries):
        for name in status.events:
            if name in events and _repeats(status, events[name]):
                events[name] = _merge_status(events[name], status)
                merged.add(status.id)
    return [events.get(entry.id, entry) for entry in entries if entry.id not in merged]


def _repeats(status: Status, event: Event) -> bool:
    return event.id in status.events and event.date == status.as_of


def _merge_status(event: Event, status: Status) -> Event:
    quotes = tuple(dict.fromkeys([*status.quotes, *event.quotes]))
    sources = tuple(dict.fromkeys([*event.sources, *status.sources]))
    return event.model_copy(update={"quotes": quotes, "sources": sources})


async def build_digest(
    store: Store, canon: GuildCanon, day: date, anniversaries: Sequence[Anniversary]
) -> Digest:
    """Return the anniversaries of `day` with their quotes, promises, outcomes and sources."""
    entries = [anniversary.entry for anniversary in anniversaries]
    quotes = await canon.get_many([name for entry in entries for name in entry.quotes], Quote)
    statuses = _only_statuses(await canon.list_dated_entries())
    promises = find_promises(entries, statuses)
    cited = [name for entry in entries for name in entry.sources]
    cited += [
        name
        for made_promises in promises.values()
        for promise in made_promises
        for name in promise.sources
    ]
    outcomes = find_later_outcomes(entries, statuses)
    manifest = canon.manifest
    return Digest(
        day=day,
        anniversaries=anniversaries,
        quotes={quote.id: quote for quote in quotes},
        promises=promises,
        outcomes=outcomes,
        sources=await get_shown_sources(store, canon, cited),
        people={slug: person.name for slug, person in (await canon.get_people()).items()},
        stages={one.stage: manifest.get_stage(one.stage).name for one in outcomes.values()},
    )


def _only_statuses(entries: Sequence[DatedEntry]) -> list[Status]:
    return [entry for entry in entries if isinstance(entry, Status)]


def find_promises(
    entries: Sequence[DatedEntry], statuses: Sequence[Status]
) -> dict[str, tuple[Promise, ...]]:
    """Return the promises of each entry that is a status or that a status cites, by its id.

    These are the settled promises, or the first one if there are none; no promise is returned for
    two entries.
    """
    found: dict[str, tuple[Promise, ...]] = {}
    for entry in entries:
        shown = [promise for promises in found.values() for promise in promises]
        candidates = [
            promise
            for status in statuses
            if status.id == entry.id or entry.id in status.events
            for promise in status.promises
            if promise not in shown
        ]
        settled = list(filter(is_settled, candidates))
        if candidates:
            found[entry.id] = tuple(settled[:MAX_PROMISES]) or (candidates[0],)
    return found


def find_later_outcomes(
    entries: Sequence[DatedEntry], statuses: Sequence[Status]
) -> dict[str, Status]:
    """Return the newest later status of each entry that is a status or is cited by one, by id.

    `statuses` are oldest first. A status that `entries` contain or repeat is not returned.
    """
    cited_event_ids = {event_id for status in statuses for event_id in status.events}
    outcomes: dict[str, Status] = {}
    for entry in entries:
        if isinstance(entry, Event) and entry.id not in cited_event_ids:
            continue
        later = [status for status in statuses if get_entry_date(entry).is_before(status.as_of)]
        if later and not any(_covers(shown_entry, later[-1]) for shown_entry in entries):
            outcomes[entry.id] = later[-1]
    return outcomes


def _covers(entry: DatedEntry, status: Status) -> bool:
    return entry.id == status.id or (isinstance(entry, Event) and _repeats(status, entry))


def get_options(schedule: Schedule | None) -> AnniversaryOptions:
    """Return the options of a schedule, the default options for None."""
    return DEFAULT_OPTIONS if schedule is None else AnniversaryOptions(**schedule.settings.options)
