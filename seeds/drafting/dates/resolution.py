"""Turns the words that name a date into a `PartialDate` no more precise than they are."""

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
NO_ARTICLE_DAY = "it needs the day of the article, whose own date names none"
_NEED_DAY = (
    ExpressionShape.MONTH_DAY,
    ExpressionShape.AGO,
    ExpressionShape.WEEKDAY,
    ExpressionShape.RELATIVE,
)
_SEASON_ENDS = {"spring": 5, "summer": 8, "autumn": 11, "fall": 11}
"""The last month that wholly lies in it, north of the equator."""


class DateResolver:
    """Resolves the dates of one article, whose own date is `published`."""

    def __init__(self, published: PartialDate | None) -> None:
        self._published = published
        known = published is not None and published.day is not None
        self._published_day = published.first_day if published is not None and known else None

    def resolve(self, expression: DateExpression, tense: Tense | None) -> ResolvedDate:
        """The date that `expression` names in a sentence of this tense."""
        try:
            return self._resolve(expression, tense)
        except (ValueError, OverflowError):
            return ResolvedDate(None, "no calendar has such a day")

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
                return ResolvedDate(None, "a decade is no date")
            case ExpressionShape.PART_OF_YEAR if parts.get("year", "").isdecimal():
                return self._build_part_of_year(int(parts["year"]), parts["part"])
            case _:
                return self._resolve_relative(expression, tense)

    def _resolve_relative(self, expression: DateExpression, tense: Tense | None) -> ResolvedDate:
        """Everything that only the article's own date can place."""
        published, parts = self._published, expression.parts
        if published is None:
            return ResolvedDate(None, NO_ARTICLE_DATE)
        if parts.get("unit") == "year" and "which" in parts:
            return ResolvedDate(PartialDate(published.year + parse_relative_offset(parts["which"])))
        if expression.shape is ExpressionShape.PART_OF_YEAR:
            return self._resolve_part(published, parts, tense)
        if published.month is None or (
            self._published_day is None and expression.shape in _NEED_DAY
        ):
            return ResolvedDate(None, NO_ARTICLE_DAY)
        if expression.shape is ExpressionShape.BARE_MONTH:
            return resolve_bare_month(published, parts, tense)
        assert self._published_day is not None
        return _resolve_from_day(self._published_day, expression, tense)

    def _resolve_part(
        self, published: PartialDate, parts: dict[str, str], tense: Tense | None
    ) -> ResolvedDate:
        if "year" in parts:
            return self._build_part_of_year(
                published.year + parse_relative_offset(parts["year"]), parts["part"]
            )
        season, which = parts["part"].lower(), parts["which"].lower()
        ends = _SEASON_ENDS.get(season)
        if ends is None or published.month is None:
            return ResolvedDate(None, f"“{which} {season}” may lie in either of two years")
        is_over = published.month > ends
        unclear = {
            "this": is_over and tense is not Tense.PAST,
            "last": is_over,
            "next": not is_over,
        }
        if not unclear[which]:
            return self._build_part_of_year(published.year + parse_relative_offset(which), season)
        return ResolvedDate(None, f"“{which} {season}” may lie in either of two years")

    def _build_part_of_year(self, year: int, part: str) -> ResolvedDate:
        return ResolvedDate(
            PartialDate(year), f"“{part}” cannot be written in a date, so only the year stands here"
        )


def _resolve_from_day(today: date, expression: DateExpression, tense: Tense | None) -> ResolvedDate:
    parts = expression.parts
    match expression.shape:
        case ExpressionShape.MONTH_DAY:
            return resolve_month_day(today, expression, tense)
        case ExpressionShape.AGO:
            return resolve_ago(today, parts)
        case ExpressionShape.WEEKDAY:
            return resolve_weekday(today, parts, tense)
        case _ if "near" in parts:
            return resolve_near_day(today, parts["near"].lower())
        case _:
            return resolve_near_period(today, parts["which"].lower(), parts["unit"].lower(), tense)


def _resolve_numeric(parts: dict[str, str]) -> ResolvedDate:
    """A day and a month in an order that only one of them beyond twelve can tell."""
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
        return ResolvedDate(day, f"it was no {parts['weekday']}")
    return ResolvedDate(day)
