"""Builds the .ics file: a yearly all-day event for every dated entry, and awaited dates."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple
from uuid import UUID, uuid5

from bot.markdown import Markdown
from bot.ui.dates import format_date, format_day_and_month
from cogs.anniversaries.calendar import (
    DatedEntry,
    Precision,
    get_entry_date,
    get_entry_title,
)
from seeds.cleaning import clean_line, clean_text
from seeds.dates import PartialDate
from storage.canon.rows import EntryRevision

if TYPE_CHECKING:
    import icalendar

_CALENDAR_NAMESPACE = UUID("c3b5a1f6-6f0e-4d0f-9a43-5a1f1d7d2b86")
_PRECISION_NOTES: dict[Precision, Markdown] = {
    Precision.MONTH: "Only the month is known, so it's on the first.",
    Precision.YEAR: "Only the year is known, so it's on {first}.",
}


class CalendarIdentity(NamedTuple):
    """Whose calendar it is: events of two guilds with one id are not the same event."""

    title: str
    slug: str
    """The slug of the pack."""
    guild_id: int


class CalendarEntry(NamedTuple):
    """An entry, its revision, and the link to a source of it; None when there is no link."""

    entry: DatedEntry
    revision: EntryRevision
    url: str | None = None
    born: str | None = None
    """The name of the one person who is born at the entry; None at any other."""


class AllDayEvent(NamedTuple):
    """An event of one day, under a key that stays the same as long as it is in the file."""

    key: str
    title: str
    description: str
    day: date
    revision: EntryRevision
    """The revision of the entry that names the day."""
    url: str | None


def build_calendar_file(
    entries: Iterable[CalendarEntry],
    identity: CalendarIdentity,
    now: datetime,
    awaited: Iterable[AllDayEvent] = (),
) -> bytes:
    """Return an RFC 5545 calendar with the RFC 7986 properties; `now` is aware.

    What is `awaited` does not come back every year, as entries do.

    The calendar and its events keep their UIDs, so importing a newer file replaces the events of an
    older one. It has no METHOD, which would make it an invitation.
    """
    # Imported late, as the import takes 35 ms and most runs of the bot never need it.
    import icalendar

    calendar = icalendar.Calendar.new(
        name=clean_line(identity.title),
        prodid=f"-//{identity.slug}//fan-community-bot//EN",
        calscale="GREGORIAN",
        uid=uuid5(_CALENDAR_NAMESPACE, f"{identity.slug}/{identity.guild_id}"),
        last_modified=now,
        subcomponents=[
            *(_build_yearly_event(entry, identity, now) for entry in entries),
            *(_build_event(one, identity, now) for one in awaited),
        ],
    )
    return calendar.to_ical()


def _build_yearly_event(
    calendar_entry: CalendarEntry, identity: CalendarIdentity, now: datetime
) -> icalendar.Event:
    import icalendar

    entry, revision, url, born = calendar_entry
    since = get_entry_date(entry)
    first = since.first_day
    title = f"{born}'s birthday" if born else get_entry_title(entry)
    title = f"{clean_line(title)} ({since.year})"
    day = AllDayEvent(entry.id, title, _build_description(entry), first, revision, url)
    event = _build_event(day, identity, now)
    if first.year < date.max.year:
        event["RRULE"] = icalendar.vRecur(_yearly_rule(first.month, first.day))
    return event


def _build_event(
    all_day: AllDayEvent, identity: CalendarIdentity, now: datetime
) -> icalendar.Event:
    import icalendar

    key, title, description, day, revision, url = all_day
    event = icalendar.Event.new(
        uid=f"{key}@{identity.guild_id}.{identity.slug}",
        stamp=now,
        last_modified=revision.changed_at,
        sequence=revision.number,
        start=day,
        # Without an end, an event lasts for the day of its start.
        end=day + timedelta(days=1) if day < date.max else None,
        summary=clean_line(title),
        description=clean_text(description),
        url=url,
    )
    event["TRANSP"] = icalendar.vText("TRANSPARENT")
    return event


def _yearly_rule(month: int, day: int) -> dict[str, str | int]:
    """Return a yearly rule; 29 February becomes the last day of February, for common years."""
    if (month, day) == (2, 29):
        return {"FREQ": "YEARLY", "BYMONTH": 2, "BYMONTHDAY": -1}
    return {"FREQ": "YEARLY"}


def _build_description(entry: DatedEntry) -> str:
    since = get_entry_date(entry)
    lines = (entry.text, f"Date: {format_date(since)}.", format_precision_note(since))
    return "\n".join(filter(None, lines))


def format_precision_note(when: PartialDate) -> Markdown:
    """Return the sentence on why an entry is on its first day, "" for one with a whole date."""
    note = _PRECISION_NOTES.get(Precision.from_date(when), "")
    return note.format(first=format_day_and_month(when.first_day))
