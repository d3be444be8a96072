"""The cards of anniversaries: the digest of a day, and the upcoming dates."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from bot.ui.card import Card
from bot.ui.citations import certainty_note, source_line
from bot.ui.dates import format_date, format_day_and_month, format_month
from bot.ui.text import clip, escape, pluralize
from cogs.anniversaries.calendar import Anniversary, Precision
from seeds.schema import Event, Promise, Quote, Source, Status

MAX_FULL_ENTRIES = 4
"""Anniversaries of one day that are shown in full; the others get one line each."""
MAX_QUOTES_PER_ENTRY = 2
"""The most quotes under one anniversary."""
MAX_BODY = 3_300
"""Characters; leaves room for sources, a test's or preview's own lines, and the ping."""


@dataclass(frozen=True, slots=True)
class Digest:
    """What the card of one local date says: anniversaries, heaviest first, and what they cite."""

    day: date
    anniversaries: Sequence[Anniversary]
    quotes: Mapping[str, Quote]
    promises: Mapping[str, Sequence[Promise]]
    """What was promised on the occasion and how it ended, by the entry's id."""
    outcomes: Mapping[str, Status]
    """The newest status, for entries that promised nothing, by the entry's id."""
    sources: Sequence[Source]
    people: Mapping[str, str]
    """Names by slug."""


def digest_card(digest: Digest, today: date) -> Card:
    """Return the anniversaries of one day on one card; `today` is for the ages of sources."""
    shown_quotes = set[str]()
    full_entries = [
        _format_full(one, digest, shown_quotes) for one in digest.anniversaries[:MAX_FULL_ENTRIES]
    ]
    lines = [_format_headline(one) for one in digest.anniversaries[MAX_FULL_ENTRIES:]]
    body = "\n\n".join([*full_entries, "\n".join(lines)] if lines else full_entries)
    return Card(_build_title(digest), clip(body, MAX_BODY), source_line(digest.sources, today))


def _build_title(digest: Digest) -> str:
    day = digest.day
    match min(one.precision for one in digest.anniversaries):
        case Precision.DAY:
            return f"On this day: {format_day_and_month(day)}"
        case Precision.MONTH:
            return f"This month, years ago: {format_month(day)}"
        case _:
            return f"Years ago: looking back from {day.year}"


def _format_full(one: Anniversary, digest: Digest, shown_quotes: set[str]) -> str:
    """Return one anniversary in full; `said` collects the quotes on the card, to repeat none."""
    entry = one.entry
    lines = [_format_headline(one), escape(entry.text)]
    if one.is_moved:
        was = format_day_and_month(one.since.first_day)
        lines.append(f"-# It happened on {was}; this year has none, so it is kept a day earlier.")
    fresh = [name for name in entry.quotes if name in digest.quotes and name not in shown_quotes]
    fresh = fresh[:MAX_QUOTES_PER_ENTRY]
    shown_quotes.update(fresh)
    lines += [_format_quote(digest.quotes[name], digest.people) for name in fresh]
    promises = digest.promises.get(entry.id, ())
    outcome = digest.outcomes.get(entry.id)
    if promises:
        told = " ".join(escape(promise.what_happened) for promise in promises)
        lines.append(f"**What became of it:** {told}")
    elif outcome is not None:
        stage = f"{outcome.stage}, as of {format_date(outcome.as_of)}"
        lines.append(f"**What became of it:** {escape(outcome.headline)} ({stage}).")
    return "\n".join(lines)


def _format_headline(one: Anniversary) -> str:
    """ "**29 years ago** · 25 April 1997 · It opens", with a mark where one source stands alone."""
    entry = one.entry
    title = entry.headline if isinstance(entry, Status) else entry.title
    note = certainty_note(entry) if isinstance(entry, Event) else ""
    return f"**{_format_ago(one)}** · {format_date(one.since)}\n**{escape(title)}**{note}"


def _format_ago(one: Anniversary) -> str:
    if one.unit == "days":
        return f"{one.count:,} days ago"
    ago = f"{pluralize(one.count, 'year')} ago"
    return f"About {ago}" if one.since.circa else ago


def _format_quote(quote: Quote, people: Mapping[str, str]) -> str:
    words = "\n".join(f"> “{escape(run)}”" for run in quote.runs)
    speaker = escape(people.get(quote.speaker, quote.speaker))
    return f"{words}\n> — {speaker}, {escape(quote.occasion)}"


def empty_day_card(day: date, following: date | None) -> Card:
    """Return the card of a day on which nothing returns; `following` is the next with anything."""
    body = f"Nothing on record happened on {format_day_and_month(day)}, which is a kind of peace."
    if following is not None:
        body += (
            f"\nThe next day with something to remember is **{format_day_and_month(following)}**."
        )
    return Card(f"On this day: {format_day_and_month(day)}", body)


def upcoming_card(
    upcoming: Sequence[tuple[date, Sequence[Anniversary]]], today: date, days: int, position: str
) -> Card:
    """Return upcoming dates, each with its countdown."""
    title = f"Coming up in the next {pluralize(days, 'day')}"
    if not upcoming:
        return Card(title, "Nothing in that time. Ask for more days, or make some memories.")
    lines = [_format_upcoming_day(day, found, today) for day, found in upcoming]
    return Card(title, "\n".join(lines), position)


def _format_upcoming_day(day: date, found: Sequence[Anniversary], today: date) -> str:
    titles = [_format_short(one) for one in found[:2]]
    more = f" · and {len(found) - 2} more" if len(found) > 2 else ""
    heading = f"**{format_day_and_month(day)}** ({format_countdown(day, today)})"
    return f"{heading}\n{' · '.join(titles)}{more}"


def _format_short(one: Anniversary) -> str:
    entry = one.entry
    title = entry.headline if isinstance(entry, Status) else entry.title
    span = f"{one.count:,} days" if one.unit == "days" else pluralize(one.count, "year")
    known = "" if one.precision is Precision.DAY else f", {format_date(one.since)}"
    return f"{escape(title)} ({span}{known})"


def format_countdown(day: date, today: date) -> str:
    """ "today", "tomorrow", "in 12 days"."""
    days = (day - today).days
    return {0: "today", 1: "tomorrow"}.get(days, f"in {days} days")
