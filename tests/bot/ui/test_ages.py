"""How long ago, in words that claim no more than the date does and never run backwards."""

from __future__ import annotations

import calendar
import re
from datetime import date, timedelta

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from bot.ui.dates import format_age, months_since
from seeds.dates import PartialDate

TODAY = date(2026, 1, 1)
NEAR = st.dates(date(2019, 1, 1), date(2026, 12, 31))
FULL_DATES = st.builds(PartialDate.from_date, NEAR)
MONTHS = NEAR.map(lambda day: PartialDate(day.year, day.month))
YEARS = NEAR.map(lambda day: PartialDate(day.year))
SPAN = re.compile(
    r"(?:about )?(?:(\d+) days?|(\d+) years?(?: and (\d+) months?)?|(\d+) months?) ago"
)
IN_MONTHS = {"this month": (0, 0), "last month": (1, 0), "this year": (0, 0), "last year": (12, 0)}


def length(words: str) -> tuple[int, int]:
    """Months and days that an age names."""
    words = words.removeprefix("about ")
    if words in IN_MONTHS:
        return IN_MONTHS[words]
    if words in ("today", "yesterday"):
        return (0, ("today", "yesterday").index(words))
    match = SPAN.fullmatch(words)
    assert match is not None, words
    days, years, rest, months = (int(group or 0) for group in match.groups())
    return (12 * years + rest + months, days)


def as_days(words: str) -> int:
    months, days = length(words)
    return months * 31 + days


def after_months(day: date, months: int) -> date:
    """The same day so many months on, or the last day of a month too short for it."""
    years, month = divmod(day.month - 1 + months, 12)
    last = calendar.monthrange(day.year + years, month + 1)[1]
    return date(day.year + years, month + 1, min(day.day, last))


@pytest.mark.parametrize(
    ("when", "age"),
    [
        ("2026-01-01", "today"),
        ("2025-12-31", "yesterday"),
        ("2025-12-20", "12 days ago"),
        ("2025-12-20~", "about 12 days ago"),
        ("2025-11-02", "60 days ago"),
        ("2025-11-01", "2 months ago"),
        ("2024-12-31", "1 year ago"),
        ("2016-05-10~", "about 9 years ago"),
        ("2016-05-10", "9 years and 7 months ago"),
        ("2016-05", "about 9 years ago"),
        ("2021-03", "about 4 years and 10 months ago"),
        ("2022-06-29", "3 years and 6 months ago"),
        ("2026-01", "this month"),
        ("2025-12", "last month"),
        ("2025-03", "about 10 months ago"),
        ("2020-05", "about 5 years ago"),
        ("2026", "this year"),
        ("2025", "last year"),
        ("2017", "9 years ago"),
        ("2017~", "about 9 years ago"),
        ("2026-01-02", "still to come"),
        ("2026-02", "still to come"),
        ("2027", "still to come"),
    ],
)
def test_ages_on_new_years_day(when: str, age: str) -> None:
    assert format_age(PartialDate.parse(when), TODAY) == age


@given(YEARS, NEAR)
def test_a_year_is_never_counted_in_months_or_days(when: PartialDate, today: date) -> None:
    assert not re.search("month|day|yesterday", format_age(when, today))


@given(MONTHS, NEAR)
def test_a_month_is_never_counted_in_days(when: PartialDate, today: date) -> None:
    age = format_age(when, today)

    assert not re.search("day", age)
    assert age.startswith("about") or not age[0].isdigit()


@given(FULL_DATES, NEAR)
def test_an_approximate_date_has_an_approximate_age(when: PartialDate, today: date) -> None:
    vague = PartialDate(when.year, when.month, when.day, circa=True)

    assert not format_age(vague, today)[0].isdigit()


@given(st.one_of(FULL_DATES, MONTHS, YEARS), NEAR)
def test_only_what_cannot_have_happened_is_still_to_come(when: PartialDate, today: date) -> None:
    assert (format_age(when, today) == "still to come") == (when.first_day > today)


@given(FULL_DATES, NEAR)
def test_a_full_dates_age_is_right_to_the_day_or_the_month(when: PartialDate, today: date) -> None:
    assume(when.first_day <= today)
    months, days = length(format_age(when, today))
    if months:
        assert after_months(when.first_day, months) <= today
        assert today <= after_months(when.first_day, months + 1)
    else:
        assert when.first_day + timedelta(days) == today


@settings(max_examples=40)
@given(st.one_of(FULL_DATES, MONTHS, YEARS))
def test_an_age_never_shrinks_as_days_go_by(when: PartialDate) -> None:
    days = (when.first_day + timedelta(number) for number in range(800))
    ages = [as_days(format_age(when, day)) for day in days]

    assert ages == sorted(ages)


@given(st.one_of(FULL_DATES, MONTHS, YEARS), NEAR)
def test_staleness_counts_whole_months_from_the_last_day_that_is_meant(
    when: PartialDate, today: date
) -> None:
    months = months_since(when, today)

    assert months >= 0
    assert months == 0 or after_months(when.last_day, months) <= today
    assert today <= after_months(when.last_day, months + 1)
