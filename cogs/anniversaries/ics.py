"""The calendar as an .ics file: every happening, all day, once a year."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from bot.ui.dates import day_and_month, in_words
from cogs.anniversaries.calendar import Happening, Precision, happened
from seeds.schema import Status

if TYPE_CHECKING:
    import icalendar

_IMPRECISE = {
    Precision.MONTH: "Nobody knows the day, only the month: it is kept on the first.",
    Precision.YEAR: "Nobody knows the day, only the year: it is kept on {first}.",
}


def calendar_file(
    happenings: Iterable[Happening],
    title: str,
    slug: str,
    addresses: Mapping[str, str],
    now: datetime,
) -> bytes:
    """An RFC 5545 calendar called `title`; `addresses` gives each source's page, `now` is aware.

    The same happening keeps its UID, so importing a newer file replaces what an older one brought.
    """
    # Imported here: 35 ms that most runs of the bot never need.
    import icalendar

    calendar = icalendar.Calendar.new(
        name=title,
        prodid=f"-//{slug}//fan-community-bot//EN",
        calscale="GREGORIAN",
        method="PUBLISH",
        subcomponents=[_event(entry, slug, addresses, now) for entry in happenings],
    )
    return calendar.to_ical()


def _event(
    entry: Happening, slug: str, addresses: Mapping[str, str], now: datetime
) -> icalendar.Event:
    import icalendar

    since = happened(entry)
    first = since.first_day
    event = icalendar.Event.new(
        uid=f"{entry.id}@{slug}",
        stamp=now,
        start=first,
        end=first + timedelta(days=1),
        summary=f"{_headline(entry)} ({since.year})",
        description=_description(entry),
        url=next((addresses[name] for name in entry.sources if name in addresses), None),
    )
    event["RRULE"] = icalendar.vRecur(_every_year(first.month, first.day))
    event["TRANSP"] = icalendar.vText("TRANSPARENT")
    return event


def _every_year(month: int, day: int) -> dict[str, str | int]:
    """29 February is the last day of February, so that common years have it on the 28th."""
    if (month, day) == (2, 29):
        return {"FREQ": "YEARLY", "BYMONTH": 2, "BYMONTHDAY": -1}
    return {"FREQ": "YEARLY"}


def _headline(entry: Happening) -> str:
    return entry.headline if isinstance(entry, Status) else entry.title


def _description(entry: Happening) -> str:
    since = happened(entry)
    note = _IMPRECISE.get(Precision.of(since), "").format(first=day_and_month(since.first_day))
    return "\n".join(filter(None, (entry.text, f"Date: {in_words(since)}.", note)))
