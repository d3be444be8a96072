"""Dates as people type them."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cogs.anniversaries.date_input import is_month_typed_first, parse_day, to_current_year

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
    ("typed", "meant"),
    [
        ("4/5", date(2026, 4, 5)),
        ("4 5", date(2026, 4, 5)),
        ("04/05/2027", date(2027, 4, 5)),
        ("25/4", date(2026, 4, 25)),
        ("4/25", date(2026, 4, 25)),
        ("4.5.", date(2026, 5, 4)),
        ("04-05", date(2026, 4, 5)),
        ("2/30", None),
    ],
)
def test_where_the_month_is_written_first_slashes_are_read_so(
    typed: str, meant: date | None
) -> None:
    assert parse_day(typed, TODAY, is_month_first=True) == meant


@given(st.from_regex(r"\d{1,2}[./ -]\d{1,2}(/\d{4})?", fullmatch=True))
def test_what_is_a_date_in_one_order_is_a_date_in_the_other(typed: str) -> None:
    read = [parse_day(typed, TODAY, is_month_first=order) for order in (True, False)]

    assert (read[0] is None) == (read[1] is None)


@pytest.mark.parametrize(
    ("guild", "member", "is_first"),
    [
        ("en-US", "en-US", True),
        ("en-US", "en-GB", False),
        ("en-US", "de", False),
        ("en-US", "ja", True),
        ("en-GB", "en-US", False),
        ("de", "en-US", False),
        ("iso", "en-US", True),
        ("iso", "sv-SE", False),
        ("en-US", "es-419", False),
        ("en-US", "xx-klingon", False),
    ],
)
def test_the_server_tells_the_order_and_where_it_has_not_chosen_the_member_does(
    guild: str, member: str, is_first: bool
) -> None:
    assert is_month_typed_first(guild, member) is is_first


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
