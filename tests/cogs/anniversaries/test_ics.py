"""The .ics file holds what calendar programs need: all-day, once a year, 29 February too."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from dateutil.rrule import rrulestr
from icalendar import Calendar

from cogs.anniversaries.ics import build_calendar_file
from seeds.schema import Event, Status

NOW = datetime(2026, 1, 1, tzinfo=UTC)


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


def written(*entries: Event | Status) -> list[Any]:
    pages = {"source.paper": "https://example.org/reunion"}
    content = build_calendar_file(entries, "Lamp Fans", "lamps", pages, NOW)
    assert all(len(line) <= 75 for line in content.split(b"\r\n"))
    calendar = Calendar.from_ical(content)
    assert calendar["version"] == "2.0"
    return list(calendar.walk("VEVENT"))


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
        ("1997-04-25", "Date: 25 April 1997."),
        ("1988-09", "Date: September 1988.\nNobody knows the day, only the month"),
        ("2024-11~", "Date: about November 2024.\nNobody knows the day"),
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
    assert "only the month" in str(month["description"])
    assert year["dtstart"].dt == date(2017, 1, 1)
    assert "only the year" in str(year["description"])


def test_a_newer_file_replaces_what_an_older_one_brought() -> None:
    first, second = written(an_event("1997-04-25")), written(an_event("1997-04-26"))
    assert first[0]["uid"] == second[0]["uid"] == "event.reunion@lamps"
