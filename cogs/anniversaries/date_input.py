"""Parses dates as people type them."""

from __future__ import annotations

import re
from datetime import date, timedelta

from bot.ui.dates import AMERICAN, ISO, writes_month_first
from seeds.dates import parse_month

_NAMED_DAYS = {"today": 0, "tomorrow": 1, "yesterday": -1}
_ISO = re.compile(r"(?:(?P<year>\d{4})-)?(?P<month>\d{1,2})-(?P<day>\d{1,2})")
_NUMERIC = re.compile(
    r"(?P<first>\d{1,2})(?P<mark>[./ ])(?P<second>\d{1,2})\.?(?:[./ ]\s*(?P<year>\d{4}))?"
)
_DAY_FIRST = re.compile(
    r"(?P<day>\d{1,2})(?:st|nd|rd|th|\.)?\s+(?:of\s+)?(?P<name>[a-z]{3,9})\.?,?(?:\s+(?P<year>\d{4}))?"
)
_MONTH_FIRST = re.compile(
    r"(?P<name>[a-z]{3,9})\.?\s+(?P<day>\d{1,2})(?:st|nd|rd|th)?,?(?:\s+(?P<year>\d{4}))?"
)
_LEAP_CYCLE = 8
"""Years within which every date of the calendar occurs."""


def parse_day(text: str, today: date, *, is_month_first: bool = False) -> date | None:
    """Return the date of a typed text, None when it is no date.

    The text is like "25 April", "Apr 25th, 2026", "25.4.", "04-25" or "tomorrow". Without a year
    it is in this year, a 29 February in the next leap year. "4/5" is 4 May, or 5 April where
    `is_month_first`; "4/25" is 25 April in either order, and "4.5." is always 4 May.
    """
    text = " ".join(text.casefold().split())
    if text in _NAMED_DAYS:
        return today + timedelta(days=_NAMED_DAYS[text])
    for pattern in (_ISO, _NUMERIC, _DAY_FIRST, _MONTH_FIRST):
        match = pattern.fullmatch(text)
        if match is not None:
            return _date_from_match(match.groupdict(), today, is_month_first=is_month_first)
    return None


def is_month_typed_first(guild_language: str, member_language: str) -> bool:
    """Return whether "4/5" is 5 April to a member.

    The language that a guild chose for its dates tells; where that is the default, or ISO 8601,
    which has no slashes, the language of the member's client does. Both are BCP 47 tags.
    """
    has_chosen = guild_language not in (AMERICAN, ISO)
    return writes_month_first(guild_language if has_chosen else member_language)


def to_current_year(day: date, today: date) -> date:
    """Return a date of a past year as the same day of this year, other dates unchanged.

    A member who types "25 April 1997" is shown what happened then, as an anniversary.
    """
    is_long_past = day.year < today.year and today - day > timedelta(days=1)
    return parse_day(f"{day:%m-%d}", today) or day if is_long_past else day


def _date_from_match(
    found: dict[str, str | None], today: date, *, is_month_first: bool
) -> date | None:
    name = found.get("name")
    if "mark" in found:
        day, month = int(found["first"] or 0), int(found["second"] or 0)
        if is_month_first and found["mark"] != ".":
            day, month = month, day
    else:
        day = int(found["day"] or 0)
        month = parse_month(name) or 0 if name else int(found["month"] or 0)
    if name is None and month > 12:
        day, month = month, day
    if found["year"]:
        return _date_or_none(int(found["year"]), month, day)
    years = range(today.year, today.year + _LEAP_CYCLE + 1)
    return next(filter(None, (_date_or_none(year, month, day) for year in years)), None)


def _date_or_none(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
