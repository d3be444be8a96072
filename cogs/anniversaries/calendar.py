"""The calendar: what comes back on a local date, how heavy it is, and what is coming.

A date returns only as exactly as it is known: nothing here invents a day. When to post about it is
in `bot.scheduling.occurrences`, whose `next_post_at` is offered here too.
"""

from __future__ import annotations

from calendar import isleap
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import IntEnum
from typing import Literal

from bot.scheduling.occurrences import next_post_at
from seeds.dates import PartialDate
from seeds.schema import Entry, Event, Status

__all__ = [
    "USUAL",
    "Almanac",
    "Anniversary",
    "Happening",
    "Include",
    "Precision",
    "anniversaries_on",
    "happened",
    "next_post_at",
    "observed_on",
]

Happening = Event | Status
"""The entries that have a date of their own to come back on."""

_ROUND_DAYS = 1_000
_ROUND_YEARS = ((50, 40), (25, 30), (10, 20), (5, 10))
"""Years, and what their multiples weigh; the roundest first."""
_FIRST_YEAR_WEIGHT = 10
_ROUND_DAYS_WEIGHT = 10
_CATEGORY_WEIGHTS = {"release": 25, "birth": 25}
_STATUS_WEIGHT = 15


class Precision(IntEnum):
    """How much of a date is known, the most exact first."""

    DAY = 0
    MONTH = 1
    YEAR = 2

    @classmethod
    def of(cls, when: PartialDate) -> Precision:
        """The precision of `when`; a circa date has that of what it does say."""
        if when.day is not None:
            return cls.DAY
        return cls.YEAR if when.month is None else cls.MONTH


@dataclass(frozen=True, slots=True)
class Include:
    """What a server wants to hear about beside anniversaries of exact days."""

    month_entries: bool = True
    year_entries: bool = True
    day_counts: bool = False

    def allows(self, precision: Precision) -> bool:
        """Whether entries known to this precision return at all."""
        if precision is Precision.MONTH:
            return self.month_entries
        return precision is Precision.DAY or self.year_entries


USUAL = Include()


@dataclass(frozen=True, slots=True)
class Anniversary:
    """One happening that comes back on the local date `on`, `count` years or days later.

    `precision` says how to word it: on this day, this month in 2022, or in the year 2017.
    """

    entry: Happening
    on: date
    count: int
    unit: Literal["years", "days"] = "years"

    @property
    def since(self) -> PartialDate:
        """The date of the happening itself; its `circa` means "about" belongs on the card."""
        return happened(self.entry)

    @property
    def precision(self) -> Precision:
        """How much is known of the date of the happening."""
        return Precision.of(self.since)

    @property
    def is_moved(self) -> bool:
        """True for a 29 February kept on the 28th of a common year."""
        return self.unit == "years" and self.on.day != self.since.first_day.day

    @property
    def weight(self) -> int:
        """How much it counts among the happenings of its day: heavier goes first."""
        if isinstance(self.entry, Status):
            return self._roundness + _STATUS_WEIGHT
        return self._roundness + _CATEGORY_WEIGHTS.get(self.entry.category, 0)

    @property
    def _roundness(self) -> int:
        if self.unit == "days":
            return _ROUND_DAYS_WEIGHT
        if self.count == 1:
            return _FIRST_YEAR_WEIGHT
        return next((weight for years, weight in _ROUND_YEARS if self.count % years == 0), 0)


class Almanac:
    """Entries filed by the day they return on; build it once where many days are asked about."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        """File every event and status; entries of other kinds have no date and are passed over."""
        self._by_month_and_day: dict[tuple[int, int], list[Happening]] = {}
        self._by_day_number: dict[int, list[Happening]] = {}
        for entry in entries:
            if isinstance(entry, Happening):
                self._file(entry)

    def on(self, day: date, include: Include = USUAL) -> list[Anniversary]:
        """What comes back on the local date `day`, heaviest first; the order is always the same."""
        found = [*self._yearly(day, include)]
        if include.day_counts:
            found += self._day_counts(day)
        return sorted(found, key=_order)

    def upcoming(
        self, day: date, days: int, include: Include = USUAL
    ) -> list[tuple[date, list[Anniversary]]]:
        """The dates on which anything returns, among the `days` dates from `day` (included) on."""
        end = min(day.toordinal() + days, date.max.toordinal() + 1)
        dates = map(date.fromordinal, range(day.toordinal(), end))
        digests = ((one, self.on(one, include)) for one in dates)
        return [(one, found) for one, found in digests if found]

    def _file(self, entry: Happening) -> None:
        since = happened(entry)
        first = since.first_day
        self._by_month_and_day.setdefault((first.month, first.day), []).append(entry)
        # Counting days from "about" a date would claim a day nobody knows.
        if Precision.of(since) is Precision.DAY and not since.circa:
            number = first.toordinal() % _ROUND_DAYS
            self._by_day_number.setdefault(number, []).append(entry)

    def _yearly(self, day: date, include: Include) -> Iterator[Anniversary]:
        filed = [*self._by_month_and_day.get((day.month, day.day), ())]
        if (day.month, day.day) == (2, 28):
            filed += self._by_month_and_day.get((2, 29), ())
        for entry in filed:
            since = happened(entry)
            returns = since.year < day.year and observed_on(since, day.year) == day
            if returns and include.allows(Precision.of(since)):
                yield Anniversary(entry, day, day.year - since.year)

    def _day_counts(self, day: date) -> Iterator[Anniversary]:
        for entry in self._by_day_number.get(day.toordinal() % _ROUND_DAYS, ()):
            count = (day - happened(entry).first_day).days
            if count > 0:
                yield Anniversary(entry, day, count, "days")


def anniversaries_on(
    day: date, entries: Iterable[Entry], include: Include = USUAL
) -> list[Anniversary]:
    """What comes back on the local date `day`, heaviest first.

    Exact days return on their date in every later year, months on their first day, years on
    1 January.
    """
    return Almanac(entries).on(day, include)


def happened(entry: Happening) -> PartialDate:
    """When it happened: an event's date, or the date a status was true on."""
    return entry.as_of if isinstance(entry, Status) else entry.date


def observed_on(when: PartialDate, year: int) -> date:
    """The day of `year` on which `when` is remembered; 29 February has the 28th to fall back on."""
    first = when.first_day
    if (first.month, first.day) == (2, 29) and not isleap(year):
        return date(year, 2, 28)
    return first.replace(year=year)


def _order(one: Anniversary) -> tuple[int, Precision, str, str]:
    return (-one.weight, one.precision, one.since.sort_key, one.entry.id)
