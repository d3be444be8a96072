"""What an event of a guild says, and when it begins and ends."""

from __future__ import annotations

from datetime import UTC, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.messaging.guild_events import MAX_DESCRIPTION, MAX_NAME
from cogs.anniversaries.calendar import Anniversary, AnniversaryIndex, AnniversaryOptions
from cogs.anniversaries.server_events.content import (
    MAX_EVENTS,
    EventContent,
    EventPlace,
    EventPlanner,
)
from seeds.dates import PartialDate
from seeds.promises.awaited_dates import AwaitedDate
from seeds.schema import Event, Source, Status

NOW = datetime(2026, 3, 20, 12, tzinfo=UTC)
BERLIN = ZoneInfo("Europe/Berlin")
STATUS = Status(
    id="status.one",
    as_of=PartialDate(2026, 2, 19),
    stage="writing",
    headline="He says so on the show",
    text="A text.",
    certainty="reported",
)
SOURCE = Source(id="source.post", publisher="The *Lamp* Post", title="A title")


def build_event(when: str, title: str = "The premiere", **changes: Any) -> Event:
    return Event(
        id="event.premiere",
        date=PartialDate.parse(when),
        title=title,
        text="It *opens*.",
        category="release",
        topics=("cast",),
        **changes,
    )


def build_planner(
    options: AnniversaryOptions | None = None, local_time: time = time(9)
) -> EventPlanner:
    place = EventPlace(BERLIN, local_time, "Right here")
    return EventPlanner(place, options or AnniversaryOptions(), NOW)


def build_content(event: Event, local_time: time = time(9)) -> EventContent:
    """Return the event of the next anniversary."""
    planner = build_planner(local_time=local_time)
    [anniversary] = planner.list_anniversaries(AnniversaryIndex([event]))
    return planner.build_anniversary(anniversary, [SOURCE])


def test_an_anniversary_has_its_title_its_age_and_its_date() -> None:
    key, event = build_content(build_event("1997-04-15"))
    assert key == "event.premiere@2026-04-15"
    assert event.name == "The premiere · 29 years ago"
    assert event.description == (
        "It \\*opens\\*.\nDate: April 15, 1997.\nSource: The \\*Lamp\\* Post."
    )


@pytest.mark.parametrize(
    ("day", "starts_at", "ends_at"),
    [
        ("1997-03-28", "2026-03-28T08:00", "2026-03-28T23:00"),
        ("1997-03-29", "2026-03-29T07:00", "2026-03-29T22:00"),
    ],
    ids=["in winter", "on the day the clocks change"],
)
def test_it_lasts_from_the_hour_of_the_posts_to_midnight(
    day: str, starts_at: str, ends_at: str
) -> None:
    event = build_content(build_event(day)).event
    assert event.starts_at == datetime.fromisoformat(starts_at).replace(tzinfo=UTC)
    assert event.ends_at == datetime.fromisoformat(ends_at).replace(tzinfo=UTC)


def test_a_late_hour_still_leaves_some_of_the_day() -> None:
    event = build_content(build_event("1997-03-28"), time(23, 59)).event
    assert (event.ends_at - event.starts_at).total_seconds() == 60


def test_a_title_is_shortened_its_age_is_not() -> None:
    event = build_content(build_event("1997-04-15", "Lamp " * 39)).event
    assert len(event.name) <= MAX_NAME
    assert event.name.endswith("… · 29 years ago")


def test_a_long_text_fits_the_platform() -> None:
    event = build_event("1997-04-15").model_copy(update={"text": "*" * 600})
    assert len(build_content(event).event.description) <= MAX_DESCRIPTION


@pytest.mark.parametrize(
    ("due", "name", "note", "day"),
    [
        ("2027-05-06", "Promised: It opens", "Promised for May 6, 2027.", "2027-05-06"),
        ("2027-05", "Promised: It opens · May 2027", "by the end of May 2027.", "2027-05-31"),
        ("2027", "Promised: It opens · 2027", "Promised by the end of 2027.", "2027-12-31"),
        ("2027~", "2027", "Only the year is known, so it's on January 1.", "2027-01-01"),
    ],
)
def test_a_promise_says_that_it_is_one_and_ends_with_the_time_it_was_promised_for(
    due: str, name: str, note: str, day: str
) -> None:
    awaited = AwaitedDate("status.one#1", "It opens", PartialDate.parse(due), STATUS)
    key, event = build_planner().build_awaited(awaited, [SOURCE])
    assert key == "status.one#1"
    assert name in event.name
    assert f"{event.starts_at:%Y-%m-%d}" == day
    assert "Reported February 19, 2026: He says so on the show" in event.description
    assert note in event.description


def test_dates_less_exact_than_the_server_wants_are_left_out() -> None:
    dates = ("2027-05-06", "2027-05", "2027", "2099-01-01")
    exact = build_planner(AnniversaryOptions(month_entries=False, year_entries=False))
    assert [one for one in dates if exact.allows(PartialDate.parse(one))] == ["2027-05-06"]
    assert [one for one in dates if build_planner().allows(PartialDate.parse(one))] == [*dates[:3]]


def test_a_release_date_says_who_announced_it_and_when() -> None:
    key, event = build_planner().build_release(
        "the sequel", PartialDate(2027, 3, 28), STATUS, [SOURCE]
    )
    assert (key, event.name) == ("release", "Release of the sequel")
    assert event.description == (
        "Announced February 19, 2026: He says so on the show\nDate: March 28, 2027.\n"
        "Source: The \\*Lamp\\* Post."
    )


def test_who_was_born_turns_an_age() -> None:
    planner, born = build_planner(), build_event("1970-04-15", "Ida Holm is born")
    [anniversary] = planner.list_anniversaries(AnniversaryIndex([born]))
    event = planner.build_anniversary(anniversary, [SOURCE], "Ida Holm").event
    assert event.name == "Ida Holm turns 56"


def test_only_the_soonest_that_are_not_over_are_kept() -> None:
    planner = build_planner()
    days = [NOW.date().replace(year=NOW.year + offset) for offset in range(-1, MAX_EVENTS + 9)]
    contents = [
        planner.build_anniversary(Anniversary(build_event("1997-03-20"), day, 1), [])
        for day in days
        if day.year < 9_999
    ]
    current = planner.select_current(reversed(contents))
    assert len(current) == MAX_EVENTS
    assert current[0].event.starts_at.year == NOW.year
