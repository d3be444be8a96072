"""Reads English words for days, months and spans of time, with a well-kept date parser."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from functools import lru_cache

from dateparser.date import DateDataParser

_LEAP_YEAR_START = date(2000, 1, 1)
"""A day in a leap year, so that 29 February is never refused."""


@lru_cache(maxsize=4096)
def parse_english_date(words: str, today: date = _LEAP_YEAR_START) -> date:
    """The day that `words` name, seen from `today`; what they do not say is made up.

    Raises ValueError when there is no such day, or the parser knows no such words.
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
