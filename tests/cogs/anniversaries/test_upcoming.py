"""What is coming: the almanac over many days agrees with the calendar asked day by day."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from cogs.anniversaries.calendar import (
    AnniversaryIndex,
    AnniversaryOptions,
    Precision,
    get_observed_date,
)
from seeds.dates import PartialDate
from seeds.schema import Event

EVERYTHING = AnniversaryOptions(day_counts=True)


def an_event(when: PartialDate, slug: str = "reunion") -> Event:
    return Event(
        id=f"event.{slug}",
        date=when,
        title="The reunion begins",
        text="Two friends drive to Tucson.",
        category="stage",
        topics=("film",),
    )


@st.composite
def partial_dates(draw: st.DrawFn) -> PartialDate:
    day = draw(st.dates(date(1960, 1, 1), date(2030, 12, 31)))
    known = draw(st.sampled_from(Precision))
    return PartialDate(
        day.year,
        None if known is Precision.YEAR else day.month,
        day.day if known is Precision.DAY else None,
        draw(st.booleans()),
    )


def test_upcoming_lists_the_dates_with_something_on_them_the_first_day_included() -> None:
    film = an_event(PartialDate(1997, 4, 25), "film")
    concert = an_event(PartialDate(2024, 1, 31), "concert")
    almanac = AnniversaryIndex([concert, film])

    coming = almanac.list_upcoming(date(2026, 4, 25), 366)

    assert [(day, [one.entry for one in found]) for day, found in coming] == [
        (date(2026, 4, 25), [film]),
        (date(2027, 1, 31), [concert]),
        (date(2027, 4, 25), [film]),
    ]
    assert almanac.list_upcoming(date(2026, 4, 25), 0) == []
    assert almanac.list_upcoming(date(2026, 4, 26), 30) == []


def test_the_last_day_of_all_calendars_has_no_tomorrow_to_trip_over() -> None:
    almanac = AnniversaryIndex([an_event(PartialDate(1999, 12, 31))])

    assert [day for day, _ in almanac.list_upcoming(date.max, 30)] == [date.max]


@given(
    st.lists(partial_dates(), max_size=12),
    st.dates(date(1995, 1, 1), date(2035, 1, 1)),
    st.integers(0, 800),
    st.builds(AnniversaryOptions, st.booleans(), st.booleans(), st.booleans()),
)
def test_upcoming_is_the_calendar_asked_day_by_day(
    dates: list[PartialDate], day: date, days: int, include: AnniversaryOptions
) -> None:
    entries = [an_event(when, f"number-{number}") for number, when in enumerate(dates)]
    each_day = (day + timedelta(days=ahead) for ahead in range(days))
    asked = ((one, AnniversaryIndex(entries).list_on_day(one, include)) for one in each_day)

    assert AnniversaryIndex(entries).list_upcoming(day, days, include) == [
        (one, found) for one, found in asked if found
    ]


@given(partial_dates(), st.integers(1950, 2040))
def test_a_happening_returns_once_in_every_later_year_and_in_no_other(
    when: PartialDate, year: int
) -> None:
    days = 366 if monthrange(year, 2)[1] == 29 else 365
    coming = AnniversaryIndex([an_event(when)]).list_upcoming(date(year, 1, 1), days)

    returns = [one.day for _, found in coming for one in found]
    assert returns == ([get_observed_date(when, year)] if year > when.year else [])


@given(partial_dates(), st.integers(1, 9_999))
def test_a_date_is_remembered_on_its_first_day_or_on_28_february(
    when: PartialDate, year: int
) -> None:
    observed = get_observed_date(when, year)

    expected = (when.month or 1, when.day or 1)
    if (observed.month, observed.day) != expected:
        assert (expected, observed) == ((2, 29), date(year, 2, 28))
        assert monthrange(year, 2)[1] == 28


@given(st.dates(date(1960, 1, 1), date(2030, 12, 31)), st.integers(0, 30))
def test_thousands_of_days_come_every_thousand_days(since: date, thousands: int) -> None:
    first = since + timedelta(days=1_000 * thousands + 1)
    coming = AnniversaryIndex([an_event(PartialDate.from_date(since))]).list_upcoming(
        first, 1_000, EVERYTHING
    )

    counted = [one.count for _, found in coming for one in found if one.unit == "days"]
    assert counted == [1_000 * (thousands + 1)]
