"""Dates as precise as they are known: a year, a month, a day, or an interval.

The notation is EDTF (ISO 8601-2): `2017`, `2022-06`, `2025-01-29`, a trailing `~`
for "about", and `2024-08/2024-12` or `2024-01-31/..` for an undated document's interval.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date
from functools import total_ordering
from typing import Any, Self

from pydantic import GetCoreSchemaHandler
from pydantic_core import CoreSchema, core_schema

_PARTIAL_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?(~?)", re.ASCII)
_OPEN_END = ".."
# `calendar.month_name` depends on the locale of the process.
MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


class _EdtfValue:
    """A value that is written as one EDTF string in TOML, JSON and the database."""

    @classmethod
    def parse(cls, text: str) -> Self:
        raise NotImplementedError

    @classmethod
    def __get_pydantic_core_schema__(
        cls, source: type[Any], handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(
            cls._validate, serialization=core_schema.to_string_ser_schema()
        )

    @classmethod
    def _validate(cls, value: Any) -> Self:
        if isinstance(value, cls):
            return value
        if not isinstance(value, str):
            raise _build_type_error(value)
        return cls.parse(value)


def _build_type_error(value: Any) -> ValueError:
    is_readable = isinstance(value, date | int | float) and not isinstance(value, bool)
    try:
        written = f", not {value}" if is_readable else ""
    except ValueError:
        # The number has more digits than sys.get_int_max_str_digits().
        written = ""
    return ValueError(f"write it as text, in quotation marks, like “2025-01-29”{written}")


@total_ordering
@dataclass(frozen=True, slots=True)
class PartialDate(_EdtfValue):
    """A year, a year and month, or a full day; `circa` means that it is approximate.

    The less precise date sorts first ("2022" before "2022-06" before "2022-06-29"); dates are equal
    when all their parts are.
    """

    year: int
    month: int | None = None
    day: int | None = None
    circa: bool = False

    def __post_init__(self) -> None:
        if not 1 <= self.year <= 9999:
            raise ValueError(f"there is no year {self.year}")
        if self.month is None:
            if self.day is not None:
                raise ValueError("a day needs its month")
            return
        if not 1 <= self.month <= 12:
            raise ValueError(f"there is no month {self.month}")
        if self.day is not None:
            length = calendar.monthrange(self.year, self.month)[1]
            if not 1 <= self.day <= length:
                raise ValueError(f"{self.year}-{self.month:02} has no day {self.day}")

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read `YYYY`, `YYYY-MM` or `YYYY-MM-DD`, each with an optional `~`.

        Raises ValueError with a sentence for other text and for a day that does not exist.
        """
        match = _PARTIAL_DATE.fullmatch(text.strip())
        if match is None:
            raise ValueError(
                f"“{text}” is not a date: write 2017, 2022-06 or 2025-01-29, with ~ for about"
            )
        year, month, day, circa = match.groups()
        return cls(int(year), int(month) if month else None, int(day) if day else None, bool(circa))

    @classmethod
    def from_date(cls, day: date) -> Self:
        """Return the partial date of a full day."""
        return cls(day.year, day.month, day.day)

    @property
    def first_day(self) -> date:
        """The earliest day this date can mean."""
        return date(self.year, self.month or 1, self.day or 1)

    @property
    def last_day(self) -> date:
        """The latest day this date can mean."""
        month = self.month or 12
        return date(self.year, month, self.day or calendar.monthrange(self.year, month)[1])

    def is_before(self, other: PartialDate) -> bool:
        """Return whether every day this can mean is before every day `other` can mean."""
        return self.last_day < other.first_day

    def __lt__(self, other: object) -> bool:
        if not isinstance(other, PartialDate):
            return NotImplemented
        return self.sort_key < other.sort_key

    @property
    def sort_key(self) -> str:
        """Text that sorts as the date does: "2022-00-00" before "2022-06-00"; circa first."""
        exact = "" if self.circa else "="
        return f"{self.year:04}-{self.month or 0:02}-{self.day or 0:02}{exact}"

    def __str__(self) -> str:
        parts = [f"{self.year:04}"]
        parts += [f"{part:02}" for part in (self.month, self.day) if part is not None]
        return "-".join(parts) + ("~" if self.circa else "")

    def format_american(self) -> str:
        """Return "2017", "June 2022" or "January 29, 2025", with "around" before it when circa."""
        words = str(self.year)
        if self.month is not None:
            month = MONTHS[self.month - 1]
            words = f"{month} {words}" if self.day is None else f"{month} {self.day}, {words}"
        return f"around {words}" if self.circa else words

    def format_american_day(self) -> str:
        """Return the day of every year, such as "April 25"; the date has a month and a day."""
        assert self.month is not None
        return f"{MONTHS[self.month - 1]} {self.day}"


@dataclass(frozen=True, slots=True)
class DateInterval(_EdtfValue):
    """The time of an undated document: not before `start`, not after `end`, None when unknown."""

    start: PartialDate
    end: PartialDate | None = None

    def __post_init__(self) -> None:
        if self.end is not None and self.end.last_day < self.start.first_day:
            raise ValueError(f"the interval {self} ends before it starts")

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read `START/END` or `START/..`; raises ValueError with a sentence otherwise."""
        start, slash, end = text.strip().partition("/")
        if not slash:
            raise ValueError(f"“{text}” is not an interval: write 2024-08/2024-12 or 2024-01-31/..")
        return cls(PartialDate.parse(start), None if end == _OPEN_END else PartialDate.parse(end))

    @property
    def first_day(self) -> date:
        """The earliest day the interval allows."""
        return self.start.first_day

    def __str__(self) -> str:
        return f"{self.start}/{_OPEN_END if self.end is None else self.end}"

    def format_american(self) -> str:
        """Return "not before January 31, 2024" or "between August 2024 and December 2024"."""
        if self.end is None:
            return f"not before {self.start.format_american()}"
        return f"between {self.start.format_american()} and {self.end.format_american()}"


def parse_month(name: str) -> int | None:
    """Return the month, 1 to 12, whose English name begins with `name`, three letters or more."""
    begun = name.casefold()
    if len(begun) < 3:
        return None
    months = (n for n, month in enumerate(MONTHS, 1) if month.casefold().startswith(begun))
    return next(months, None)


def parse_publication_date(value: Any) -> PartialDate | DateInterval:
    """Read a publication date: an interval when there is a slash, a partial date otherwise.

    Raises ValueError with a sentence for everything else.
    """
    if isinstance(value, PartialDate | DateInterval):
        return value
    if not isinstance(value, str):
        raise _build_type_error(value)
    return DateInterval.parse(value) if "/" in value else PartialDate.parse(value)
