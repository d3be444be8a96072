"""Gathers from the canon what the card of one local date says."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from cogs.anniversaries.calendar import USUAL, Almanac, Anniversary, Happening, Include
from cogs.anniversaries.cards import Digest
from seeds.schema import Quote, Status
from storage.schedule import Schedule

if TYPE_CHECKING:
    from bot.client import FanBot

KIND = "anniversaries"
LOOK_AHEAD = 366 * 8 + 1
"""Days within which every date of the calendar comes round, a 29 February too."""


async def almanac_of(bot: FanBot) -> Almanac:
    """Everything dated in the canon, filed by day."""
    return Almanac(await bot.store.canon.happenings())


async def digest_of(bot: FanBot, day: date, found: Sequence[Anniversary]) -> Digest:
    """What `found`, the happenings of `day`, link to."""
    canon = bot.store.canon
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
        people={person.slug: person.name for person in bot.manifest.people},
    )


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
            later = [one for one in statuses if entry.id in one.events]
        if later and later[-1].id not in told:
            outcomes[entry.id] = later[-1]
    return outcomes


def include_of(schedule: Schedule | None) -> Include:
    """What a server wants to hear about; what is usual where nothing is set up."""
    return USUAL if schedule is None else Include(**schedule.choice.options)
