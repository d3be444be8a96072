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


class DateFormat(StrEnum):
    """What of a date is written, as CLDR names it."""

    YEAR = "y"
    MONTH = "yMMMM"
    DAY = "long"
    DAY_AND_MONTH = "MMMMd"
    MONTH_NAME = "MMMM"


_PATTERNS = {
    BRITISH: {
        DateFormat.YEAR: "{0.year}",
        DateFormat.MONTH: "{month} {0.year}",
        DateFormat.DAY: "{0.day} {month} {0.year}",
        DateFormat.DAY_AND_MONTH: "{0.day} {month}",
        DateFormat.MONTH_NAME: "{month}",
    },
    "en-US": {
        DateFormat.YEAR: "{0.year}",
        DateFormat.MONTH: "{month} {0.year}",
        DateFormat.DAY: "{month} {0.day}, {0.year}",
        DateFormat.DAY_AND_MONTH: "{month} {0.day}",
        DateFormat.MONTH_NAME: "{month}",
    },
    ISO: {
        DateFormat.YEAR: "{0.year:04}",
        DateFormat.MONTH: "{0.year:04}-{0.month:02}",
        DateFormat.DAY: "{0.year:04}-{0.month:02}-{0.day:02}",
        DateFormat.DAY_AND_MONTH: "{0.month:02}-{0.day:02}",
        # A month alone has no notation of its own.
        DateFormat.MONTH_NAME: "{0.year:04}-{0.month:02}",
    },
}
"""What can be written without CLDR, whose library takes 15 MB of memory."""

_current_language: ContextVar[str] = ContextVar("language of dates", default=BRITISH)


def current_language() -> str:
    """The language tag of whoever is being answered."""
    return _current_language.get()


def set_language(language: str) -> None:
    """Write dates in `language` for the rest of this task, and in the tasks it starts."""
    _current_language.set(language)


@contextmanager
def override_language(language: str) -> Generator[None]:
    """Write dates in `language` inside the block."""
    token = _current_language.set(language)
    try:
        yield
    finally:
        _current_language.reset(token)


def format_date(when: PartialDate | DateInterval, language: str | None = None) -> str:
    """ "2017", "juin 2022", "29. Januar 2025", "about April 2025" in `language`, or the spoken one.

    "about", "between" and "not before" stay words of the card, which is in English.
    """
    if isinstance(when, PartialDate):
        words = _format_parts(when.first_day, _get_date_format(when), language)
        return f"about {words}" if when.circa else words
    if when.end is None:
        return f"not before {format_date(when.start, language)}"
    return f"between {format_date(when.start, language)} and {format_date(when.end, language)}"


def format_day(day: date, language: str | None = None) -> str:
    """ "25 April 2025", "April 25, 2025", "25 de abril de 2025"."""
    return _format_parts(day, DateFormat.DAY, language)


def format_day_and_month(day: date, language: str | None = None) -> str:
    """ "25 April", "04-25", "4月25日": a day that comes back every year."""
    return _format_parts(day, DateFormat.DAY_AND_MONTH, language)


def format_month(day: date, language: str | None = None) -> str:
    """ "April", "kwiecień"; the year's month, "2025-04", where a month has no name."""
    return _format_parts(day, DateFormat.MONTH_NAME, language)


def _get_date_format(when: PartialDate) -> DateFormat:
    if when.month is None:
        return DateFormat.YEAR
    return DateFormat.MONTH if when.day is None else DateFormat.DAY


def _format_parts(day: date, date_format: DateFormat, language: str | None) -> str:
    """Write what `shape` names of `day`; a language nobody knows any more is read as British."""
    language = language or current_language()
    patterns = _PATTERNS.get(language if language in LANGUAGES else BRITISH)
    if patterns is None:
        return _format_with_cldr(day, date_format, language)
    return patterns[date_format].format(day, month=MONTHS[day.month - 1])


def _format_with_cldr(day: date, date_format: DateFormat, language: str) -> str:
    # Imported here: most servers never need it.
    from babel import Locale, dates

    locale = Locale.parse(language, sep="-")
    if date_format is DateFormat.MONTH_NAME:
        # Babel 2.18 gives one language's stand-alone names to the next where they are no others
        # than inside of a date, so they are asked for only where a language has its own.
        has_own = "LLLL" in locale.datetime_skeletons[DateFormat.MONTH].pattern
        return dates.format_date(day, "LLLL" if has_own else "MMMM", locale)
    if date_format is DateFormat.DAY:
        return dates.format_date(day, date_format.value, locale)
    # Not fuzzy: the nearest pattern could hold more than is known.
    return dates.format_skeleton(date_format.value, day, fuzzy=False, locale=locale)
