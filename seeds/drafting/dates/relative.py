"""Counts dates from the article's own: weekdays, "last month", "two weeks ago", "in June"."""

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
_TENSE_BY_WORD = {
    "last": Tense.PAST,
    "this past": Tense.PAST,
    "next": Tense.FUTURE,
    "this": Tense.FUTURE,
    "this coming": Tense.FUTURE,
}
_TENSE_UNKNOWN = "whether it is past or to come, its sentence leaves open"
_YEAR_INFERRED = "its year is not printed; the {} one, seen from the article's date"


class ResolvedDate(NamedTuple):
    """A date, or None where the words do not give one, and what a person should look at."""

    date: PartialDate | None
    doubt: str | None = None


def parse_relative_offset(which: str) -> int:
    """-1, 0 or 1: which year, month or week is meant, seen from this one."""
    first = which.lower().split()[0]
    return -1 if first == "last" else 1 if first == "next" else 0


def resolve_month_day(today: date, expression: DateExpression, tense: Tense | None) -> ResolvedDate:
    """A day without its year: the weekday tells the year, or else the tense."""
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
        return ResolvedDate(None, f"it was a {parts['weekday']} in no year near the article's")
    if tense is None:
        return ResolvedDate(None, _TENSE_UNKNOWN)
    if tense is Tense.PAST:
        day, which = max(day for day in days if day <= today), "last"
    else:
        day, which = min(day for day in days if day >= today), "next"
    return ResolvedDate(PartialDate.from_date(day), _YEAR_INFERRED.format(which))


def resolve_bare_month(
    published: PartialDate, parts: dict[str, str], tense: Tense | None
) -> ResolvedDate:
    """A month without its year; `published` names its own month at least."""
    assert published.month is not None
    month = parse_english_date(f"{parts['month']} 2000").month
    which = parts.get("which", "").lower()
    months_ahead = month - published.month
    unclear = {
        "this": months_ahead < 0 and tense is not Tense.PAST,
        "last": months_ahead < 0,
        "next": months_ahead > 0,
    }
    if which in unclear:
        if unclear[which]:
            return ResolvedDate(None, f"“{which} {parts['month']}” may lie in either of two years")
        return ResolvedDate(PartialDate(published.year + parse_relative_offset(which), month))
    tense = _TENSE_BY_WORD.get(which, tense)
    if tense is None:
        return ResolvedDate(None, _TENSE_UNKNOWN)
    if tense is Tense.PAST:
        found = PartialDate(published.year - (month > published.month), month)
        return ResolvedDate(found, _YEAR_INFERRED.format("last"))
    found = PartialDate(published.year + (month < published.month), month)
    return ResolvedDate(found, _YEAR_INFERRED.format("next"))


def resolve_ago(today: date, parts: dict[str, str]) -> ResolvedDate:
    """So many days back is a day; weeks and months give about a month, years about a year."""
    count, units = parts["count"].lower(), parts["unit"].lower()
    unit = units.removesuffix("s")
    if count in _VAGUE_COUNTS:
        return ResolvedDate(None, f"“{count} {units}” is no number")
    day = parse_english_date(f"{count.replace('a couple of', 'two')} {units} ago", today)
    if unit == "day":
        return ResolvedDate(PartialDate.from_date(day))
    about = "counted back from the article's date, so only about"
    month = day.month if unit in ("week", "month") else None
    return ResolvedDate(PartialDate(day.year, month, circa=True), about)


def resolve_weekday(today: date, parts: dict[str, str], tense: Tense | None) -> ResolvedDate:
    """The weekday nearest to `today` on the side of the tense; the month where that is in doubt."""
    which = parts.get("which", "").lower()
    tense = _TENSE_BY_WORD.get(which, tense)
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
    if which in ("last", "next") and same_week:
        further = nearest + timedelta(days=7 * parse_relative_offset(which))
        return _resolve_common_period(
            nearest, further, f"“{which} {parts['weekday']}” may be either of two"
        )
    side = "last" if tense is Tense.PAST else "next"
    doubt = f"the {side} {parts['weekday']}, seen from the article's date"
    return ResolvedDate(PartialDate.from_date(nearest), doubt)


def resolve_near_day(today: date, words: str) -> ResolvedDate:
    """Yesterday, today and tomorrow, and their mornings and nights."""
    offsets = {"yesterday": -1, "last night": -1, "tomorrow": 1}
    doubt = "“today” may mean nowadays" if words == "today" else None
    return ResolvedDate(PartialDate.from_date(today + timedelta(days=offsets.get(words, 0))), doubt)


def resolve_near_period(today: date, which: str, unit: str, tense: Tense | None) -> ResolvedDate:
    """The last, this or the next month, week or weekend, as far as one month or year holds it."""
    if unit == "month":
        months = today.year * 12 + today.month - 1 + parse_relative_offset(which)
        return ResolvedDate(PartialDate(months // 12, months % 12 + 1))
    monday = today - timedelta(days=today.weekday())
    if unit == "week":
        first = monday + timedelta(days=7 * parse_relative_offset(which))
        return _resolve_common_period(
            first, first + timedelta(days=6), "no day of that week is named"
        )
    saturday = monday + timedelta(days=5)
    if _TENSE_BY_WORD.get(which, tense) is Tense.PAST and saturday >= today:
        saturday -= timedelta(days=7)
    return _resolve_common_period(
        saturday, saturday + timedelta(days=1), "no day of that weekend is named"
    )


def _resolve_common_period(one: date, other: date, doubt: str) -> ResolvedDate:
    """The month, or else the year, in which both days lie; None when they share neither."""
    doubt = f"{doubt}, so it lies between {min(one, other)} and {max(one, other)}"
    if one.year != other.year:
        return ResolvedDate(None, doubt)
    return ResolvedDate(
        PartialDate(one.year, one.month if one.month == other.month else None), doubt
    )
