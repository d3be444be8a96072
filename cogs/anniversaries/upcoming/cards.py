"""The card of what comes up in the next days."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from bot.markdown import Markdown, escape, format_number
from bot.ui.card import Card
from bot.ui.dates import (
    current_language,
    format_date,
    format_day_and_month,
    format_month,
    format_time_until,
)
from bot.ui.text import pluralize
from cogs.anniversaries.awaited import Release
from cogs.anniversaries.calendar import Anniversary, Precision, get_entry_title, get_person_born
from cogs.anniversaries.upcoming.occasions import Item, Occasion
from seeds.dates import PartialDate
from seeds.promises.awaited_dates import AwaitedDate

MAX_ITEMS = 2
"""The most that is named of one date."""


def upcoming_card(
    occasions: Sequence[Occasion],
    people: Mapping[str, str],
    today: date,
    days: int,
    position: Markdown,
) -> Card:
    """Return a page of what comes up, with countdowns; `position` is the label of the page.

    `people` are names by slug.
    """
    span = "day" if days == 1 else pluralize(days, "day")
    title = f"Coming up in the next {span}"
    if not occasions:
        return Card(title, "Nothing in that time. Ask for more days, or make some memories.")
    lines: list[Markdown] = [_format_occasion(one, people, today) for one in occasions]
    return Card(title, "\n".join(lines), position)


def _format_occasion(occasion: Occasion, people: Mapping[str, str], today: date) -> Markdown:
    when, items = occasion
    titles: list[Markdown] = [_format_item(item, people) for item in items[:MAX_ITEMS]]
    if len(items) > MAX_ITEMS:
        titles.append(f"and {format_number(len(items) - MAX_ITEMS)} more")
    heading = f"**{_format_when(when)}** ({format_time_until(when, today)})"
    return f"{heading}\n{' · '.join(titles)}"


def _format_when(when: PartialDate) -> Markdown:
    match Precision.from_date(when):
        case Precision.DAY:
            return format_day_and_month(when.first_day, current_language())
        case Precision.MONTH:
            return f"Sometime in {format_month(when.first_day, current_language())}"
        case _:
            return f"Sometime in {format_date(when, current_language())}"


def _format_item(item: Item, people: Mapping[str, str]) -> Markdown:
    if isinstance(item, Release):
        return f"Release of {escape(item.name)}{_format_doubt(item.when)}"
    if isinstance(item, AwaitedDate):
        promised = "Promised: " if item.is_promise else ""
        return f"{promised}{escape(item.text)}{_format_doubt(item.due)}"
    return _format_anniversary(item, people)


def _format_doubt(when: PartialDate) -> Markdown:
    return f" ({format_date(when)})" if when.circa else ""


def _format_anniversary(anniversary: Anniversary, people: Mapping[str, str]) -> Markdown:
    """Return "Ida turns 56", "It opens (29 years)" or "Ida turns 20,000 days old"."""
    entry, is_days = anniversary.entry, anniversary.unit == "days"
    since = anniversary.since
    is_exact = anniversary.precision is Precision.DAY and not since.circa
    born = people.get(get_person_born(entry) or "")
    if born is not None:
        age = format_number(anniversary.count, ",") + (" days old" if is_days else "")
        return f"{escape(born)} turns {age}" + ("" if is_exact else f" ({format_date(since)})")
    span = pluralize(anniversary.count, "day" if is_days else "year")
    known = "" if is_exact else f", {format_date(since)}"
    return f"{escape(get_entry_title(entry))} ({span}{known})"
