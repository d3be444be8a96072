"""Reads dates and times of day as people type them."""

from __future__ import annotations

import calendar
import re
from datetime import date, time, timedelta

_NAMED_TIMES = {"midnight": time(0), "noon": time(12), "midday": time(12)}
_TIME = re.compile(r"(\d{1,2})(?:[:.h](\d{2}))?\s*(?:([ap])\.?m\.?)?", re.IGNORECASE)
_NAMED_DAYS = {"today": 0, "tomorrow": 1, "yesterday": -1}
_ISO = re.compile(r"(?:(?P<year>\d{4})-)?(?P<month>\d{1,2})-(?P<day>\d{1,2})")
_NUMBERS = re.compile(r"(?P<day>\d{1,2})[./ ](?P<month>\d{1,2})\.?(?:[./ ]\s*(?P<year>\d{4}))?")
_DAY_FIRST = re.compile(
    r"(?P<day>\d{1,2})(?:st|nd|rd|th|\.)?\s+(?:of\s+)?(?P<name>[a-z]{3,9})\.?,?(?:\s+(?P<year>\d{4}))?"
)
_MONTH_FIRST = re.compile(
    r"(?P<name>[a-z]{3,9})\.?\s+(?P<day>\d{1,2})(?:st|nd|rd|th)?,?(?:\s+(?P<year>\d{4}))?"
)
_LEAP_CYCLE = 8
"""Years within which every day of the calendar comes round."""


def read_time(text: str) -> time | None:
    """ "9", "09:00", "9.30 pm", "21h15", "noon"; None when it is no time of day."""
    text = text.strip().casefold()
    if text in _NAMED_TIMES:
        return _NAMED_TIMES[text]
    match = _TIME.fullmatch(text)
    if match is None:
        return None
    hour, minute, half = int(match[1]), int(match[2] or 0), match[3]
    if half is not None:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half == "p" else 0)
    return time(hour, minute) if hour < 24 and minute < 60 else None


def read_day(text: str, today: date) -> date | None:
    """ "25 April", "Apr 25th, 2026", "25.4.", "04-25", "tomorrow"; None when it is no date.

    Without a year it is this year's, and a 29 February that of the next leap year. "4/5" is the
    fourth of May, "4/25" the twenty-fifth of April.
    """
    text = " ".join(text.casefold().split())
    if text in _NAMED_DAYS:
        return today + timedelta(days=_NAMED_DAYS[text])
    for pattern in (_ISO, _NUMBERS, _DAY_FIRST, _MONTH_FIRST):
        match = pattern.fullmatch(text)
        if match is not None:
            return _of_match(match.groupdict(), today)
    return None


def _of_match(found: dict[str, str | None], today: date) -> date | None:
    name, day = found.get("name"), int(found["day"] or 0)
    month = _month(name) if name else int(found["month"] or 0)
    if name is None and month > 12:
        day, month = month, day
    if found["year"]:
        return _valid(int(found["year"]), month, day)
    years = range(today.year, today.year + _LEAP_CYCLE + 1)
    return next(filter(None, (_valid(year, month, day) for year in years)), None)


def _month(name: str) -> int:
    """1 to 12 for a month's English name or the beginning of it, else 0."""
    names = [month.casefold() for month in calendar.month_name]
    return next((n for n in range(1, 13) if names[n].startswith(name)), 0)


def _valid(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
