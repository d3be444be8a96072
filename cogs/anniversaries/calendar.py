"""The calendar: what comes back on a local date, how heavy it is, and what is coming.

A date returns only as exactly as it is known: nothing here invents a day. `bot.scheduling`
decides when to post about it.
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
    def from_date(cls, when: PartialDate) -> Precision:
        """The precision of `when`; a circa date has that of what it does say."""
        if when.day is not None:
            return cls.DAY
        return cls.YEAR if when.month is None else cls.MONTH


@dataclass(frozen=True, slots=True)
class AnniversaryOptions:
    """What a server wants to hear about beside anniversaries of exact days."""

    month_entries: bool = True
    year_entries: bool = True
    day_counts: bool = False

    def allows(self, precision: Precision) -> bool:
        """Whether entries known to this precision return at all."""
        if precision is Precision.MONTH:
            return self.month_entries
        return precision is Precision.DAY or self.year_entries


DEFAULT_OPTIONS = AnniversaryOptions()


@dataclass(frozen=True, slots=True)
class Anniversary:
    """One happening that comes back on the local date `on`, `count` years or days later.

    `precision` says how to word it: on this day, this month in 2022, or in the year 2017.
    """

    entry: DatedEntry
    day: date
    count: int
    unit: Literal["years", "days"] = "years"

    @property
    def since(self) -> PartialDate:
        """The date of the happening itself; its `circa` means "about" belongs on the card."""
        return get_entry_date(self.entry)

    @property
    def precision(self) -> Precision:
        """How much is known of the date of the happening."""
        return Precision.from_date(self.since)

    @property
    def is_moved(self) -> bool:
        """True for a 29 February kept on the 28th of a common year."""
        return self.unit == "years" and self.day.day != self.since.first_day.day

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


class AnniversaryIndex:
    """Entries filed by the day they return on; build it once where many days are asked about."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        """File every event and status; entries of other kinds have no date and are passed over."""
        self._by_month_and_day: dict[tuple[int, int], list[DatedEntry]] = {}
        self._by_day_remainder: dict[int, list[DatedEntry]] = {}
        for entry in entries:
            if isinstance(entry, DatedEntry):
                self._add(entry)

    def list_on_day(
        self, day: date, options: AnniversaryOptions = DEFAULT_OPTIONS
    ) -> list[Anniversary]:
        """What comes back on the local date `day`, heaviest first; the order is always the same."""
        found = [*self._find_yearly(day, options)]
        if options.day_counts:
            found += self._find_day_counts(day)
        return sorted(found, key=_sort_key)

    def list_upcoming(
        self, day: date, days: int, options: AnniversaryOptions = DEFAULT_OPTIONS
    ) -> list[tuple[date, list[Anniversary]]]:
        """The dates on which anything returns, among the `days` dates from `day` (included) on."""
        end = min(day.toordinal() + days, date.max.toordinal() + 1)
        dates = map(date.fromordinal, range(day.toordinal(), end))
        digests = ((one, self.list_on_day(one, options)) for one in dates)
        return [(one, found) for one, found in digests if found]

    def _add(self, entry: DatedEntry) -> None:
        since = get_entry_date(entry)
        first = since.first_day
        self._by_month_and_day.setdefault((first.month, first.day), []).append(entry)
        # Counting days from "about" a date would claim a day nobody knows.
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


def list_anniversaries(
    day: date, entries: Iterable[Entry], options: AnniversaryOptions = DEFAULT_OPTIONS
) -> list[Anniversary]:
    """What comes back on the local date `day`, heaviest first.

    Exact days return on their date in every later year, months on their first day, years on
    1 January.
    """
    return AnniversaryIndex(entries).list_on_day(day, options)


def get_entry_date(entry: DatedEntry) -> PartialDate:
    """When it happened: an event's date, or the date a status was true on."""
    return entry.as_of if isinstance(entry, Status) else entry.date


def get_observed_date(when: PartialDate, year: int) -> date:
    """The day of `year` on which `when` is remembered; 29 February has the 28th to fall back on."""
    first = when.first_day
    if (first.month, first.day) == (2, 29) and not isleap(year):
        return date(year, 2, 28)
    return first.replace(year=year)


def _sort_key(one: Anniversary) -> tuple[int, Precision, str, str]:
    return (-one.weight, one.precision, one.since.sort_key, one.entry.id)
