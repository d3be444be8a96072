"""Dates keep the precision they were written with; ambiguous ones are refused with advice."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cogs.canon.proposals.errors import FieldError
from cogs.canon.submit.parsing.date_input import apply_precision, format_precision, parse_date
from seeds.dates import MONTHS, PartialDate

TODAY = date(2026, 11, 21)

READ = """
2026-03-14   2026-03-14 | 14 March 2026 | 14th of March, 2026 | March 14, 2026 | mar 14 2026
2026-03-14   2026/3/14 | 2026.03.14 | 14/3/2026 | 14.3.2026 | 3/14/2026
2026-03-03   3/3/2026
2026-03      2026-03 | March 2026 | Mar. 2026 | march of 2026 | 2026-3
2025-09      Sept 2025 | september, 2025
2026         2026 | " 2026 "
2017~        about 2017 | c. 2017 | ca 2017 | circa 2017 | 2017~ | ~2017 | around 2017
2022-06~     about June 2022 | 2022-06~
2026-11-21   today | Today
2026-11-20   yesterday
2026-11-22   2026-11-22
"""


@pytest.mark.parametrize(
    ("meant", "typed"),
    [
        (line.split()[0], typed.strip().strip('"'))
        for line in READ.strip().splitlines()
        for typed in line[11:].split("|")
    ],
)
def test_what_is_clear_is_kept_as_exact_as_it_is(meant: str, typed: str) -> None:
    assert str(parse_date(typed, TODAY)) == meant


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("spring 2026", "spring 2026 could be March to June: write 2026-03 or 2026."),
        ("Winter 2025", "Winter 2025 could be January to March, or December: write 2025-01"),
        ("the summer of 2025", "could be June to September: write 2025-06 or 2025."),
        ("late 2025", "late 2025 could be September to December: write 2025-09 or 2025."),
        ("end of 2025", "could be October to December"),
        ("early March 2026", "early March 2026 could be many days: write 2026-03, or the day."),
        ("Q3 2025", "Q3 2025 could be July to September: write 2025-07 or 2025."),
        ("2025 Q1", "could be January to March"),
        ("the 1990s", "could be ten years: write one of them, like 1990."),
        ("3/4/2026", "could be April 3, 2026 or March 4, 2026: write 2026-04-03 or 2026-03-04."),
        ("14 March", "“14 March” needs a year"),
        ("March", "“March” needs a year"),
        ("March 14th", "needs a year"),
        ("last week", "I don't know the date “last week”"),
        ("next spring", "I don't know the date"),
        ("14/03/26", "I don't know the date"),
        ("2026-13", "There's no month 13: write it like 2026-03-14"),
        ("2026-00-12", "There's no month 0: write it like 2026-03-14"),
        ("2026-02-31", "February 2026 has no 31st."),
        ("30 February 2025", "February 2025 has no 30th."),
        ("4/42/2025", "April 2025 has no 42nd."),
        ("April 0, 2025", "April 2025 has no 0th."),
        ("0000", "There's no year 0: write it like 2026-03-14"),
        ("smarch 2025", "I don't know the date"),
        ("2026/03-04", "I don't know the date"),
        ("", "It needs a date:"),
        ("2027", "2027 hasn't come yet"),
        ("23 November 2026", "hasn't come yet"),
        ("December 2026", "hasn't come yet"),
    ],
)
def test_what_is_not_clear_is_refused_with_what_to_write(typed: str, sentence: str) -> None:
    with pytest.raises(FieldError) as refused:
        parse_date(typed, TODAY)
    assert sentence in str(refused.value)


@given(
    st.dates(max_value=TODAY, min_value=date(1000, 1, 1)),
    st.sampled_from(["{0.day} {1} {0.year}", "{1} {0.day}, {0.year}", "{0:%Y-%m-%d}"]),
)
def test_every_day_reads_as_itself(day: date, written: str) -> None:
    typed = written.format(day, MONTHS[day.month - 1])
    assert parse_date(typed, TODAY) == PartialDate.from_date(day)


@given(st.text(max_size=40))
def test_whatever_is_typed_is_a_date_in_the_past_or_refused(typed: str) -> None:
    try:
        latest = parse_date(typed, TODAY).first_day
    except FieldError:
        latest = TODAY
    assert latest <= date(2026, 11, 22)


def test_precision_is_said_in_words() -> None:
    known = [format_precision(PartialDate.parse(one)) for one in ("2026", "2026-03", "2026-03-14")]
    assert known == ["only the year is known", "known to the month", "known to the day"]


def test_a_date_is_kept_as_exact_as_its_author_says() -> None:
    day = PartialDate(2026, 3, 14)
    kept = {one: str(apply_precision(day, one)) for one in ("written", "month", "year", "about")}
    assert kept == {
        "written": "2026-03-14",
        "month": "2026-03",
        "year": "2026",
        "about": "2026-03-14~",
    }


def test_a_choice_never_makes_a_date_more_exact_than_it_was_typed() -> None:
    assert apply_precision(PartialDate(2026, circa=True), "year") == PartialDate(2026, circa=True)
    with pytest.raises(FieldError, match="2026 has no month in it"):
        apply_precision(PartialDate(2026), "month")
    with pytest.raises(FieldError, match="from the list"):
        apply_precision(PartialDate(2026), "century")
