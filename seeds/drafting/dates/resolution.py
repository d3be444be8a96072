"""Resolves date expressions to `PartialDate`s that are no more precise than the words printed."""

from __future__ import annotations

from datetime import date

from seeds.dates import PartialDate
from seeds.drafting.dates.english import parse_english_date
from seeds.drafting.dates.expressions import DateExpression, ExpressionShape
from seeds.drafting.dates.relative import (
    ResolvedDate,
    parse_relative_offset,
    resolve_ago,
    resolve_bare_month,
    resolve_month_day,
    resolve_near_day,
    resolve_near_period,
    resolve_weekday,
)
from seeds.drafting.dates.tenses import Tense
from seeds.drafting.word_lists import WEEKDAYS

NO_ARTICLE_DATE = "it needs the article's own date, and the article has none"
NO_ARTICLE_DAY = "it needs the day of the article, and the article's date has none"
_NEED_DAY = (
    ExpressionShape.MONTH_DAY,
    ExpressionShape.AGO,
    ExpressionShape.WEEKDAY,
    ExpressionShape.RELATIVE,
)
_LAST_MONTH_BY_SEASON = {"spring": 5, "summer": 8, "autumn": 11, "fall": 11}
"""Last full month (1–12) of each season in the northern hemisphere."""


class DateResolver:
    """Resolves the expressions of one article; `published` is its date, None if unknown."""

    def __init__(self, published: PartialDate | None) -> None:
        self._published = published
        known = published is not None and published.day is not None
        self._published_day = published.first_day if published is not None and known else None

    def resolve(self, expression: DateExpression, tense: Tense | None) -> ResolvedDate:
        """Resolve `expression` in a sentence of this tense.

        `tense` is None when unknown. A day that does not exist gives a result without a date.
        """
        try:
            return self._resolve(expression, tense)
        except (ValueError, OverflowError):
            return ResolvedDate(None, "there is no such day")

    def _resolve(self, expression: DateExpression, tense: Tense | None) -> ResolvedDate:
        parts = expression.parts
        match expression.shape:
            case ExpressionShape.DAY:
                return _resolve_full_day(expression)
            case ExpressionShape.NUMERIC:
                return _resolve_numeric(parts)
            case ExpressionShape.MONTH:
                day = parse_english_date(f"{parts['month']} {parts['year']}")
                return ResolvedDate(PartialDate(day.year, day.month))
            case ExpressionShape.YEAR:
                return ResolvedDate(PartialDate(int(parts["year"])))
            case ExpressionShape.ANCHORED:
                return ResolvedDate(None, "it counts from another date in the text")
            case ExpressionShape.DECADE:
                return ResolvedDate(None, "a decade isn't a date")
            case ExpressionShape.PART_OF_YEAR if parts.get("year", "").isdecimal():
                return _build_part_of_year(int(parts["year"]), parts["part"])
            case _:
                return self._resolve_relative(expression, tense)

    def _resolve_relative(self, expression: DateExpression, tense: Tense | None) -> ResolvedDate:
        """Resolve an expression that depends on the article's date."""
        published, parts = self._published, expression.parts
        if published is None:
            return ResolvedDate(None, NO_ARTICLE_DATE)
        if parts.get("unit") == "year" and "modifier" in parts:
            year = published.year + parse_relative_offset(parts["modifier"])
            return ResolvedDate(PartialDate(year))
        if expression.shape is ExpressionShape.PART_OF_YEAR:
            return _resolve_part_of_year(published, parts, tense)
        if published.month is None or (
            self._published_day is None and expression.shape in _NEED_DAY
        ):
            return ResolvedDate(None, NO_ARTICLE_DAY)
        if expression.shape is ExpressionShape.BARE_MONTH:
            return resolve_bare_month(published, parts, tense)
        assert self._published_day is not None
        return _resolve_from_day(self._published_day, expression, tense)


def _resolve_part_of_year(
    published: PartialDate, parts: dict[str, str], tense: Tense | None
) -> ResolvedDate:
    """Resolve a part of a year that is given relative to `published`."""
    if "year" in parts:
        year = published.year + parse_relative_offset(parts["year"])
        return _build_part_of_year(year, parts["part"])
    season, modifier = parts["part"].lower(), parts["modifier"].lower()
    last_month = _LAST_MONTH_BY_SEASON.get(season)
    ambiguous = ResolvedDate(None, f"“{modifier} {season}” may lie in either of two years")
    if last_month is None or published.month is None:
        return ambiguous
    is_over = published.month > last_month
    is_ambiguous = {
        "this": is_over and tense is not Tense.PAST,
        "last": is_over,
        "next": not is_over,
    }
    if is_ambiguous[modifier]:
        return ambiguous
    return _build_part_of_year(published.year + parse_relative_offset(modifier), season)


def _build_part_of_year(year: int, part: str) -> ResolvedDate:
    doubt = f"a date can't hold “{part}”, so this is only the year"
    return ResolvedDate(PartialDate(year), doubt)


def _resolve_from_day(today: date, expression: DateExpression, tense: Tense | None) -> ResolvedDate:
    parts = expression.parts
    match expression.shape:
        case ExpressionShape.MONTH_DAY:
            return resolve_month_day(today, expression, tense)
        case ExpressionShape.AGO:
            return resolve_ago(today, parts)
        case ExpressionShape.WEEKDAY:
            return resolve_weekday(today, parts, tense)
        case _ if "near_day" in parts:
            return resolve_near_day(today, parts["near_day"].lower())
        case _:
            modifier, unit = parts["modifier"].lower(), parts["unit"].lower()
            return resolve_near_period(today, modifier, unit, tense)


def _resolve_numeric(parts: dict[str, str]) -> ResolvedDate:
    """Resolve a date in numbers: to the year alone when both could be the month."""
    year, first, second = int(parts["year"]), int(parts["first"]), int(parts["second"])
    if first != second and max(first, second) <= 12:
        days = sorted([date(year, second, first), date(year, first, second)])
        return ResolvedDate(PartialDate(year), f"it may be {days[0]} or {days[1]}")
    return ResolvedDate(PartialDate(year, min(first, second), max(first, second)))


def _resolve_full_day(expression: DateExpression) -> ResolvedDate:
    parts = expression.parts
    if parts["month"].isdecimal():
        day = PartialDate(int(parts["year"]), int(parts["month"]), int(parts["day"]))
    else:
        day = PartialDate.from_date(
            parse_english_date(f"{parts['day']} {parts['month']} {parts['year']}")
        )
    if "weekday" in parts and WEEKDAYS[day.first_day.weekday()] != parts["weekday"]:
        return ResolvedDate(day, f"it wasn't a {parts['weekday']}")
    return ResolvedDate(day)
