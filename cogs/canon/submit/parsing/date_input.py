"""Parses dates as members write them; keeps their precision and refuses ambiguous ones."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from enum import StrEnum

from bot.markdown import Markdown
from cogs.canon.proposals.errors import FieldError
from seeds.dates import MONTHS, PartialDate, parse_month


class DatePrecision(StrEnum):
    """How exact a typed date is."""

    WRITTEN = "written"
    MONTH = "month"
    YEAR = "year"
    ABOUT = "about"


DATE_HINT = "write it like 2026-03-14, or just 2026-03 or 2026 if that's all you know."
DATE_MISSING = f"It needs a date: {DATE_HINT}"
_CIRCA = re.compile(r"(?:about|around|approximately|circa|c\.|ca\.?|~)\s*(?=\w)")
_ORDINAL_ENDINGS = {1: "st", 2: "nd", 3: "rd"}
_DAYS_AGO = {"today": 0, "yesterday": 1}
_YEAR = r"(?P<year>\d{4})"
_MONTH_NAME = r"(?P<month>[a-z]{3,9})\.?"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th|\.)?"
_DATE_PATTERNS = tuple(
    re.compile(shape)
    for shape in (
        rf"{_YEAR}(?:([-/.])(?P<number>\d{{1,2}})(?:\2(?P<day>\d{{1,2}}))?)?",
        rf"{_DAY} (?:of )?{_MONTH_NAME},? {_YEAR}",
        rf"{_MONTH_NAME} {_DAY},? {_YEAR}",
        rf"{_MONTH_NAME},? (?:of )?{_YEAR}",
    )
)
_NUMERIC_DATE = re.compile(
    rf"(?P<first>\d{{1,2}})(?P<mark>[./-])(?P<second>\d{{1,2}})(?P=mark){_YEAR}"
)
_PART = r"(?P<part>early|mid|late|end|beginning|start)[ -](?:of )?(?:the )?"
_SEASON = re.compile(
    rf"(?:{_PART})?(?:the )?(?P<season>spring|summer|autumn|fall|winter),? (?:of )?{_YEAR}"
)
_PART_OF_YEAR = re.compile(rf"{_PART}(?:year )?{_YEAR}")
_PART_OF_MONTH = re.compile(rf"{_PART}{_MONTH_NAME},? (?:of )?{_YEAR}")
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
"""The months of each season on the northern hemisphere, and the first of them."""
_YEAR_PARTS = {
    "early": ("January to April", 1),
    "beginning": ("January to March", 1),
    "start": ("January to March", 1),
    "mid": ("May to August", 5),
    "late": ("September to December", 9),
    "end": ("October to December", 10),
}


def parse_date(typed: str, today: date) -> PartialDate:
    """Return the date in `typed` with its precision; "about" before it sets `circa`.

    Raises FieldError when it is no date, is ambiguous, or is in the future.
    """
    when = parse_announced_date(typed, today)
    # Members in time zones further east may already have the next date.
    if when.first_day > today + timedelta(days=1):
        raise FieldError(
            f"{when.format_american()} hasn't come yet: write when it happened or was said."
        )
    return when


def parse_announced_date(typed: str, today: date) -> PartialDate:
    """Return the date in `typed` as `parse_date` does; it may lie in the future."""
    words = " ".join(typed.casefold().split()).strip(" .,")
    if not words:
        raise FieldError(DATE_MISSING)
    exact_words = _CIRCA.sub("", words, count=1).removesuffix("~").strip()
    parsed = _match_date(exact_words, today)
    if parsed is None:
        raise FieldError(_build_rejection_message(exact_words, " ".join(typed.split())))
    return PartialDate(parsed.year, parsed.month, parsed.day, circa=exact_words != words)


def apply_precision(when: PartialDate, precision: str) -> PartialDate:
    """Return the date as exact as a `DatePrecision` says, never more exact than it was typed.

    Raises FieldError for another text, and when the month is to be kept and there is none.
    """
    match precision:
        case DatePrecision.WRITTEN:
            return when
        case DatePrecision.MONTH if when.month is None:
            raise FieldError(
                f"{when.year} has no month in it: write it like {when.year}-03, or choose “Only "
                "the year is sure”."
            )
        case DatePrecision.MONTH:
            return replace(when, day=None)
        case DatePrecision.YEAR:
            return replace(when, month=None, day=None)
        case DatePrecision.ABOUT:
            return replace(when, circa=True)
        case _:
            raise FieldError("Choose how exact the date is from the list.")


def format_precision(value: PartialDate) -> Markdown:
    """Return the precision of a date: "known to the day"."""
    if value.month is None:
        return "only the year is known"
    return "known to the month" if value.day is None else "known to the day"


def _match_date(words: str, today: date) -> PartialDate | None:
    if words in _DAYS_AGO:
        return PartialDate.from_date(today - timedelta(days=_DAYS_AGO[words]))
    for shape in _DATE_PATTERNS:
        match = shape.fullmatch(words)
        if match is not None:
            return _build_from_parts(match.groupdict())
    numbers = _NUMERIC_DATE.fullmatch(words)
    return _build_from_numbers(words, numbers) if numbers else None


def _build_from_parts(parts: dict[str, str | None]) -> PartialDate | None:
    name, number, day = parts.get("month"), parts.get("number"), parts.get("day")
    month = parse_month(name) if name else int(number or 0) or None
    if name and month is None:
        return None
    return _build_date(int(parts["year"] or 0), month, int(day) if day else None)


def _build_from_numbers(words: str, match: re.Match[str]) -> PartialDate:
    """Return the date of "14/3/2026"; raise FieldError for "3/4/2026", which is ambiguous."""
    first, second, year = int(match["first"]), int(match["second"]), int(match["year"])
    if first <= 12 and second <= 12 and first != second:
        day_first, month_first = PartialDate(year, second, first), PartialDate(year, first, second)
        either = f"{day_first.format_american()} or {month_first.format_american()}"
        raise FieldError(f"{words} could be {either}: write {day_first} or {month_first}.")
    return _build_date(year, first, second) if second > 12 else _build_date(year, second, first)


def _build_date(year: int, month: int | None, day: int | None) -> PartialDate:
    try:
        return PartialDate(year, month, day)
    except ValueError as error:
        raise FieldError(_explain_impossible_date(year, month, day)) from error


def _explain_impossible_date(year: int, month: int | None, day: int | None) -> str:
    """Return "February 2026 has no 31st.", or what else keeps the numbers from being a date."""
    if year < 1:
        return f"There's no year {year}: {DATE_HINT}"
    if month is None or not 1 <= month <= 12:
        return f"There's no month {month or 0}: {DATE_HINT}"
    return f"{MONTHS[month - 1]} {year} has no {_format_ordinal(day or 0)}."


def _format_ordinal(number: int) -> str:
    """Return "31st", "32nd", "33rd" or "30th"."""
    is_teen = number % 100 in (11, 12, 13)
    return f"{number}{'th' if is_teen else _ORDINAL_ENDINGS.get(number % 10, 'th')}"


def _build_rejection_message(words: str, typed: str) -> str:
    """Return the sentence that says what to write instead of these words."""
    for pattern, explain in _VAGUE_PATTERNS:
        match = pattern.fullmatch(words)
        explained = explain(typed, match) if match else None
        if explained is not None:
            return explained
    return f"I don't know the date “{typed[:50]}”: {DATE_HINT}"


def _explain_season(words: str, match: re.Match[str]) -> str:
    span, month = _SEASONS[match["season"]]
    return _build_ambiguity_message(words, span, int(match["year"]), month)


def _explain_part_of_year(words: str, match: re.Match[str]) -> str:
    span, month = _YEAR_PARTS[match["part"]]
    return _build_ambiguity_message(words, span, int(match["year"]), month)


def _explain_quarter(words: str, match: re.Match[str]) -> str | None:
    number, year = match["quarter"] or match["behind"], match["year"] or match["last"]
    if not number or not year:
        return None
    begins = 3 * int(number) - 2
    return _build_ambiguity_message(
        words, f"{MONTHS[begins - 1]} to {MONTHS[begins + 1]}", int(year), begins
    )


def _build_ambiguity_message(words: str, span: str, year: int, month: int) -> str:
    return f"{words} could be {span}: write {year}-{month:02} or {year}."


def _explain_part_of_month(words: str, match: re.Match[str]) -> str | None:
    month = parse_month(match["month"])
    if month is None:
        return None
    return f"{words} could be many days: write {match['year']}-{month:02}, or the day."


def _explain_decade(words: str, match: re.Match[str]) -> str:
    return f"{words} could be ten years: write one of them, like {match['decade']}."


def _explain_missing_year(words: str, match: re.Match[str]) -> str | None:
    if parse_month(match["month"]) is None:
        return None
    return f"“{words}” needs a year: {DATE_HINT}"


_VAGUE_PATTERNS: tuple[tuple[re.Pattern[str], Callable[[str, re.Match[str]], str | None]], ...] = (
    (_SEASON, _explain_season),
    (_PART_OF_YEAR, _explain_part_of_year),
    (_PART_OF_MONTH, _explain_part_of_month),
    (_QUARTER, _explain_quarter),
    (_DECADE, _explain_decade),
    (_NO_YEAR, _explain_missing_year),
)
