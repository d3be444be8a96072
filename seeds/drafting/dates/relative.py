"""Resolves dates relative to the article's own: "Tuesday", "last month", "two weeks ago"."""

from __future__ import annotations

from contextlib import suppress
from datetime import date, timedelta
from typing import NamedTuple

from seeds.dates import PartialDate
from seeds.drafting.dates.english import parse_english_date
from seeds.drafting.dates.expressions import DateExpression
from seeds.drafting.dates.tenses import Tense
from seeds.drafting.word_lists import WEEKDAYS

_VAGUE_COUNTS = ("a few", "several")
_TENSE_BY_MODIFIER = {
    "last": Tense.PAST,
    "this past": Tense.PAST,
    "next": Tense.FUTURE,
    "this": Tense.FUTURE,
    "this coming": Tense.FUTURE,
}
_TENSE_UNKNOWN = "its sentence doesn't say whether it's past or still to come"
_YEAR_INFERRED = "it has no year; I took the {} one, counted from the article's date"


class ResolvedDate(NamedTuple):
    """The result of resolving one date expression."""

    date: PartialDate | None
    """None when the expression does not determine a date."""
    doubt: str | None = None
    """What to check, or why there is no date, as part of a sentence; None when it is certain."""


def parse_relative_offset(modifier: str) -> int:
    """Return -1 for "last", 1 for "next", else 0: the distance in years, months or weeks."""
    first = modifier.lower().split()[0]
    return -1 if first == "last" else 1 if first == "next" else 0


def resolve_month_day(today: date, expression: DateExpression, tense: Tense | None) -> ResolvedDate:
    """Resolve a day and month: the year follows from the weekday if printed, else from `tense`."""
    parts = expression.parts
    days: list[date] = []
    for year in range(today.year - 8, today.year + 9):
        with suppress(ValueError):
            days.append(parse_english_date(f"{parts['day']} {parts['month']} {year:04}"))
    if not days:
        return ResolvedDate(None, f"there is no such day as {expression.words}")
    if "weekday" in parts:
        near = [day for day in days if abs(day.year - today.year) <= 1]
        fitting = [day for day in near if WEEKDAYS[day.weekday()] == parts["weekday"]]
        if len(fitting) == 1:
            return ResolvedDate(PartialDate.from_date(fitting[0]))
        return ResolvedDate(None, f"it wasn't a {parts['weekday']} in any year near the article's")
    if tense is None:
        return ResolvedDate(None, _TENSE_UNKNOWN)
    if tense is Tense.PAST:
        day, side = max(day for day in days if day <= today), "last"
    else:
        day, side = min(day for day in days if day >= today), "next"
    return ResolvedDate(PartialDate.from_date(day), _YEAR_INFERRED.format(side))


def resolve_bare_month(
    published: PartialDate, parts: dict[str, str], tense: Tense | None
) -> ResolvedDate:
    """Resolve a month without a year; `published` must have a month.

    A modifier that may mean either of two years, as "last March" in September, gives no date.
    """
    assert published.month is not None
    month = parse_english_date(f"{parts['month']} 2000").month
    modifier = parts.get("modifier", "").lower()
    months_ahead = month - published.month
    is_ambiguous = {
        "this": months_ahead < 0 and tense is not Tense.PAST,
        "last": months_ahead < 0,
        "next": months_ahead > 0,
    }
    if modifier in is_ambiguous:
        if is_ambiguous[modifier]:
            words = f"{modifier} {parts['month']}"
            return ResolvedDate(None, f"“{words}” may lie in either of two years")
        return ResolvedDate(PartialDate(published.year + parse_relative_offset(modifier), month))
    tense = _TENSE_BY_MODIFIER.get(modifier, tense)
    if tense is None:
        return ResolvedDate(None, _TENSE_UNKNOWN)
    if tense is Tense.PAST:
        found = PartialDate(published.year - (month > published.month), month)
        return ResolvedDate(found, _YEAR_INFERRED.format("last"))
    found = PartialDate(published.year + (month < published.month), month)
    return ResolvedDate(found, _YEAR_INFERRED.format("next"))


def resolve_ago(today: date, parts: dict[str, str]) -> ResolvedDate:
    """Resolve "`count` `unit` ago" to a day for days, a month for weeks and months, else a year.

    Months and years are approximate (`circa`).
    """
    count, units = parts["count"].lower(), parts["unit"].lower()
    unit = units.removesuffix("s")
    if count in _VAGUE_COUNTS:
        return ResolvedDate(None, f"“{count} {units}” isn't a number")
    day = parse_english_date(f"{count.replace('a couple of', 'two')} {units} ago", today)
    if unit == "day":
        return ResolvedDate(PartialDate.from_date(day))
    doubt = "counted back from the article's date, so only about"
    month = day.month if unit in ("week", "month") else None
    return ResolvedDate(PartialDate(day.year, month, circa=True), doubt)


def resolve_weekday(today: date, parts: dict[str, str], tense: Tense | None) -> ResolvedDate:
    """Resolve a weekday to the nearest such day before or after `today`, by modifier or `tense`.

    Where two days are possible ("last Wednesday" in the same ISO week, or the weekday of `today`),
    the result is the month or year that contains both, or no date.
    """
    modifier = parts.get("modifier", "").lower()
    tense = _TENSE_BY_MODIFIER.get(modifier, tense)
    if tense is None:
        return ResolvedDate(None, _TENSE_UNKNOWN)
    days_ahead = (WEEKDAYS.index(parts["weekday"]) - today.weekday()) % 7
    if tense is Tense.FUTURE:
        nearest = today + timedelta(days=days_ahead or 7)
    else:
        nearest = today - timedelta(days=7 - days_ahead)
    if days_ahead == 0:
        return _resolve_common_period(
            today, nearest, f"the article itself is of a {parts['weekday']}"
        )
    same_week = nearest.isocalendar()[:2] == today.isocalendar()[:2]
    if modifier in ("last", "next") and same_week:
        further = nearest + timedelta(days=7 * parse_relative_offset(modifier))
        return _resolve_common_period(
            nearest, further, f"“{modifier} {parts['weekday']}” may be either of two"
        )
    side = "last" if tense is Tense.PAST else "next"
    doubt = f"the {side} {parts['weekday']}, counted from the article's date"
    return ResolvedDate(PartialDate.from_date(nearest), doubt)


def resolve_near_day(today: date, words: str) -> ResolvedDate:
    """Resolve "yesterday", "last night", "tomorrow"; any other `words` mean `today`."""
    offsets = {"yesterday": -1, "last night": -1, "tomorrow": 1}
    doubt = "“today” may just mean these days" if words == "today" else None
    return ResolvedDate(PartialDate.from_date(today + timedelta(days=offsets.get(words, 0))), doubt)


def resolve_near_period(today: date, modifier: str, unit: str, tense: Tense | None) -> ResolvedDate:
    """Resolve the last, this or next `unit` ("month", "week" or "weekend").

    A week or weekend is resolved to the month or year that contains it, or to no date.
    """
    if unit == "month":
        months = today.year * 12 + today.month - 1 + parse_relative_offset(modifier)
        return ResolvedDate(PartialDate(months // 12, months % 12 + 1))
    monday = today - timedelta(days=today.weekday())
    if unit == "week":
        first = monday + timedelta(days=7 * parse_relative_offset(modifier))
        return _resolve_common_period(
            first, first + timedelta(days=6), "it doesn't say which day of that week"
        )
    saturday = monday + timedelta(days=5)
    if _TENSE_BY_MODIFIER.get(modifier, tense) is Tense.PAST and saturday >= today:
        saturday -= timedelta(days=7)
    return _resolve_common_period(
        saturday, saturday + timedelta(days=1), "it doesn't say which day of that weekend"
    )


def _resolve_common_period(first: date, second: date, doubt: str) -> ResolvedDate:
    """Resolve to the month, or else the year, that contains both days; else to no date."""
    doubt = f"{doubt}, so it's between {min(first, second)} and {max(first, second)}"
    if first.year != second.year:
        return ResolvedDate(None, doubt)
    return ResolvedDate(
        PartialDate(first.year, first.month if first.month == second.month else None), doubt
    )
