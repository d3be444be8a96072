"""The .ics file holds what calendar programs need: all-day, once a year, 29 February too."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from typing import Any

import pytest
from dateutil.rrule import rrulestr
from ical.calendar_stream import IcsCalendarStream
from icalendar import Calendar

from cogs.anniversaries.calendar_file.ics import (
    AllDayEvent,
    CalendarEntry,
    CalendarIdentity,
    build_calendar_file,
)
from seeds.schema import Event, Status
from storage.canon.rows import EntryRevision

NOW = datetime(2026, 1, 1, tzinfo=UTC)
CHANGED = datetime(2025, 6, 1, 12, tzinfo=UTC)
LAMPS = CalendarIdentity("Lamp Fans", "lamps", 81)
HOSTILE = "Lamps; a, b\\n\r\nBEGIN:VEVENT\x00\x07\x0b\x1b[31m\x7f\x85\u2028 “end”"


def an_event(when: str) -> Event:
    return Event.model_validate(
        {
            "id": "event.reunion",
            "date": when,
            "title": "The reunion; a day, in Tucson",
            "text": "Two friends drive to Tucson.\nThey dance.",
            "category": "stage",
            "topics": ("film",),
            "sources": ("source.paper",),
        }
    )


def build(*entries: Event | Status, identity: CalendarIdentity = LAMPS, revision: int = 0) -> bytes:
    written = EntryRevision(revision, CHANGED)
    pages = [CalendarEntry(one, written, "https://example.org/reunion") for one in entries]
    return build_calendar_file(pages, identity, NOW)


def written(*entries: Event | Status) -> list[Any]:
    content = build(*entries)
    assert all(len(line) <= 75 for line in content.split(b"\r\n"))
    calendar = Calendar.from_ical(content)
    assert calendar["version"] == "2.0"
    return list(calendar.walk("VEVENT"))


def read_with_ical(content: bytes) -> Any:
    """Read the file with the library of Home Assistant, which refuses what RFC 5545 forbids."""
    return IcsCalendarStream.calendar_from_ics(content.decode())


def dates_of(event: Any, count: int) -> list[date]:
    start = f"{event['dtstart'].dt:%Y%m%d}"
    rule: Any = rrulestr(f"DTSTART:{start}\nRRULE:{event['rrule'].to_ical().decode()}")
    return [one.date() for one in rule[:count]]


def test_an_event_is_all_day_and_comes_back_every_year() -> None:
    (event,) = written(an_event("1997-04-25"))
    assert event["dtstart"].dt == date(1997, 4, 25)
    assert event["dtstart"].params["VALUE"] == "DATE"
    assert event["dtend"].dt == date(1997, 4, 26)
    assert dates_of(event, 3) == [date(1997, 4, 25), date(1998, 4, 25), date(1999, 4, 25)]
    assert str(event["summary"]) == "The reunion; a day, in Tucson (1997)"
    assert "They dance." in str(event["description"])
    assert str(event["url"]) == "https://example.org/reunion"
    assert str(event["transp"]) == "TRANSPARENT"


@pytest.mark.parametrize(
    ("when", "told"),
    [
        ("1997-04-25", "Date: April 25, 1997."),
        ("1988-09", "Date: September 1988.\nOnly the month is known"),
        ("2024-11~", "Date: around November 2024.\nOnly the month is known"),
    ],
)
def test_a_description_gives_the_date_as_it_is_known(when: str, told: str) -> None:
    (event,) = written(an_event(when))
    assert told in str(event["description"])


def test_29_february_is_kept_on_the_28th_of_common_years() -> None:
    (event,) = written(an_event("2024-02-29"))
    assert dates_of(event, 5) == [
        date(2024, 2, 29),
        date(2025, 2, 28),
        date(2026, 2, 28),
        date(2027, 2, 28),
        date(2028, 2, 29),
    ]


def test_what_is_known_to_the_month_or_year_says_so() -> None:
    month, year = written(an_event("2022-06"), an_event("2017"))
    assert month["dtstart"].dt == date(2022, 6, 1)
    assert "Only the month" in str(month["description"])
    assert year["dtstart"].dt == date(2017, 1, 1)
    assert "Only the year is known" in str(year["description"])


def test_a_newer_file_replaces_what_an_older_one_brought() -> None:
    first, second = build(an_event("1997-04-25")), build(an_event("1997-04-26"), revision=3)
    old, new = read_with_ical(first), read_with_ical(second)

    assert old.events[0].uid == new.events[0].uid == "event.reunion@81.lamps"
    assert (old.events[0].sequence, new.events[0].sequence) == (0, 3)
    assert new.events[0].last_modified == CHANGED
    assert Calendar.from_ical(first)["uid"] == Calendar.from_ical(second)["uid"]
    assert b"METHOD" not in second


def test_the_calendars_of_two_servers_do_not_replace_each_other() -> None:
    ours, theirs = (
        Calendar.from_ical(build(an_event("1997-04-25"), identity=LAMPS._replace(guild_id=number)))
        for number in (81, 82)
    )

    assert ours["uid"] != theirs["uid"]
    assert ours.walk("VEVENT")[0]["uid"] != theirs.walk("VEVENT")[0]["uid"]


@pytest.mark.parametrize("when", ["9999-12-31", "9999-12", "9999", "0001-01-01", "2024-02-29"])
def test_the_ends_of_the_calendar_are_dates_too(when: str) -> None:
    content = build(an_event(when))
    first = an_event(when).date.first_day

    (event,) = written(an_event(when))
    assert event["dtstart"].dt == first
    (other,) = read_with_ical(content).events
    assert (other.dtstart, other.summary) == (
        first,
        f"The reunion; a day, in Tucson ({first.year})",
    )


def test_no_text_breaks_out_of_its_line() -> None:
    event = an_event("1997-04-25").model_copy(update={"title": HOSTILE, "text": HOSTILE})
    content = build(event, identity=LAMPS._replace(title=HOSTILE))

    assert not re.search(rb"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]", content)
    assert b"\n" not in content.replace(b"\r\n", b"")
    told = "Lamps; a, b\\n BEGIN:VEVENT [31m “end”"
    by_icalendar, by_ical = Calendar.from_ical(content), read_with_ical(content)
    assert len(by_icalendar.walk("VEVENT")) == len(by_ical.events) == 1
    names = {one.name: one.value for one in by_ical.extras}
    assert str(by_icalendar["name"]) == names["x-wr-calname"] == told
    assert str(by_icalendar.walk("VEVENT")[0]["summary"]) == by_ical.events[0].summary
    assert by_ical.events[0].summary == f"{told} (1997)"
    assert "[31m" in by_ical.events[0].description


def test_two_implementations_expand_the_same_dates() -> None:
    content = build(an_event("1997-04-25"), an_event("2024-02-29"), an_event("2022-06"))

    timeline = read_with_ical(content).timeline
    found = [one.dtstart for one in timeline.overlapping(date(2026, 1, 1), date(2027, 1, 1))]
    assert found == [date(2026, 2, 28), date(2026, 4, 25), date(2026, 6, 1)]
    events = Calendar.from_ical(content).walk("VEVENT")
    assert sorted(day for one in events for day in dates_of(one, 40) if day.year == 2026) == found


def test_a_birth_is_a_birthday_every_year() -> None:
    page = CalendarEntry(an_event("1963-07-30"), EntryRevision(0, CHANGED), None, "Ida Holm")
    event: Any = Calendar.from_ical(build_calendar_file([page], LAMPS, NOW)).walk("VEVENT")[0]
    assert str(event["summary"]) == "Ida Holm's birthday (1963)"
    assert dates_of(event, 2) == [date(1963, 7, 30), date(1964, 7, 30)]


def test_what_is_awaited_is_all_day_and_comes_once() -> None:
    due = AllDayEvent(
        "status.one#1",
        "Promised: It shoots",
        "Promised by the end of 2026.",
        date(2026, 12, 31),
        EntryRevision(2, CHANGED),
        None,
    )
    content = build_calendar_file([], LAMPS, NOW, [due])
    event: Any = Calendar.from_ical(content).walk("VEVENT")[0]
    assert event["dtstart"].params["VALUE"] == "DATE"
    assert (event["dtstart"].dt, event["dtend"].dt) == (date(2026, 12, 31), date(2027, 1, 1))
    assert "rrule" not in event
    (other,) = read_with_ical(content).events
    assert (other.uid, other.sequence) == ("status.one#1@81.lamps", 2)
