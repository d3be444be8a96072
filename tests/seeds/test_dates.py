"""Dates say what is known, sort and compare by it, and never a day more."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from seeds.dates import DateInterval, PartialDate, parse_publication_date

MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
WORDS = re.compile(r"(around )?(?:([A-Z][a-z]+) )?(?:(\d{1,2}), )?(\d{1,4})")


def known_part_of(day: date, precision: int, circa: bool) -> PartialDate:
    """The year, the month or all of `day`."""
    month = day.month if precision > 1 else None
    return PartialDate(day.year, month, day.day if precision > 2 else None, circa)


def dates_between(first: date, last: date) -> st.SearchStrategy[PartialDate]:
    return st.builds(
        known_part_of, st.dates(first, last), st.sampled_from((1, 2, 3)), st.booleans()
    )


ALL_DATES = dates_between(date.min, date.max)
CLOSE_DATES = dates_between(date(2023, 11, 1), date(2024, 3, 31))
"""So near each other that equal years, months and days are common."""
TWO_YEARS = [date(2023, 1, 1) + timedelta(days) for days in range(731)]


def days_meant(when: PartialDate) -> list[date]:
    """Every day that the written date is a part of."""
    return [day for day in TWO_YEARS if str(day).startswith(str(when).rstrip("~"))]


def parse(text: str) -> PartialDate:
    return PartialDate.parse(text)


@given(ALL_DATES)
def test_what_is_written_reads_back_the_same(when: PartialDate) -> None:
    assert parse(str(when)) == when
    assert str(parse(str(when))) == str(when)


@given(ALL_DATES)
def test_a_date_goes_through_json_unchanged(when: PartialDate) -> None:
    adapter = TypeAdapter(PartialDate)

    assert adapter.validate_json(adapter.dump_json(when)) == when


@given(CLOSE_DATES, CLOSE_DATES)
def test_of_two_dates_one_is_first_or_they_are_the_same(a: PartialDate, b: PartialDate) -> None:
    assert [a < b, a == b, a > b].count(True) == 1
    assert (a == b) == (str(a) == str(b)) == (a.sort_key == b.sort_key)
    assert (a <= b) == (a < b or a == b)
    assert a != b or hash(a) == hash(b)


@given(st.lists(CLOSE_DATES))
def test_the_database_sorts_by_the_key_as_the_program_sorts_dates(
    dates: list[PartialDate],
) -> None:
    assert sorted(dates) == sorted(dates, key=lambda when: when.sort_key)


def test_the_vaguer_date_comes_first() -> None:
    written = ["2022~", "2022", "2022-06~", "2022-06", "2022-06-29~", "2022-06-29", "2022-07"]

    assert [str(when) for when in sorted(map(parse, reversed(written)))] == written


def test_a_date_is_not_ordered_against_anything_else() -> None:
    with pytest.raises(TypeError):
        _ = parse("2022") < "2022"


@given(CLOSE_DATES, CLOSE_DATES)
def test_one_date_is_before_another_only_when_every_day_it_can_mean_is(
    a: PartialDate, b: PartialDate
) -> None:
    assert a.is_before(b) == (max(days_meant(a)) < min(days_meant(b)))


@given(CLOSE_DATES, CLOSE_DATES)
def test_what_is_before_also_sorts_before(a: PartialDate, b: PartialDate) -> None:
    for earlier, later in ((a, b), (b, a)):
        if earlier.is_before(later):
            assert earlier < later
            assert not later.is_before(earlier)


@given(CLOSE_DATES)
def test_first_and_last_day_bound_every_day_that_is_meant(when: PartialDate) -> None:
    days = days_meant(when)

    assert (when.first_day, when.last_day) == (days[0], days[-1])


@given(ALL_DATES)
def test_words_name_exactly_what_is_known(when: PartialDate) -> None:
    match = WORDS.fullmatch(when.format_american())

    assert match is not None
    around, month, day, year = match.groups()
    assert (around is not None) == when.circa
    assert (int(day) if day else None) == when.day
    assert (MONTHS.index(month) + 1 if month else None) == when.month
    assert int(year) == when.year


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("2017", "2017"),
        ("2022-06", "June 2022"),
        ("2025-01-29", "January 29, 2025"),
        ("2021~", "around 2021"),
        ("2024-02-29~", "around February 29, 2024"),
    ],
)
def test_dates_in_words(written: str, words: str) -> None:
    assert parse(written).format_american() == words


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        ("2023-02-29", "2023-02 has no day 29"),
        ("2022-06-31", "2022-06 has no day 31"),
        ("2022-06-00", "2022-06 has no day 0"),
        ("2022-13", "there is no month 13"),
        ("2022-00", "there is no month 0"),
        ("0000", "there is no year 0"),
        ("", "is not a date"),
        ("22", "is not a date"),
        ("2022-6", "is not a date"),
        ("20220601", "is not a date"),
        ("2022-06-01T00:00", "is not a date"),
        ("June 2022", "is not a date"),
        ("~2022", "is not a date"),
        ("２０２２", "is not a date"),
    ],
)
def test_what_is_no_date_is_refused_with_a_reason(written: str, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        parse(written)


def test_a_day_without_its_month_is_refused() -> None:
    with pytest.raises(ValueError, match="a day needs its month"):
        PartialDate(2022, None, 29)


@pytest.mark.parametrize("unquoted", [2022, 2022.06, date(2022, 6, 29), True])
def test_a_date_without_quotation_marks_is_refused(unquoted: object) -> None:
    with pytest.raises(ValidationError, match="write it as text, in quotation marks"):
        TypeAdapter(PartialDate).validate_python(unquoted)
    with pytest.raises(ValueError, match="write it as text, in quotation marks"):
        parse_publication_date(unquoted)


@given(CLOSE_DATES, st.none() | CLOSE_DATES)
def test_an_interval_reads_back_or_ends_before_it_starts(
    start: PartialDate, end: PartialDate | None
) -> None:
    written = f"{start}/{'..' if end is None else end}"
    if end is not None and max(days_meant(end)) < min(days_meant(start)):
        with pytest.raises(ValueError, match="ends before it starts"):
            DateInterval.parse(written)
    else:
        interval = DateInterval.parse(written)
        assert (interval, str(interval)) == (DateInterval(start, end), written)
        assert interval.first_day == start.first_day


@pytest.mark.parametrize("written", ["2024", "2024-08/", "/2024", "/", "../2024", "2024/2025/2026"])
def test_what_is_no_interval_is_refused(written: str) -> None:
    with pytest.raises(ValueError, match=r"is not (a date|an interval)"):
        DateInterval.parse(written)


def test_an_interval_in_words_names_only_its_ends() -> None:
    assert DateInterval.parse("2024-01-31/..").format_american() == "not before January 31, 2024"
    between = DateInterval.parse("2024-08/2024-12").format_american()
    assert between == "between August 2024 and December 2024"


def test_a_publication_date_is_an_interval_where_there_is_a_slash() -> None:
    assert parse_publication_date("2024-08/..") == DateInterval(PartialDate(2024, 8))
    assert parse_publication_date("2024-08") == PartialDate(2024, 8)
    assert parse_publication_date(PartialDate(2024)) == PartialDate(2024)
