"""Dates in every language a server may choose: all that is known, and not a day more."""

from __future__ import annotations

import asyncio
import re
import subprocess
import sys
from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.ui.dates import (
    AMERICAN,
    ISO,
    LANGUAGES,
    current_language,
    format_date,
    format_day,
    format_day_and_month,
    format_month,
    override_language,
    set_language,
)
from cogs.anniversaries.date_input import parse_day
from seeds.dates import DateInterval, PartialDate

NUMBERED = {ISO, "ja"}
"""Languages that write a month as a number."""
MONTHS = [date(2022, month, 3) for month in range(1, 13)]

languages = st.sampled_from(sorted(LANGUAGES))
days = st.dates()


def known_part_of(day: date, parts: int, circa: bool) -> PartialDate:
    """The year, the month or all of `day`."""
    known = (day.year, day.month, day.day)[:parts]
    return PartialDate(*known, circa=circa)


partial_dates = st.builds(known_part_of, days, st.sampled_from((1, 2, 3)), st.booleans())


def numbers(text: str) -> Counter[int]:
    """Every number in a text, with how often it stands there."""
    return Counter(int(number) for number in re.findall(r"\d+", text))


@given(partial_dates, languages)
def test_every_language_says_what_is_known_and_no_more(when: PartialDate, language: str) -> None:
    known = [when.year]
    # A date with "around" is a phrase in English, which names the month.
    is_numbered = language == ISO or (language in NUMBERED and not when.circa)
    if when.month is not None and is_numbered:
        known.append(when.month)
    if when.day is not None:
        known.append(when.day)

    words = format_date(when, language)

    assert numbers(words) == Counter(known)
    assert words.startswith("around ") == when.circa


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_month_has_a_name_of_its_own(language: str) -> None:
    for shape in (
        [format_date(PartialDate(2022, day.month), language) for day in MONTHS],
        [format_day(day, language) for day in MONTHS],
        [format_day_and_month(day, language) for day in MONTHS],
        [format_month(day, language) for day in MONTHS],
    ):
        assert len(set(shape)) == 12


@given(days, languages)
def test_a_day_that_comes_back_names_no_year(day: date, language: str) -> None:
    named = [day.month, day.day] if language in NUMBERED else [day.day]

    assert numbers(format_day_and_month(day, language)) == Counter(named)


@given(partial_dates)
def test_american_english_reads_as_on_the_command_line(when: PartialDate) -> None:
    assert format_date(when, AMERICAN) == when.format_american()


@given(st.dates(date(2024, 1, 1), date(2031, 12, 31)))
def test_what_a_date_is_offered_as_is_read_back(day: date) -> None:
    today = day.replace(month=1, day=1)

    read = parse_day(format_day_and_month(day, ISO), today)

    assert read is not None
    assert (read.month, read.day) == (day.month, day.day)


@pytest.mark.parametrize(
    ("language", "year", "month", "day", "yearly", "name"),
    [
        ("en-GB", "2025", "June 2025", "25 June 2025", "25 June", "June"),
        ("en-US", "2025", "June 2025", "June 25, 2025", "June 25", "June"),
        ("iso", "2025", "2025-06", "2025-06-25", "06-25", "2025-06"),
        ("de", "2025", "Juni 2025", "25. Juni 2025", "25. Juni", "Juni"),
        ("fr", "2025", "juin 2025", "25 juin 2025", "25 juin", "juin"),
        ("es", "2025", "junio de 2025", "25 de junio de 2025", "25 de junio", "junio"),
        ("it", "2025", "giugno 2025", "25 giugno 2025", "25 giugno", "giugno"),
        ("pt-BR", "2025", "junho de 2025", "25 de junho de 2025", "25 de junho", "junho"),
        ("nl", "2025", "juni 2025", "25 juni 2025", "25 juni", "juni"),
        ("pl", "2025", "czerwiec 2025", "25 czerwca 2025", "25 czerwca", "czerwiec"),
        ("sv", "2025", "juni 2025", "25 juni 2025", "25 juni", "juni"),
        ("ja", "2025年", "2025年6月", "2025年6月25日", "6月25日", "6月"),
    ],
)
def test_dates_read_as_the_language_writes_them(
    language: str, year: str, month: str, day: str, yearly: str, name: str
) -> None:
    whole = date(2025, 6, 25)
    assert format_date(PartialDate(2025), language) == year
    assert format_date(PartialDate(2025, 6), language) == month
    assert format_date(PartialDate.from_date(whole), language) == format_day(whole, language) == day
    assert format_day_and_month(whole, language) == yearly
    assert format_month(whole, language) == name


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("2024-01-31/..", "not before January 31, 2024"),
        ("2024-08~/2024-12", "between around August 2024 and December 2024"),
    ],
)
def test_an_interval_keeps_the_cards_own_words(written: str, words: str) -> None:
    assert format_date(DateInterval.parse(written), "de") == words


@given(partial_dates, partial_dates)
def test_american_intervals_read_as_on_the_command_line(a: PartialDate, b: PartialDate) -> None:
    start, end = sorted((a, b), key=lambda one: one.first_day)
    for interval in (DateInterval(start, end), DateInterval(start)):
        assert format_date(interval, AMERICAN) == interval.format_american()


def test_dates_in_sentences_are_in_the_language_of_the_sentences() -> None:
    day = date(2025, 6, 25)
    with override_language("fr"):
        assert current_language() == "fr"
        assert format_day(day) == "June 25, 2025"
        assert format_day_and_month(day) == "June 25"
        assert format_month(day) == "June"
        assert format_date(PartialDate(2025, 6)) == "June 2025"


def test_dates_that_stand_alone_are_in_the_language_of_the_server() -> None:
    day = date(2025, 6, 25)
    with override_language("fr"):
        assert format_day(day, current_language()) == "25 juin 2025"
        assert format_date(PartialDate(2025, 6), current_language()) == "juin 2025"
        assert format_date(PartialDate(2025, 6, circa=True), current_language()) == (
            "around June 2025"
        ), "with a word it is a phrase"


@pytest.mark.parametrize(
    ("language", "words"),
    [("en-US", "June 25, 2025"), ("en-GB", "25 June 2025"), ("iso", "2025-06-25")],
)
def test_what_reads_as_english_is_kept_in_sentences(language: str, words: str) -> None:
    with override_language(language):
        assert format_day(date(2025, 6, 25)) == words


def test_a_language_that_is_no_longer_offered_reads_as_american() -> None:
    with override_language("tlh"):
        assert format_date(PartialDate(2025, 6), current_language()) == "June 2025"


async def test_tasks_side_by_side_speak_a_language_each() -> None:
    everyone = asyncio.Barrier(len(LANGUAGES))

    async def written_in(language: str) -> str:
        set_language(language)
        await everyone.wait()
        return format_day(date(2025, 6, 25), current_language())

    written = await asyncio.gather(*map(written_in, LANGUAGES))

    assert written == [format_day(date(2025, 6, 25), language) for language in LANGUAGES]
    assert current_language() == AMERICAN


def test_the_library_of_languages_is_loaded_for_those_who_need_it() -> None:
    script = (
        "import sys; from datetime import date; from bot.ui.dates import format_day as words;"
        "[words(date(2025, 6, 25), one) for one in ('en-GB', 'en-US', 'iso')];"
        "assert 'babel' not in sys.modules; words(date(2025, 6, 25), 'de');"
        "assert 'babel' in sys.modules"
    )
    root = Path(__file__).parents[3]
    done = subprocess.run([sys.executable, "-c", script], cwd=root, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def test_no_language_speaks_through_another() -> None:
    languages = [language for language in LANGUAGES if language != "iso"]
    alone = {one: format_month(date(2025, 6, 1), one) for one in languages}
    for first in languages:
        format_month(date(2025, 6, 1), first)
        assert {one: format_month(date(2025, 6, 1), one) for one in languages} == alone
    assert alone["ja"] == "6月"
    assert alone["sv"] == alone["nl"] == "juni"
    assert alone["pl"] == "czerwiec"
