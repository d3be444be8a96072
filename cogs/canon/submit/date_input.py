"""Reads dates as people write them, no more exactly than they were written, and guesses nothing."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta

from cogs.canon.proposals.errors import FieldError
from seeds.dates import MONTHS, PartialDate, month_number

HOW = "Write it like 2026-03-14, or 2026-03 or 2026 when you know no more."
EMPTY = f"It needs a date. {HOW}"
_CIRCA = re.compile(r"(?:about|around|approximately|circa|c\.|ca\.?|~)\s*(?=\w)")
_DAYS_AGO = {"today": 0, "yesterday": 1}
_YEAR = r"(?P<year>\d{4})"
_NAME = r"(?P<month>[a-z]{3,9})\.?"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th|\.)?"
_SHAPES = tuple(
    re.compile(shape)
    for shape in (
        rf"{_YEAR}(?:([-/.])(?P<number>\d{{1,2}})(?:\2(?P<day>\d{{1,2}}))?)?",
        rf"{_DAY} (?:of )?{_NAME},? {_YEAR}",
        rf"{_NAME} {_DAY},? {_YEAR}",
        rf"{_NAME},? (?:of )?{_YEAR}",
    )
)
_NUMBERS = re.compile(rf"(?P<one>\d{{1,2}})(?P<mark>[./-])(?P<other>\d{{1,2}})(?P=mark){_YEAR}")
_PART = r"(?P<part>early|mid|late|end|beginning|start)[ -](?:of )?(?:the )?"
_SEASON = re.compile(
    rf"(?:{_PART})?(?:the )?(?P<season>spring|summer|autumn|fall|winter),? (?:of )?{_YEAR}"
)
_PART_OF_YEAR = re.compile(rf"{_PART}(?:year )?{_YEAR}")
_PART_OF_MONTH = re.compile(rf"{_PART}{_NAME},? (?:of )?{_YEAR}")
_QUARTER = re.compile(
    rf"(?:q(?P<quarter>[1-4])|{_YEAR}) ?-?(?:q(?P<behind>[1-4])|(?P<last>\d{{4}}))"
)
_DECADE = re.compile(r"(?:the )?(?P<decade>\d{3}0)['’]?s")
_NO_YEAR = re.compile(
    r"(?:\d{1,2}(?:st|nd|rd|th|\.)? (?:of )?)?(?P<month>[a-z]{3,9})\.?(?: \d{1,2}\w{0,2})?"
)
_SEASONS = {
    "spring": ("March to June", 3),
    "summer": ("June to September", 6),
    "autumn": ("September to December", 9),
    "fall": ("September to December", 9),
    "winter": ("January to March, or December", 1),
}
"""The months a season can be in the north, and the first of them."""
_PARTS = {
    "early": ("January to April", 1),
    "beginning": ("January to March", 1),
    "start": ("January to March", 1),
    "mid": ("May to August", 5),
    "late": ("September to December", 9),
    "end": ("October to December", 10),
}


def read_date(typed: str, today: date) -> PartialDate:
    """The date that `typed` names, as exact as it is; "about" before it is kept.

    Raises FieldError with a sentence where it is none, could be several, or is still to come.
    """
    words = " ".join(typed.casefold().split()).strip(" .,")
    if not words:
        raise FieldError(EMPTY)
    bare = _CIRCA.sub("", words, count=1).removesuffix("~").strip()
    found = _read(bare, today)
    if found is None:
        raise FieldError(_why_not(bare, " ".join(typed.split())))
    when = PartialDate(found.year, found.month, found.day, circa=bare != words)
    # It is tomorrow already where some members live.
    if when.first_day > today + timedelta(days=1):
        raise FieldError(f"{when.in_words()} is still to come: write when it happened or was said.")
    return when


def precision_in_words(when: PartialDate) -> str:
    """How exact a date is: "known to the day"."""
    if when.month is None:
        return "only the year is known"
    return "known to the month" if when.day is None else "known to the day"


def _read(words: str, today: date) -> PartialDate | None:
    if words in _DAYS_AGO:
        return PartialDate.of(today - timedelta(days=_DAYS_AGO[words]))
    for shape in _SHAPES:
        match = shape.fullmatch(words)
        if match is not None:
            return _of_parts(match.groupdict())
    numbers = _NUMBERS.fullmatch(words)
    return _of_numbers(words, numbers) if numbers else None


def _of_parts(parts: dict[str, str | None]) -> PartialDate | None:
    name, number, day = parts.get("month"), parts.get("number"), parts.get("day")
    month = month_number(name) if name else int(number or 0) or None
    if name and month is None:
        return None
    return _real(int(parts["year"] or 0), month, int(day) if day else None)


def _of_numbers(words: str, match: re.Match[str]) -> PartialDate:
    """ "14/3/2026" can only be one day; "3/4/2026" could be two, and is refused."""
    one, other, year = int(match["one"]), int(match["other"]), int(match["year"])
    if one <= 12 and other <= 12 and one != other:
        first, second = PartialDate(year, other, one), PartialDate(year, one, other)
        either = f"{first.in_words()} or {second.in_words()}"
        raise FieldError(f"{words} could be {either}: write {first} or {second}.")
    return _real(year, one, other) if other > 12 else _real(year, other, one)


def _real(year: int, month: int | None, day: int | None) -> PartialDate:
    try:
        return PartialDate(year, month, day)
    except ValueError as error:
        raise FieldError(f"No calendar has that date: {error}. {HOW}") from error


def _why_not(words: str, typed: str) -> str:
    """What to write instead of words that name no one date."""
    for pattern, explain in _VAGUE:
        match = pattern.fullmatch(words)
        explained = explain(typed, match) if match else None
        if explained is not None:
            return explained
    return f"“{typed[:50]}” is no date that can be kept. {HOW}"


def _season(words: str, match: re.Match[str]) -> str:
    span, month = _SEASONS[match["season"]]
    return _could_be(words, span, int(match["year"]), month)


def _part_of_year(words: str, match: re.Match[str]) -> str:
    span, month = _PARTS[match["part"]]
    return _could_be(words, span, int(match["year"]), month)


def _quarter(words: str, match: re.Match[str]) -> str | None:
    number, year = match["quarter"] or match["behind"], match["year"] or match["last"]
    if not number or not year:
        return None
    begins = 3 * int(number) - 2
    return _could_be(words, f"{MONTHS[begins - 1]} to {MONTHS[begins + 1]}", int(year), begins)


def _could_be(words: str, span: str, year: int, month: int) -> str:
    return f"{words} could be {span}: write {year}-{month:02} or {year}."


def _part_of_month(words: str, match: re.Match[str]) -> str | None:
    month = month_number(match["month"])
    if month is None:
        return None
    return f"{words} could be many days: write {match['year']}-{month:02}, or the day."


def _decade(words: str, match: re.Match[str]) -> str:
    return f"{words} could be ten years: write one of them, like {match['decade']}."


def _no_year(words: str, match: re.Match[str]) -> str | None:
    if month_number(match["month"]) is None:
        return None
    return f"{words} of which year? {HOW}"


_VAGUE: tuple[tuple[re.Pattern[str], Callable[[str, re.Match[str]], str | None]], ...] = (
    (_SEASON, _season),
    (_PART_OF_YEAR, _part_of_year),
    (_PART_OF_MONTH, _part_of_month),
    (_QUARTER, _quarter),
    (_DECADE, _decade),
    (_NO_YEAR, _no_year),
)
