"""Builds the .ics file: a yearly all-day event for every dated entry."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from bot.ui.dates import format_date, format_day_and_month
from cogs.anniversaries.calendar import DatedEntry, Precision, get_entry_date
from seeds.schema import Status

if TYPE_CHECKING:
    import icalendar

_PRECISION_NOTES = {
    Precision.MONTH: "Nobody knows the day, only the month: it is kept on the first.",
    Precision.YEAR: "Nobody knows the day, only the year: it is kept on {first}.",
}


def build_calendar_file(
    entries: Iterable[DatedEntry],
    title: str,
    slug: str,
    source_urls: Mapping[str, str],
    now: datetime,
) -> bytes:
    """Return an RFC 5545 calendar called `title`; `source_urls` are by source id, `now` is aware.

    An entry keeps its UID, so importing a newer file replaces the events of an older one.
    """
    # Imported late, as the import takes 35 ms and most runs of the bot never need it.
    import icalendar

    calendar = icalendar.Calendar.new(
        name=title,
        prodid=f"-//{slug}//fan-community-bot//EN",
        calscale="GREGORIAN",
        method="PUBLISH",
        subcomponents=[_build_event(entry, slug, source_urls, now) for entry in entries],
    )
    return calendar.to_ical()


def _build_event(
    entry: DatedEntry, slug: str, source_urls: Mapping[str, str], now: datetime
) -> icalendar.Event:
    import icalendar

    since = get_entry_date(entry)
    first = since.first_day
    event = icalendar.Event.new(
        uid=f"{entry.id}@{slug}",
        stamp=now,
        start=first,
        end=first + timedelta(days=1),
        summary=f"{_headline(entry)} ({since.year})",
        description=_build_description(entry),
        url=next((source_urls[name] for name in entry.sources if name in source_urls), None),
    )
    event["RRULE"] = icalendar.vRecur(_yearly_rule(first.month, first.day))
    event["TRANSP"] = icalendar.vText("TRANSPARENT")
    return event


def _yearly_rule(month: int, day: int) -> dict[str, str | int]:
    """Return a yearly rule; 29 February becomes the last day of February, for common years."""
    if (month, day) == (2, 29):
        return {"FREQ": "YEARLY", "BYMONTH": 2, "BYMONTHDAY": -1}
    return {"FREQ": "YEARLY"}


def _headline(entry: DatedEntry) -> str:
    return entry.headline if isinstance(entry, Status) else entry.title


def _build_description(entry: DatedEntry) -> str:
    since = get_entry_date(entry)
    note = _PRECISION_NOTES.get(Precision.from_date(since), "").format(
        first=format_day_and_month(since.first_day)
    )
    return "\n".join(filter(None, (entry.text, f"Date: {format_date(since)}.", note)))
