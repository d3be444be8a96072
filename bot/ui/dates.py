"""Formats dates and ages, never more precisely than they are known.

A date in a sentence is in the language of the sentences, which is English; one that stands alone,
in a heading or a list, is in the language that the guild chose. That one is a context variable, set
for each interaction and for each post. Month names and the order of the parts come from CLDR.
"""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime, time, tzinfo
from enum import StrEnum

from bot.markdown import Markdown, format_number, mark_safe
from bot.ui.text import pluralize
from seeds.dates import MONTHS, DateInterval, PartialDate

AMERICAN = "en-US"
"""The language of a guild that chose none."""
BRITISH = "en-GB"
ISO = "iso"
LANGUAGES: dict[str, Markdown] = {
    AMERICAN: "English (American)",
    BRITISH: "English (British)",
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
"""The languages to choose from: BCP 47 tag to the name in the language itself."""


class DateFormat(StrEnum):
    """The parts of a date to write, as CLDR skeletons name them."""

    YEAR = "y"
    MONTH = "yMMMM"
    DAY = "long"
    DAY_AND_MONTH = "MMMMd"
    MONTH_NAME = "MMMM"


_PATTERNS = {
    AMERICAN: {
        DateFormat.YEAR: "{0.year}",
        DateFormat.MONTH: "{month} {0.year}",
        DateFormat.DAY: "{month} {0.day}, {0.year}",
        DateFormat.DAY_AND_MONTH: "{month} {0.day}",
        DateFormat.MONTH_NAME: "{month}",
    },
    BRITISH: {
        DateFormat.YEAR: "{0.year}",
        DateFormat.MONTH: "{month} {0.year}",
        DateFormat.DAY: "{0.day} {month} {0.year}",
        DateFormat.DAY_AND_MONTH: "{0.day} {month}",
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
"""Patterns of the languages written without CLDR, whose library takes 15 MB of memory."""

_ROUGH_YEARS = 5
"""Years from which the age of an approximate date has no months."""

_current_language: ContextVar[str] = ContextVar("language of dates", default=AMERICAN)


def current_language() -> str:
    """Return the guild's language tag, for dates that stand alone."""
    return _current_language.get()


def is_for_sentences(language: str) -> bool:
    """Return whether dates of a language fit into English sentences: English ones, and numbers."""
    return language in _PATTERNS


def get_sentence_language() -> str:
    """Return the language tag for dates in sentences: the guild's where it fits, else American."""
    language = current_language()
    return language if is_for_sentences(language) else AMERICAN


def set_language(language: str) -> None:
    """Set the guild's language for the rest of this task, and in the tasks it starts."""
    _current_language.set(language)


@contextmanager
def override_language(language: str) -> Generator[None]:
    """Set the guild's language inside the block."""
    token = _current_language.set(language)
    try:
        yield
    finally:
        _current_language.reset(token)


def format_date(when: PartialDate | DateInterval, language: str | None = None) -> Markdown:
    """Return "2017", "June 2022", "29. Januar 2025" or "around April 2025".

    `language` is a tag, None that of sentences. A date with "around", "between" or "not before" is
    a phrase in English, whatever the language.
    """
    if isinstance(when, DateInterval) or when.circa:
        is_fit = language is not None and is_for_sentences(language)
        language = language if is_fit else get_sentence_language()
    if isinstance(when, PartialDate):
        words = _format_parts(when.first_day, _get_date_format(when), language)
        return f"around {words}" if when.circa else words
    if when.end is None:
        return f"not before {format_date(when.start, language)}"
    return f"between {format_date(when.start, language)} and {format_date(when.end, language)}"


def format_day(day: date, language: str | None = None) -> Markdown:
    """Return "April 25, 2025", "25 April 2025" or "25 de abril de 2025"; see `format_date`."""
    return _format_parts(day, DateFormat.DAY, language)


def format_day_and_month(day: date, language: str | None = None) -> Markdown:
    """Return "April 25", "04-25" or "4月25日": a day of every year; see `format_date`."""
    return _format_parts(day, DateFormat.DAY_AND_MONTH, language)


def format_month(day: date, language: str | None = None) -> Markdown:
    """Return "April" or "kwiecień"; in ISO 8601, which names no month, "2025-04"."""
    return _format_parts(day, DateFormat.MONTH_NAME, language)


def writes_month_first(language: str) -> bool:
    """Return whether a language writes the month of a date in numbers before the day.

    `language` is any BCP 47 tag; of one that CLDR does not know the day comes first.
    """
    if language in (AMERICAN, BRITISH):
        return language == AMERICAN
    # Imported late: most guilds never need it.
    from babel import Locale, UnknownLocaleError

    try:
        pattern = Locale.parse(language, sep="-").datetime_skeletons["Md"].pattern
    except (UnknownLocaleError, ValueError):
        return False
    return pattern.index("M") < pattern.index("d")


def format_clock(instant: datetime, zone: tzinfo) -> Markdown:
    """Return the local time of an aware instant as "09:05"."""
    return format_time(instant.astimezone(zone))


def format_time(when: time | datetime) -> Markdown:
    """Return a local time as "09:05"."""
    return mark_safe(f"{when:%H:%M}")


def _get_date_format(when: PartialDate) -> DateFormat:
    if when.month is None:
        return DateFormat.YEAR
    return DateFormat.MONTH if when.day is None else DateFormat.DAY


def _format_parts(day: date, date_format: DateFormat, language: str | None) -> Markdown:
    """Write the parts `date_format` of `day`; a language that is no longer offered is American."""
    language = language or get_sentence_language()
    patterns = _PATTERNS.get(language if language in LANGUAGES else AMERICAN)
    if patterns is None:
        return mark_safe(_format_with_cldr(day, date_format, language))
    return mark_safe(patterns[date_format].format(day, month=MONTHS[day.month - 1]))


def _format_with_cldr(day: date, date_format: DateFormat, language: str) -> str:
    # Imported late: most guilds never need it.
    from babel import Locale, dates

    locale = Locale.parse(language, sep="-")
    if date_format is DateFormat.MONTH_NAME:
        # Babel 2.18 returns another language's stand-alone month names for a language that has
        # none of its own, so they are used only where the language has them.
        has_own = "LLLL" in locale.datetime_skeletons[DateFormat.MONTH].pattern
        return dates.format_date(day, "LLLL" if has_own else "MMMM", locale)
    if date_format is DateFormat.DAY:
        return dates.format_date(day, date_format.value, locale)
    # Not fuzzy: the nearest pattern could hold more than is known.
    return dates.format_skeleton(date_format.value, day, fuzzy=False, locale=locale)


def format_age(when: PartialDate, today: date) -> Markdown:
    """Return "today", "12 days ago", "about 10 months ago", "3 years ago" or "still to come"."""
    if when.first_day > today:
        return "still to come"
    if when.month is None:
        return _prefix_about(when, _format_years_ago(today.year - when.year))
    months = (today.year - when.year) * 12 + today.month - when.month
    if when.day is None:
        return _format_months_ago(months)
    days = (today - when.first_day).days
    if days < 2:
        return _prefix_about(when, ("today", "yesterday")[days])
    whole_months = months - (today.day < when.day)
    if whole_months < 2:
        return _prefix_about(when, f"{format_number(days)} days ago")
    format_span = _format_rough_span if when.circa else _format_span
    return _prefix_about(when, f"{format_span(whole_months)} ago")


def format_time_until(when: PartialDate, today: date) -> Markdown:
    """Return "today", "in 12 days", "next month", "in about 4 months" or "in 2 years".

    For a past date it is the age, as of `format_age`.
    """
    if when.last_day < today:
        return format_age(when, today)
    if when.month is None:
        years = when.year - today.year
        near: dict[int, Markdown] = {0: "this year", 1: "next year"}
        return near.get(years, f"in {format_number(years)} years")
    if when.day is None:
        months = (when.year - today.year) * 12 + when.month - today.month
        near = {0: "this month", 1: "next month"}
        return near.get(months, f"in about {_format_span(months)}")
    days = (when.first_day - today).days
    about = "about " if when.circa else ""
    near = {0: "today", 1: "tomorrow"}
    return near.get(days, f"in {about}{format_number(days, ',')} days")


def months_since(when: PartialDate, today: date) -> int:
    """Return the whole months from the last day `when` can mean to `today`; 0 for a later day."""
    last = when.last_day
    months = (today.year - last.year) * 12 + today.month - last.month - (today.day < last.day)
    return max(0, months)


def _format_years_ago(years: int) -> Markdown:
    near: dict[int, Markdown] = {0: "this year", 1: "last year"}
    return near.get(years, f"{format_number(years)} years ago")


def _format_months_ago(months: int) -> Markdown:
    if months < 2:
        return ("this month", "last month")[months]
    return f"about {_format_rough_span(months)} ago"


def _prefix_about(when: PartialDate, words: Markdown) -> Markdown:
    return f"about {words}" if when.circa and words[0].isdigit() else words


def _format_rough_span(months: int) -> Markdown:
    """Return a span of months; of an old date that is approximate, only the years."""
    years = months // 12
    return pluralize(years, "year") if years >= _ROUGH_YEARS else _format_span(months)


def _format_span(months: int) -> Markdown:
    years, rest = divmod(months, 12)
    parts: tuple[tuple[int, Markdown], ...] = ((years, "year"), (rest, "month"))
    return " and ".join(pluralize(number, noun) for number, noun in parts if number)
