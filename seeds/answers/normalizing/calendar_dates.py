"""Dates in one form: the day before the month, the month in full, numeric dates in words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date

from seeds.dates import MONTHS

_NUMERIC_DATE = re.compile(
    r"(?<![\w/.,-])(?:(\d{4})([-/.])(\d{1,2})\2(\d{1,2})|(\d{1,2})([-/.])(\d{1,2})(?:\6(\d{4}|\d\d))?)"
    r"(?![\w/,-]|\.\d)",
    re.ASCII,
)
_SEPARATORS = frozenset("/.-")
_SHORT_YEAR = re.compile(r"(?<!\w)['’‘](?=\d\d(?!\d))", re.ASCII)
_LEAP_YEAR = 2000
"""A year with 29 February, for dates without one."""
_LAST_CURRENT_YEAR = 30
"""Two digits up to this one are a year from 2000 on, higher ones of the 20th century."""
_WEEKDAYS = frozenset(
    (
        "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday",
        "mon", "tue", "tues", "wed", "thu", "thur", "thurs", "fri", "sat", "sun",
    )
)  # fmt: skip
_MONTH_NUMBERS = {
    name[:length].lower(): number
    for number, name in enumerate(MONTHS, 1)
    for length in range(3, len(name) + 1)
}
_LONGEST_DATE = 4
"""Words of a date with weekday, day, month and year."""
_FILLERS = frozenset({"of", "on", "the"})


def expand_year(digits: str) -> str:
    """Return a year of two digits in full: "97" is "1997", "05" is "2005"."""
    return f"{20 if int(digits) <= _LAST_CURRENT_YEAR else 19}{digits}"


def read_year(words: Sequence[str]) -> str | None:
    """Return the year that a guess at a year means: of "89" or "9 november 1989" it is "1989".

    None for other words, and for the year alone.
    """
    *rest, year = words
    if not rest:
        return expand_year(year) if year.isdecimal() and len(year) == 2 else None
    if not (year.isdecimal() and len(year) == 4) or len(rest) > 2:
        return None
    is_dated = any(word in _MONTH_NUMBERS for word in rest) and all(
        word in _MONTH_NUMBERS or (word.isdecimal() and len(word) < 3) for word in rest
    )
    return year if is_dated else None


def shorten_years(text: str) -> str | None:
    """Return `text` with years such as '97 as the bare digits 97, None without one."""
    shortened = _SHORT_YEAR.sub("", text)
    return shortened if shortened != text else None


def spell_out_numeric_date(text: str) -> str | None:
    """Return `text` with its numeric date in words: "4/25/97" becomes "25 April 1997".

    None without a numeric date, and when the date can be read in two ways, as 4/5.
    """
    found = None if _SEPARATORS.isdisjoint(text) else _NUMERIC_DATE.search(text)
    if found is None or (found[6] == "." and not found[8]):
        return None
    readings = set(_list_readings(found))
    if len(readings) != 1:
        return None
    return text[: found.start()] + readings.pop() + text[found.end() :]


def _list_readings(found: re.Match[str]) -> Iterator[str]:
    if found[1]:
        orders = [(found[4], found[3])]
        year = found[1]
    else:
        orders = [(found[5], found[7]), (found[7], found[5])]
        year = found[8] or ""
        year = expand_year(year) if len(year) == 2 else year
    for day, month in orders:
        if _is_day(int(year or _LEAP_YEAR), int(month), int(day)):
            yield f"{int(day)} {MONTHS[int(month) - 1]} {year}".rstrip()


def _is_day(year: int, month: int, day: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True


def normalize_date(words: Sequence[str]) -> tuple[str, ...]:
    """Put the day before the month, and write the month in full; other words stay as they are.

    A weekday is left out unless it is not that of the date.
    """
    if not any(map(str.isdecimal, words)):
        return tuple(words)
    rest = [word for word in words if word not in _FILLERS]
    if not 2 <= len(rest) <= _LONGEST_DATE:
        return tuple(words)
    numbers = [word for word in rest if word.isdecimal()]
    months = [_MONTH_NUMBERS[word] for word in rest if word in _MONTH_NUMBERS]
    weekdays = [word for word in rest if word in _WEEKDAYS]
    count = len(numbers) + len(months) + len(weekdays)
    if len(months) != 1 or len(numbers) not in {1, 2} or len(weekdays) > 1 or count != len(rest):
        return tuple(words)
    days = 1 if len(numbers[0]) < 3 else 0
    if weekdays and not (days and _may_be_on(weekdays[0], numbers, months[0])):
        return tuple(words)
    return (*numbers[:days], MONTHS[months[0] - 1].lower(), *numbers[days:])


def _may_be_on(weekday: str, numbers: Sequence[str], month: int) -> bool:
    if len(numbers) < 2:
        return True
    day, year = int(numbers[0]), int(numbers[1][:4])
    if not _is_day(year, month, day):
        return False
    return date(year, month, day).strftime("%A").lower().startswith(weekday)
