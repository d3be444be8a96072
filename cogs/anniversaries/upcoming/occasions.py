"""The rules of what comes up: which dates, and which months or years without a known day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple, TypeAlias

from cogs.anniversaries.awaited import Awaited, Release
from cogs.anniversaries.calendar import (
    Anniversary,
    AnniversaryIndex,
    AnniversaryOptions,
    Precision,
)
from seeds.dates import PartialDate
from seeds.promises.awaited_dates import AwaitedDate

Item: TypeAlias = Anniversary | AwaitedDate | Release


class Occasion(NamedTuple):
    """What comes up on a date, or in a month or year of which no day is known."""

    when: PartialDate
    items: tuple[Item, ...]
    """What is awaited first, then the anniversaries, heaviest first."""


def list_occasions(
    index: AnniversaryIndex,
    awaited: Awaited,
    today: date,
    days: int,
    options: AnniversaryOptions,
) -> list[Occasion]:
    """Return what comes up today and in the `days` days after it, the soonest first.

    A month or year stands before the dates in it, and is listed where its first day is.
    """
    found: dict[PartialDate, list[Item]] = {}
    for when, item in _list_items(index, awaited, today, days, options):
        found.setdefault(when, []).append(item)
    return [Occasion(when, tuple(found[when])) for when in sorted(found)]


def _list_items(
    index: AnniversaryIndex,
    awaited: Awaited,
    today: date,
    days: int,
    options: AnniversaryOptions,
) -> Iterator[tuple[PartialDate, Item]]:
    last_day = today + timedelta(days=min(days, (date.max - today).days))
    for item in (*awaited.dates, *filter(None, [awaited.release])):
        known = _get_known_date(item)
        when = _get_awaited_time(item)
        is_near = when.first_day <= last_day and today <= when.last_day
        if is_near and options.allows(Precision.from_date(known)):
            yield when, item
    for day, anniversaries in index.list_upcoming(today, days + 1, options):
        for one in anniversaries:
            yield _reduce(PartialDate.from_date(day), one.precision), one


def _get_known_date(item: AwaitedDate | Release) -> PartialDate:
    return item.when if isinstance(item, Release) else item.due


def _get_awaited_time(item: AwaitedDate | Release) -> PartialDate:
    """Return the last day of what was promised by then, else the date as far as it is known."""
    known = _get_known_date(item)
    if isinstance(item, AwaitedDate) and item.is_deadline:
        return PartialDate.from_date(item.day)
    return _reduce(known, Precision.from_date(known))


def _reduce(when: PartialDate, precision: Precision) -> PartialDate:
    """Return the date of a day, month or year, without what is not known, and without circa."""
    month = None if precision is Precision.YEAR else when.month
    return PartialDate(when.year, month, when.day if precision is Precision.DAY else None)
