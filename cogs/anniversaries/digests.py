"""Gathers from the canon what the card of one local date says."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from weakref import WeakKeyDictionary

from cogs.anniversaries.calendar import USUAL, Almanac, Anniversary, Happening, Include
from cogs.anniversaries.cards import Digest
from seeds.schema import Event, Quote, Status
from storage.canon import View
from storage.schedule import Schedule

KIND = "anniversaries"
LOOK_AHEAD = 366 * 8 + 1
"""Days within which every date of the calendar comes round, a 29 February too."""


_ALMANACS: WeakKeyDictionary[View, Almanac] = WeakKeyDictionary()


async def almanac_of(canon: View) -> Almanac:
    """Everything dated in the canon, filed by day."""
    if canon not in _ALMANACS:
        _ALMANACS[canon] = Almanac(await canon.happenings())
    return _ALMANACS[canon]


async def digest_of(canon: View, day: date, found: Sequence[Anniversary]) -> Digest:
    """What `found`, the happenings of `day`, link to; what says the same twice is told once."""
    found = without_echoes(found)
    entries = [one.entry for one in found]
    quotes = await canon.get_many([name for entry in entries for name in entry.quotes], Quote)
    cited = [name for entry in entries for name in entry.sources]
    statuses = [one for one in await canon.happenings() if isinstance(one, Status)]
    return Digest(
        day=day,
        found=found,
        quotes={quote.id: quote for quote in quotes},
        outcomes=what_became(entries, statuses),
        sources=await canon.sources(cited),
        people={slug: person.name for slug, person in (await canon.people()).items()},
    )


def without_echoes(found: Sequence[Anniversary]) -> list[Anniversary]:
    """Leaves out every status that only repeats the headline of an event it rests on."""
    titles = {one.entry.id: one.entry.title for one in found if isinstance(one.entry, Event)}
    return [
        one
        for one in found
        if not isinstance(one.entry, Status)
        or all(titles.get(event) != one.entry.headline for event in one.entry.events)
    ]


def what_became(entries: Sequence[Happening], statuses: Sequence[Status]) -> dict[str, Status]:
    """The newest status that names each happening, or for a status the newest one after it.

    `statuses` are oldest first. A status that is among `entries` itself needs no second mention.
    """
    told = {entry.id for entry in entries}
    outcomes: dict[str, Status] = {}
    for entry in entries:
        if isinstance(entry, Status):
            later = [one for one in statuses if entry.as_of.is_before(one.as_of)]
        else:
            later = [
                one for one in statuses if entry.id in one.events and one.headline != entry.title
            ]
        if later and later[-1].id not in told:
            outcomes[entry.id] = later[-1]
    return outcomes


def include_of(schedule: Schedule | None) -> Include:
    """What a server wants to hear about; what is usual where nothing is set up."""
    return USUAL if schedule is None else Include(**schedule.choice.options)
