"""Turns the words that name a date into a `PartialDate` no more precise than they are."""

from __future__ import annotations

from datetime import date

from seeds.dates import PartialDate
from seeds.drafting.dates.english import day_of
from seeds.drafting.dates.expressions import Expression, Shape
from seeds.drafting.dates.relative import (
    Resolution,
    ago,
    bare_month,
    day_near,
    month_day,
    span_near,
    step,
    weekday,
)
from seeds.drafting.dates.tenses import Tense
from seeds.drafting.word_lists import WEEKDAYS

NO_ARTICLE_DATE = "it needs the article's own date, and the article has none"
NO_ARTICLE_DAY = "it needs the day of the article, whose own date names none"
_NEED_DAY = (Shape.MONTH_DAY, Shape.AGO, Shape.WEEKDAY, Shape.RELATIVE)
_SEASON_ENDS = {"spring": 5, "summer": 8, "autumn": 11, "fall": 11}
"""The last month that wholly lies in it, north of the equator."""


class Resolver:
    """Resolves the dates of one article, whose own date is `published`."""

    def __init__(self, published: PartialDate | None) -> None:
        self._published = published
        known = published is not None and published.day is not None
        self._today = published.first_day if published is not None and known else None

    def resolve(self, expression: Expression, tense: Tense | None) -> Resolution:
        """The date that `expression` names in a sentence of this tense."""
        try:
            return self._resolve(expression, tense)
        except (ValueError, OverflowError):
            return Resolution(None, "no calendar has such a day")

    def _resolve(self, expression: Expression, tense: Tense | None) -> Resolution:
        parts = expression.parts
        match expression.shape:
            case Shape.DAY:
                return _full_day(expression)
            case Shape.NUMBERS:
                return _numbered(parts)
            case Shape.MONTH:
                day = day_of(f"{parts['month']} {parts['year']}")
                return Resolution(PartialDate(day.year, day.month))
            case Shape.YEAR:
                return Resolution(PartialDate(int(parts["year"])))
            case Shape.ANCHORED:
                return Resolution(None, "it counts from another date in the text")
            case Shape.DECADE:
                return Resolution(None, "a decade is no date")
            case Shape.PART if parts.get("year", "").isdecimal():
                return self._part_of(int(parts["year"]), parts["part"])
            case _:
                return self._from_today(expression, tense)

    def _from_today(self, expression: Expression, tense: Tense | None) -> Resolution:
        """Everything that only the article's own date can place."""
        published, parts = self._published, expression.parts
        if published is None:
            return Resolution(None, NO_ARTICLE_DATE)
        if parts.get("unit") == "year" and "which" in parts:
            return Resolution(PartialDate(published.year + step(parts["which"])))
        if expression.shape is Shape.PART:
            return self._part(published, parts, tense)
        if published.month is None or (self._today is None and expression.shape in _NEED_DAY):
            return Resolution(None, NO_ARTICLE_DAY)
        if expression.shape is Shape.BARE_MONTH:
            return bare_month(published, parts, tense)
        assert self._today is not None
        return _from_day(self._today, expression, tense)

    def _part(
        self, published: PartialDate, parts: dict[str, str], tense: Tense | None
    ) -> Resolution:
        if "year" in parts:
            return self._part_of(published.year + step(parts["year"]), parts["part"])
        season, which = parts["part"].lower(), parts["which"].lower()
        ends = _SEASON_ENDS.get(season)
        if ends is None or published.month is None:
            return Resolution(None, f"“{which} {season}” may lie in either of two years")
        is_over = published.month > ends
        unclear = {
            "this": is_over and tense is not Tense.PAST,
            "last": is_over,
            "next": not is_over,
        }
        if not unclear[which]:
            return self._part_of(published.year + step(which), season)
        return Resolution(None, f"“{which} {season}” may lie in either of two years")

    def _part_of(self, year: int, part: str) -> Resolution:
        return Resolution(
            PartialDate(year), f"“{part}” cannot be written in a date, so only the year stands here"
        )


def _from_day(today: date, expression: Expression, tense: Tense | None) -> Resolution:
    parts = expression.parts
    match expression.shape:
        case Shape.MONTH_DAY:
            return month_day(today, expression, tense)
        case Shape.AGO:
            return ago(today, parts)
        case Shape.WEEKDAY:
            return weekday(today, parts, tense)
        case _ if "near" in parts:
            return day_near(today, parts["near"].lower())
        case _:
            return span_near(today, parts["which"].lower(), parts["unit"].lower(), tense)


def _numbered(parts: dict[str, str]) -> Resolution:
    """A day and a month in an order that only one of them beyond twelve can tell."""
    year, first, second = int(parts["year"]), int(parts["first"]), int(parts["second"])
    if first != second and max(first, second) <= 12:
        days = sorted([date(year, second, first), date(year, first, second)])
        return Resolution(PartialDate(year), f"it may be {days[0]} or {days[1]}")
    return Resolution(PartialDate(year, min(first, second), max(first, second)))


def _full_day(expression: Expression) -> Resolution:
    parts = expression.parts
    if parts["month"].isdecimal():
        day = PartialDate(int(parts["year"]), int(parts["month"]), int(parts["day"]))
    else:
        day = PartialDate.of(day_of(f"{parts['day']} {parts['month']} {parts['year']}"))
    if "weekday" in parts and WEEKDAYS[day.first_day.weekday()] != parts["weekday"]:
        return Resolution(day, f"it was no {parts['weekday']}")
    return Resolution(day)
