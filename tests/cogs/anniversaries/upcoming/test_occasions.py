"""What comes up: anniversaries, promised dates and a release, each as exactly as it is known."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from cogs.anniversaries.awaited import Awaited, Release
from cogs.anniversaries.calendar import AnniversaryIndex, AnniversaryOptions
from cogs.anniversaries.upcoming.cards import upcoming_card
from cogs.anniversaries.upcoming.occasions import list_occasions
from seeds.dates import PartialDate
from seeds.promises.awaited_dates import AwaitedDate, list_awaited_dates
from seeds.schema import Event, Promise, PromiseOutcome, Status

TODAY = date(2026, 11, 29)
PEOPLE = {"ida-holm": "Ida Holm"}
STATUS = Status(
    id="status.one",
    as_of=PartialDate(2026, 2, 19),
    stage="writing",
    headline="He says so on the show",
    text="A text.",
    certainty="reported",
)


def build_event(when: str, title: str = "The premiere", **changes: Any) -> Event:
    event = Event(
        id="event.premiere",
        date=PartialDate.parse(when),
        title=title,
        text="It opens.",
        category="release",
        topics=("cast",),
    )
    return event.model_copy(update=changes)


def build_promise(due: str) -> AwaitedDate:
    return AwaitedDate("status.one#1", "It shoots in time", PartialDate.parse(due), STATUS)


def read_upcoming(
    *events: Event,
    days: int = 365,
    today: date = TODAY,
    awaited: tuple[AwaitedDate, ...] = (),
    release: Release | None = None,
    options: AnniversaryOptions | None = None,
) -> str:
    occasions = list_occasions(
        AnniversaryIndex(events),
        Awaited([*awaited, *list_awaited_dates(events, today)], release),
        today,
        days,
        options or AnniversaryOptions(),
    )
    card = upcoming_card(occasions, PEOPLE, today, days, "")
    return f"{card.title}\n{card.body}"


def test_the_next_day_is_tomorrow() -> None:
    events = [build_event("2025-11-30"), build_event("2024-12-01", "The second night")]
    assert read_upcoming(*events, days=1) == (
        "Coming up in the next day\n**November 30** (tomorrow)\nThe premiere (1 year)"
    )


def test_what_is_today_comes_up_too() -> None:
    assert "**November 29** (today)\nThe premiere (3 years)" in read_upcoming(
        build_event("2023-11-29"), days=1
    )


def test_the_last_day_of_the_calendar_has_no_days_after_it() -> None:
    assert "December 31" in read_upcoming(build_event("1999-12-31"), days=366, today=date.max)


@pytest.mark.parametrize(
    ("due", "day"),
    [
        ("2026", "**December 31** (in 32 days)"),
        ("2027-06", "**June 30** (in 213 days)"),
        ("2027-03-28", "**March 28** (in 119 days)"),
    ],
)
def test_a_promise_is_listed_on_the_last_day_it_can_be_kept(due: str, day: str) -> None:
    text = read_upcoming(awaited=(build_promise(due),))
    assert f"{day}\nPromised: It shoots in time" in text


def test_a_promise_for_around_a_month_has_no_last_day() -> None:
    text = read_upcoming(awaited=(build_promise("2027-06~"),))
    assert "**Sometime in June** (in about 7 months)\nPromised: It shoots in time (" in text
    assert "June 2027)" in text


def test_a_promise_after_the_days_asked_for_is_left_out() -> None:
    assert "Nothing in that time" in read_upcoming(awaited=(build_promise("2026"),), days=31)
    assert "Promised" in read_upcoming(awaited=(build_promise("2026"),), days=32)


def test_promises_of_events_are_those_that_are_open() -> None:
    promises = tuple(
        Promise(text=text, due=PartialDate(2026), outcome=outcome, what_happened="Wait and see.")
        for text, outcome in (
            ("It shoots", PromiseOutcome.OPEN),
            ("It is written", PromiseOutcome.KEPT),
        )
    )
    status = STATUS.model_copy(update={"promises": promises})
    awaited = list_awaited_dates([status], TODAY)
    text = read_upcoming(awaited=tuple(awaited))
    assert "Promised: It shoots" in text
    assert "It is written" not in text


def test_an_event_to_come_and_the_release_are_listed_as_exactly_as_they_are_known() -> None:
    release = Release("the sequel", PartialDate(2027, 3), STATUS)
    text = read_upcoming(build_event("2026-12-05", "The auction"), release=release)
    assert text.endswith(
        "**December 5** (in 6 days)\nThe auction\n"
        "**Sometime in March** (in about 4 months)\nRelease of the sequel"
    )


def test_a_month_of_which_no_day_is_known_is_not_its_first_day() -> None:
    events = [build_event("2025-01", "Two producers are named"), build_event("2024-01-01")]
    assert read_upcoming(*events).endswith(
        "**Sometime in January** (in about 2 months)\n"
        "Two producers are named (2 years, January 2025)\n"
        "**January 1** (in 33 days)\nThe premiere (3 years)"
    )


def test_a_year_of_which_no_month_is_known_is_not_its_first_day() -> None:
    assert "**Sometime in 2027** (next year)\nThe premiere (10 years, 2017)" in read_upcoming(
        build_event("2017")
    )


def test_dates_less_exact_than_the_server_wants_are_left_out() -> None:
    exact = AnniversaryOptions(month_entries=False, year_entries=False)
    awaited = (build_promise("2026"), build_promise("2027-03-28"))
    text = read_upcoming(build_event("2025-01"), awaited=awaited, options=exact)
    assert "March 28" in text
    assert "January" not in text
    assert "December" not in text


def test_who_was_born_turns_an_age() -> None:
    born = build_event("1970-12-28", "Ida Holm is born", category="birth", people=("ida-holm",))
    assert "**December 28** (in 29 days)\nIda Holm turns 56" in read_upcoming(born)
    days = AnniversaryOptions(day_counts=True)
    assert "Ida Holm turns 21,000 days old" in read_upcoming(
        born, today=date(2028, 6, 20), options=days
    )


def test_a_birth_of_two_keeps_its_title() -> None:
    twins = build_event("1970-12-28", "The twins are born", category="birth", people=("a", "b"))
    assert "The twins are born (56 years)" in read_upcoming(twins)


def test_of_many_on_one_day_two_are_named() -> None:
    events = [
        build_event(f"{year}-12-01", f"Night {year}").model_copy(update={"id": f"event.n-{year}"})
        for year in range(2020, 2024)
    ]
    assert read_upcoming(*events).endswith(" · and 2 more")
