"""Dates as people type them."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cogs.anniversaries.date_input import parse_day, to_current_year

TODAY = date(2026, 11, 21)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("25 April", date(2026, 4, 25)),
        ("april 25", date(2026, 4, 25)),
        ("Apr 25th, 1997", date(1997, 4, 25)),
        ("the 25 April", None),
        ("25th of april", date(2026, 4, 25)),
        ("25.4.", date(2026, 4, 25)),
        ("25.04.2027", date(2027, 4, 25)),
        ("4/5", date(2026, 5, 4)),
        ("4/25", date(2026, 4, 25)),
        ("04-25", date(2026, 4, 25)),
        ("2022-06-29", date(2022, 6, 29)),
        ("29 February", date(2028, 2, 29)),
        ("29 Feb 2027", None),
        ("31 April", None),
        ("25 Smarch", None),
        ("today", TODAY),
        ("Tomorrow", date(2026, 11, 22)),
        ("yesterday", date(2026, 11, 20)),
        ("0.0.", None),
        ("", None),
    ],
)
def test_a_date_is_read(typed: str, meant: date | None) -> None:
    assert parse_day(typed, TODAY) == meant


@pytest.mark.parametrize(
    ("day", "returns"),
    [
        (date(1997, 4, 25), date(2026, 4, 25)),
        (date(2025, 12, 31), date(2026, 12, 31)),
        (date(2024, 2, 29), date(2028, 2, 29)),
        (date(2026, 1, 1), date(2026, 1, 1)),
        (date(2027, 4, 25), date(2027, 4, 25)),
    ],
)
def test_a_day_of_a_past_year_returns(day: date, returns: date) -> None:
    assert to_current_year(day, TODAY) == returns


def test_yesterday_stays_yesterday_over_new_year() -> None:
    assert to_current_year(date(2026, 12, 31), date(2027, 1, 1)) == date(2026, 12, 31)


@given(st.text(max_size=40))
def test_nothing_typed_breaks_it(typed: str) -> None:
    parse_day(typed, TODAY)


@given(st.dates(date(1, 1, 1)))
def test_every_date_is_read_back(day: date) -> None:
    assert parse_day(f"{day.day} {day:%B} {day.year:04}", TODAY) == day
    assert parse_day(day.isoformat(), TODAY) == day
