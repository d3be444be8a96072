"""Dates as whoever is being answered reads them, never more precise than they are known.

What other languages call a month, and in which order they write, is CLDR's knowledge. The language
is set once at each door (`bot.ui.locale`); cards only write.
"""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date
from enum import StrEnum

from seeds.dates import MONTHS, DateInterval, PartialDate

BRITISH = "en-GB"
"""What a server reads that never chose."""
ISO = "iso"
LANGUAGES = {
    BRITISH: "English (British)",
    "en-US": "English (American)",
    ISO: "ISO 8601",
    "de": "Deutsch",
    "fr": "Français",
    "es": "Español",
    "it": "Italiano",
    "pt-BR": "Português (Brasil)",
    "nl": "Nederlands",
    "pl": "Polski",
    "sv": "Svenska",
    "ja": "日本語",
}
"""What a server may choose, as a language tag, with its name in the language itself."""


class Shape(StrEnum):
    """What of a date is written, as CLDR names it."""

    YEAR = "y"
    MONTH = "yMMMM"
    DAY = "long"
    DAY_AND_MONTH = "MMMMd"
    MONTH_NAME = "MMMM"


_PATTERNS = {
    BRITISH: {
        Shape.YEAR: "{0.year}",
        Shape.MONTH: "{month} {0.year}",
        Shape.DAY: "{0.day} {month} {0.year}",
        Shape.DAY_AND_MONTH: "{0.day} {month}",
        Shape.MONTH_NAME: "{month}",
    },
    "en-US": {
        Shape.YEAR: "{0.year}",
        Shape.MONTH: "{month} {0.year}",
        Shape.DAY: "{month} {0.day}, {0.year}",
        Shape.DAY_AND_MONTH: "{month} {0.day}",
        Shape.MONTH_NAME: "{month}",
    },
    ISO: {
        Shape.YEAR: "{0.year:04}",
        Shape.MONTH: "{0.year:04}-{0.month:02}",
        Shape.DAY: "{0.year:04}-{0.month:02}-{0.day:02}",
        Shape.DAY_AND_MONTH: "{0.month:02}-{0.day:02}",
        # A month alone has no notation of its own.
        Shape.MONTH_NAME: "{0.year:04}-{0.month:02}",
    },
}
"""What can be written without CLDR, whose library takes 15 MB of memory."""

_spoken: ContextVar[str] = ContextVar("language of dates", default=BRITISH)


def spoken() -> str:
    """The language tag of whoever is being answered."""
    return _spoken.get()


def speak(language: str) -> None:
    """Write dates in `language` for the rest of this task, and in the tasks it starts."""
    _spoken.set(language)


@contextmanager
def speaking(language: str) -> Generator[None]:
    """Write dates in `language` inside the block."""
    token = _spoken.set(language)
    try:
        yield
    finally:
        _spoken.reset(token)


def in_words(when: PartialDate | DateInterval, language: str | None = None) -> str:
    """ "2017", "juin 2022", "29. Januar 2025", "about April 2025" in `language`, or the spoken one.

    "about", "between" and "not before" stay words of the card, which is in English.
    """
    if isinstance(when, PartialDate):
        words = _write(when.first_day, _shape(when), language)
        return f"about {words}" if when.circa else words
    if when.end is None:
        return f"not before {in_words(when.start, language)}"
    return f"between {in_words(when.start, language)} and {in_words(when.end, language)}"


def day_in_words(day: date, language: str | None = None) -> str:
    """ "25 April 2025", "April 25, 2025", "25 de abril de 2025"."""
    return _write(day, Shape.DAY, language)


def day_and_month(day: date, language: str | None = None) -> str:
    """ "25 April", "04-25", "4月25日": a day that comes back every year."""
    return _write(day, Shape.DAY_AND_MONTH, language)


def month_of(day: date, language: str | None = None) -> str:
    """ "April", "kwiecień"; the year's month, "2025-04", where a month has no name."""
    return _write(day, Shape.MONTH_NAME, language)


def _shape(when: PartialDate) -> Shape:
    if when.month is None:
        return Shape.YEAR
    return Shape.MONTH if when.day is None else Shape.DAY


def _write(day: date, shape: Shape, language: str | None) -> str:
    """Write what `shape` names of `day`; a language nobody knows any more is read as British."""
    language = language or spoken()
    patterns = _PATTERNS.get(language if language in LANGUAGES else BRITISH)
    if patterns is None:
        return _from_cldr(day, shape, language)
    return patterns[shape].format(day, month=MONTHS[day.month - 1])


def _from_cldr(day: date, shape: Shape, language: str) -> str:
    # Imported here: most servers never need it.
    from babel import Locale, dates

    locale = Locale.parse(language, sep="-")
    if shape is Shape.MONTH_NAME:
        # Babel 2.18 gives one language's stand-alone names to the next where they are no others
        # than inside of a date, so they are asked for only where a language has its own.
        has_own = "LLLL" in locale.datetime_skeletons[Shape.MONTH].pattern
        return dates.format_date(day, "LLLL" if has_own else "MMMM", locale)
    if shape is Shape.DAY:
        return dates.format_date(day, shape.value, locale)
    # Not fuzzy: the nearest pattern could hold more than is known.
    return dates.format_skeleton(shape.value, day, fuzzy=False, locale=locale)
