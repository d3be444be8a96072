"""Parses English dates and durations with dateparser; the only module that imports it."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from functools import lru_cache

from dateparser.date import DateDataParser

_LEAP_YEAR_START = date(2000, 1, 1)
"""Default reference day: in a leap year, so that "29 February" is valid."""


@lru_cache(maxsize=4096)
def parse_english_date(words: str, today: date = _LEAP_YEAR_START) -> date:
    """Parse `words` such as "5 May 2024", "June 2022" or "two weeks ago", relative to `today`.

    A missing day is the first of the month, a missing month or year that of `today`. Raises
    ValueError when there is no such day, or dateparser does not know the words.
    """
    settings = {
        "PREFER_DAY_OF_MONTH": "first",
        "DATE_ORDER": "MDY",
        "RELATIVE_BASE": datetime.combine(today, time(12), UTC),
    }
    found = DateDataParser(languages=["en"], settings=settings).get_date_data(words)
    if found.date_obj is None:
        raise ValueError(f"there is no {words}")
    return found.date_obj.date()
