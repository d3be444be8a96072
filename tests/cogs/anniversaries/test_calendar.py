"""What comes back on a local date: when, how often, how heavy, and never more exact than known."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cogs.anniversaries.calendar import (
    Anniversary,
    AnniversaryIndex,
    AnniversaryOptions,
    DatedEntry,
    Precision,
    get_observed_date,
)
from seeds.dates import PartialDate
from seeds.schema import Event, Source, Status

EVERYTHING = AnniversaryOptions(day_counts=True)


def an_event(when: str, category: str = "news", slug: str = "reunion") -> Event:
    return Event.model_validate(
        {
            "id": f"event.{slug}",
            "date": when,
            "title": "The reunion begins",
            "text": "Two friends drive to Tucson.",
            "category": category,
            "topics": ("film",),
        }
    )


def a_status(as_of: str) -> Status:
    return Status(
        id="status.deals",
        as_of=PartialDate.parse(as_of),
        stage="deals",
        headline="Deals are being made",
        text="Nobody has signed yet.",
        certainty="reported",
    )


def ids(found: list[Anniversary]) -> list[str]:
    return [one.entry.id.partition(".")[2] for one in found]


@pytest.mark.parametrize(
    ("when", "day", "years"),
    [
        ("1997-04-25", date(2022, 4, 25), 25),
        ("1997-04-25", date(1998, 4, 25), 1),
        ("2022-06", date(2023, 6, 1), 1),
        ("2022-06", date(2032, 6, 1), 10),
        ("2017", date(2027, 1, 1), 10),
        ("2024-02-29", date(2028, 2, 29), 4),
        ("2024-02-29", date(2025, 2, 28), 1),
        ("1896-02-29", date(1900, 2, 28), 4),
        ("2024-06-14~", date(2025, 6, 14), 1),
        ("1988-09~", date(2028, 9, 1), 40),
    ],
)
def test_a_happening_returns_on_its_day_with_its_years(when: str, day: date, years: int) -> None:
    (found,) = AnniversaryIndex([an_event(when)]).list_on_day(day)

    assert (found.day, found.count, found.unit) == (day, years, "years")


@pytest.mark.parametrize(
    ("when", "day"),
    [
        ("1997-04-25", date(1997, 4, 25)),
        ("1997-04-25", date(1996, 4, 25)),
        ("1997-04-25", date(2022, 4, 24)),
        ("2022-06", date(2022, 6, 1)),
        ("2022-06", date(2023, 6, 29)),
        ("2022-06", date(2023, 1, 1)),
        ("2017", date(2017, 1, 1)),
        ("2017", date(2018, 1, 2)),
        ("2024-02-29", date(2028, 2, 28)),
        ("2024-02-29", date(2025, 3, 1)),
        ("2024-02-28", date(2028, 2, 29)),
    ],
)
def test_and_on_no_other_day_nor_before_a_year_has_passed(when: str, day: date) -> None:
    assert AnniversaryIndex([an_event(when)]).list_on_day(day) == []


@pytest.mark.parametrize(
    ("when", "precision"),
    [
        ("2025-01-29", Precision.DAY),
        ("2022-06", Precision.MONTH),
        ("2017", Precision.YEAR),
        ("2017~", Precision.YEAR),
    ],
)
def test_an_anniversary_says_how_exactly_its_date_is_known(when: str, precision: Precision) -> None:
    event = an_event(when)
    (found,) = AnniversaryIndex([event]).list_on_day(get_observed_date(event.date, 2030))

    assert found.precision is precision


def test_an_approximate_date_stays_approximate() -> None:
    (found,) = AnniversaryIndex([an_event("2024-06-14~")]).list_on_day(date(2025, 6, 14))

    assert found.since.format_american() == "around June 14, 2024"


@pytest.mark.parametrize(
    ("when", "day", "moved"),
    [
        ("2024-02-29", date(2025, 2, 28), True),
        ("2024-02-29", date(2028, 2, 29), False),
        ("2024-02-28", date(2025, 2, 28), False),
        ("2022-02", date(2025, 2, 1), False),
    ],
)
def test_a_29_february_kept_on_the_28th_says_so(when: str, day: date, moved: bool) -> None:
    (found,) = AnniversaryIndex([an_event(when)]).list_on_day(day)

    assert found.is_moved is moved


def test_a_status_returns_on_its_as_of_date() -> None:
    assert ids(AnniversaryIndex([a_status("2025-01-29")]).list_on_day(date(2026, 1, 29))) == [
        "deals"
    ]


def test_entries_without_a_happening_are_passed_over() -> None:
    source = Source(id="source.paper", title="A paper", published=PartialDate(2025, 1, 29))

    assert AnniversaryIndex([source]).list_on_day(date(2026, 1, 29)) == []


def test_month_and_year_entries_can_be_switched_off() -> None:
    entries = [
        an_event("2020-01-01", slug="day"),
        an_event("2020-01", slug="month"),
        an_event("2020", slug="year"),
    ]

    def on_new_year(**choices: bool) -> list[str]:
        return ids(
            AnniversaryIndex(entries).list_on_day(date(2024, 1, 1), AnniversaryOptions(**choices))
        )

    assert on_new_year() == ["day", "month", "year"]
    assert on_new_year(month_entries=False) == ["day", "year"]
    assert on_new_year(year_entries=False) == ["day", "month"]
    assert on_new_year(month_entries=False, year_entries=False) == ["day"]


def test_day_counts_are_off_until_asked_for() -> None:
    thousand_days_on = date(2025, 1, 29) + timedelta(days=1_000)

    assert AnniversaryIndex([an_event("2025-01-29")]).list_on_day(thousand_days_on) == []
    (found,) = AnniversaryIndex([an_event("2025-01-29")]).list_on_day(thousand_days_on, EVERYTHING)
    assert (found.count, found.unit, found.is_moved) == (1_000, "days", False)


@pytest.mark.parametrize("days", [-1_000, 0, 1, 999, 1_001, 1_500])
def test_only_whole_thousands_of_days_count(days: int) -> None:
    day = date(2025, 1, 29) + timedelta(days=days)

    assert AnniversaryIndex([an_event("2025-01-29")]).list_on_day(day, EVERYTHING) == []


@pytest.mark.parametrize("when", ["2025-01-29~", "2025-01", "2025"])
def test_days_are_counted_from_exact_days_only(when: str) -> None:
    event = an_event(when)
    day = event.date.first_day + timedelta(days=1_000)

    assert AnniversaryIndex([event]).list_on_day(day, EVERYTHING) == []


@pytest.mark.parametrize(
    ("heavier", "lighter"),
    [
        (an_event("1973-05-15"), an_event("1948-05-15")),
        (an_event("1998-05-15"), an_event("1983-05-15")),
        (an_event("2013-05-15"), an_event("2008-05-15")),
        (an_event("2018-05-15"), an_event("2017-05-15")),
        (an_event("2022-05-15"), an_event("2019-05-15")),
        (an_event("2019-05-15", "birth"), an_event("2019-05-15", "interview")),
        (an_event("2019-05-15", "release"), an_event("2019-05-15", "screen")),
        (a_status("2019-05-15"), an_event("2019-05-15")),
        (an_event("1998-05-15", "release"), an_event("1973-05-15")),
    ],
    ids=[
        "50 years over 75",
        "25 over 40",
        "10 over 15",
        "5 over 6",
        "the first over the fourth",
        "births",
        "releases",
        "status changes",
        "a silver release over a golden interview",
    ],
)
def test_round_years_births_releases_and_status_changes_go_first(
    heavier: DatedEntry, lighter: DatedEntry
) -> None:
    found = AnniversaryIndex([lighter, heavier]).list_on_day(date(2023, 5, 15))

    assert [one.entry for one in found] == [heavier, lighter]


def test_a_round_count_of_days_goes_before_an_ordinary_year() -> None:
    six_years, thousand_days = an_event("2017-05-15"), an_event("2020-08-18")

    found = AnniversaryIndex([six_years, thousand_days]).list_on_day(date(2023, 5, 15), EVERYTHING)

    assert [(one.count, one.unit) for one in found] == [(1_000, "days"), (6, "years")]


TIED = {
    "oldest": "1990-06-01",
    "older": "1991-06-01",
    "about": "1992-06-01~",
    "first-id": "1992-06-01",
    "second-id": "1992-06-01",
    "month-only": "1992-06",
}


@given(st.permutations(sorted(TIED)))
def test_equal_weights_go_exact_first_then_oldest_whatever_order_they_come_in(
    order: list[str],
) -> None:
    entries = [an_event(TIED[slug], slug=slug) for slug in order]

    assert ids(AnniversaryIndex(entries).list_on_day(date(2024, 6, 1))) == list(TIED)
