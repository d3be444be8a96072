"""Gathers from the canon what the card of one local date says."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from weakref import WeakKeyDictionary

from cogs.anniversaries.calendar import (
    USUAL,
    Almanac,
    Anniversary,
    Happening,
    Include,
    happened,
)
from cogs.anniversaries.cards import Digest
from seeds.schema import Event, Quote, Status
from storage.canon.guild_canon import GuildCanon
from storage.posts.models import Schedule

KIND = "anniversaries"
LOOK_AHEAD = 366 * 8 + 1
"""Days within which every date of the calendar comes round, a 29 February too."""


_ALMANACS: WeakKeyDictionary[GuildCanon, Almanac] = WeakKeyDictionary()


async def almanac_of(canon: GuildCanon) -> Almanac:
    """Everything dated in the canon, filed by day."""
    if canon not in _ALMANACS:
        _ALMANACS[canon] = Almanac(told_once(await canon.list_dated_entries()))
    return _ALMANACS[canon]


def told_once(happenings: Sequence[Happening]) -> list[Happening]:
    """Every happening once: what a status says of an event of its own date is told with the event.

    The event takes over the quotes and sources, and the status is left out.
    """
    events = {one.id: one for one in happenings if isinstance(one, Event)}
    told = set[str]()
    for status in _statuses(happenings):
        for name in status.events:
            if name in events and _repeats(status, events[name]):
                events[name] = _with_more(events[name], status)
                told.add(status.id)
    return [events.get(one.id, one) for one in happenings if one.id not in told]


def _repeats(status: Status, event: Event) -> bool:
    return event.id in status.events and event.date == status.as_of


def _with_more(event: Event, status: Status) -> Event:
    quotes = tuple(dict.fromkeys([*status.quotes, *event.quotes]))
    sources = tuple(dict.fromkeys([*event.sources, *status.sources]))
    return event.model_copy(update={"quotes": quotes, "sources": sources})


async def digest_of(canon: GuildCanon, day: date, found: Sequence[Anniversary]) -> Digest:
    """What `found`, the happenings of `day`, link to."""
    entries = [one.entry for one in found]
    quotes = await canon.get_many([name for entry in entries for name in entry.quotes], Quote)
    cited = [name for entry in entries for name in entry.sources]
    return Digest(
        day=day,
        found=found,
        quotes={quote.id: quote for quote in quotes},
        outcomes=what_became(entries, _statuses(await canon.list_dated_entries())),
        sources=await canon.get_sources(cited),
        people={slug: person.name for slug, person in (await canon.get_people()).items()},
    )


def _statuses(happenings: Sequence[Happening]) -> list[Status]:
    return [one for one in happenings if isinstance(one, Status)]


def what_became(entries: Sequence[Happening], statuses: Sequence[Status]) -> dict[str, Status]:
    """The newest status after each happening that is a status, or that a status rests on.

    `statuses` are oldest first. What is told among `entries` itself needs no second mention.
    """
    rested_on = {name for status in statuses for name in status.events}
    outcomes: dict[str, Status] = {}
    for entry in entries:
        if isinstance(entry, Event) and entry.id not in rested_on:
            continue
        later = [one for one in statuses if happened(entry).is_before(one.as_of)]
        if later and not any(_tells(one, later[-1]) for one in entries):
            outcomes[entry.id] = later[-1]
    return outcomes


def _tells(entry: Happening, status: Status) -> bool:
    return entry.id == status.id or (isinstance(entry, Event) and _repeats(status, entry))


def include_of(schedule: Schedule | None) -> Include:
    """What a server wants to hear about; what is usual where nothing is set up."""
    return USUAL if schedule is None else Include(**schedule.settings.options)
