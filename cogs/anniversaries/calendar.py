"""The rules of anniversaries: which entries return on a date, and their weight and order.

An entry returns as exactly as its date is known. `bot.scheduling` decides when a post is due.
"""

from __future__ import annotations

from calendar import isleap
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import IntEnum
from typing import Literal

from seeds.dates import PartialDate
from seeds.schema import Entry, Event, Status

DatedEntry = Event | Status
"""The kinds of entries that have a date."""

_ROUND_DAYS = 1_000
_ROUND_YEARS = ((50, 40), (25, 30), (10, 20), (5, 10))
"""Numbers of years with the weight of their multiples, heaviest first."""
_FIRST_YEAR_WEIGHT = 10
_ROUND_DAYS_WEIGHT = 10
_CATEGORY_WEIGHTS = {"release": 25, "birth": 25}
_STATUS_WEIGHT = 15


class Precision(IntEnum):
    """How exactly a date is known, the most exact first."""

    DAY = 0
    MONTH = 1
    YEAR = 2

    @classmethod
    def from_date(cls, when: PartialDate) -> Precision:
        """Return the precision of `when`, circa or not."""
        if when.day is not None:
            return cls.DAY
        return cls.YEAR if when.month is None else cls.MONTH


@dataclass(frozen=True, slots=True)
class AnniversaryOptions:
    """What a guild has posted in addition to yearly anniversaries of exact dates."""

    month_entries: bool = True
    year_entries: bool = True
    day_counts: bool = False

    def allows(self, precision: Precision) -> bool:
        """Return whether entries with dates of this precision return."""
        if precision is Precision.MONTH:
            return self.month_entries
        return precision is Precision.DAY or self.year_entries


DEFAULT_OPTIONS = AnniversaryOptions()


@dataclass(frozen=True, slots=True)
class Anniversary:
    """One entry that returns on the local date `day`, `count` years or days later.

    The text depends on `precision`: on this day, this month in 2022, or in the year 2017.
    """

    entry: DatedEntry
    day: date
    count: int
    unit: Literal["years", "days"] = "years"

    @property
    def since(self) -> PartialDate:
        """The date of the entry; for a circa date the card says "around"."""
        return get_entry_date(self.entry)

    @property
    def precision(self) -> Precision:
        """The precision of the date of the entry."""
        return Precision.from_date(self.since)

    @property
    def is_moved(self) -> bool:
        """Whether this is a 29 February observed on the 28th of a common year."""
        return self.unit == "years" and self.day.day != self.since.first_day.day

    @property
    def weight(self) -> int:
        """The weight that orders the anniversaries of a day, heaviest first."""
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


class AnniversaryIndex:
    """An index of dated entries by the dates on which they return."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        """Index every event and status; ignore entries of other kinds, which have no date."""
        self._by_month_and_day: dict[tuple[int, int], list[DatedEntry]] = {}
        self._by_day_remainder: dict[int, list[DatedEntry]] = {}
        for entry in entries:
            if isinstance(entry, DatedEntry):
                self._add(entry)

    def list_on_day(
        self, day: date, options: AnniversaryOptions = DEFAULT_OPTIONS
    ) -> list[Anniversary]:
        """Return the anniversaries on the local date `day`, heaviest first.

        In every later year, exact dates return on their day, months on their first day, and years
        on 1 January.
        """
        found = [*self._find_yearly(day, options)]
        if options.day_counts:
            found += self._find_day_counts(day)
        return sorted(found, key=_sort_key)

    def list_upcoming(
        self, day: date, days: int, options: AnniversaryOptions = DEFAULT_OPTIONS
    ) -> list[tuple[date, list[Anniversary]]]:
        """Return the dates with anniversaries among the `days` dates from `day` on."""
        end = min(day.toordinal() + days, date.max.toordinal() + 1)
        dates = map(date.fromordinal, range(day.toordinal(), end))
        digests = (
            (returning_day, self.list_on_day(returning_day, options)) for returning_day in dates
        )
        return [(returning_day, found) for returning_day, found in digests if found]

    def _add(self, entry: DatedEntry) -> None:
        since = get_entry_date(entry)
        first = since.first_day
        self._by_month_and_day.setdefault((first.month, first.day), []).append(entry)
        # The number of days since a circa date is not known.
        if Precision.from_date(since) is Precision.DAY and not since.circa:
            number = first.toordinal() % _ROUND_DAYS
            self._by_day_remainder.setdefault(number, []).append(entry)

    def _find_yearly(self, day: date, options: AnniversaryOptions) -> Iterator[Anniversary]:
        candidates = [*self._by_month_and_day.get((day.month, day.day), ())]
        if (day.month, day.day) == (2, 28):
            candidates += self._by_month_and_day.get((2, 29), ())
        for entry in candidates:
            since = get_entry_date(entry)
            returns = since.year < day.year and get_observed_date(since, day.year) == day
            if returns and options.allows(Precision.from_date(since)):
                yield Anniversary(entry, day, day.year - since.year)

    def _find_day_counts(self, day: date) -> Iterator[Anniversary]:
        for entry in self._by_day_remainder.get(day.toordinal() % _ROUND_DAYS, ()):
            count = (day - get_entry_date(entry).first_day).days
            if count > 0:
                yield Anniversary(entry, day, count, "days")


def get_entry_title(entry: DatedEntry) -> str:
    """Return an event's title, or the headline of a status."""
    return entry.headline if isinstance(entry, Status) else entry.title


def get_person_born(entry: DatedEntry) -> str | None:
    """Return the slug of the one person who is born at an event, None for any other entry."""
    if not isinstance(entry, Event) or entry.category != "birth" or len(entry.people) != 1:
        return None
    return entry.people[0]


def get_entry_date(entry: DatedEntry) -> PartialDate:
    """Return an event's date, or the date a status was true on."""
    return entry.as_of if isinstance(entry, Status) else entry.date


def get_observed_date(when: PartialDate, year: int) -> date:
    """Return the day of `year` on which `when` is observed; 29 February falls back to the 28th."""
    first = when.first_day
    if (first.month, first.day) == (2, 29) and not isleap(year):
        return date(year, 2, 28)
    return first.replace(year=year)


def _sort_key(anniversary: Anniversary) -> tuple[int, Precision, str, str]:
    return (
        -anniversary.weight,
        anniversary.precision,
        anniversary.since.sort_key,
        anniversary.entry.id,
    )
