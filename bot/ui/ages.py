"""How long ago a partial date was, in words that claim no more than the date does."""

from __future__ import annotations

from datetime import date

from bot.ui.text import pluralize
from seeds.dates import PartialDate


def format_age(when: PartialDate, today: date) -> str:
    """ "today", "12 days ago", "about 10 months ago", "3 years ago", or "still to come"."""
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
        return _prefix_about(when, f"{days} days ago")
    return _prefix_about(when, f"{_format_span(whole_months)} ago")


def months_since(when: PartialDate, today: date) -> int:
    """Whole months between the last day `when` can mean and `today`; 0 when it is to come."""
    last = when.last_day
    months = (today.year - last.year) * 12 + today.month - last.month - (today.day < last.day)
    return max(0, months)


def _format_years_ago(years: int) -> str:
    return {0: "this year", 1: "last year"}.get(years, f"{years} years ago")


def _format_months_ago(months: int) -> str:
    if months < 2:
        return ("this month", "last month")[months]
    return f"about {_format_span(months)} ago"


def _prefix_about(when: PartialDate, words: str) -> str:
    return f"about {words}" if when.circa and words[0].isdigit() else words


def _format_span(months: int) -> str:
    years, rest = divmod(months, 12)
    parts = ((years, "year"), (rest, "month"))
    return " and ".join(pluralize(number, noun) for number, noun in parts if number)
