"""The cards of anniversaries: the digest of a day, and a day without any."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from bot.markdown import Markdown, escape, format_number
from bot.ui.card import Card
from bot.ui.citations import certainty_note, source_line
from bot.ui.dates import (
    current_language,
    format_date,
    format_day_and_month,
    format_month,
)
from bot.ui.text import clip, pluralize
from cogs.anniversaries.calendar import Anniversary, Precision, get_entry_title
from seeds.schema import Event, Promise, Quote, Source, Status

MAX_FULL_ENTRIES = 4
"""The most anniversaries of one day shown in full; the others have one line each."""
MAX_QUOTES_PER_ENTRY = 2
"""The most quotes under one anniversary."""
MAX_BODY = 3_300
"""Characters; leaves room for sources, the lines of a test or preview, and the ping."""


@dataclass(frozen=True, slots=True)
class Digest:
    """The content of the card of one local date; `anniversaries` are heaviest first."""

    day: date
    anniversaries: Sequence[Anniversary]
    quotes: Mapping[str, Quote]
    """Quotes by id."""
    promises: Mapping[str, Sequence[Promise]]
    """Promises made at an anniversary's entry, with their outcomes, by the entry's id."""
    outcomes: Mapping[str, Status]
    """The newest status for entries without promises, by the entry's id."""
    sources: Sequence[Source]
    people: Mapping[str, str]
    """Names by slug."""
    stages: Mapping[str, str]
    """Names of the stages of `outcomes` by slug."""


def digest_card(digest: Digest, today: date) -> Card:
    """Return the anniversaries of one day on one card; `today` is for the age of sources."""
    for full_count in range(MAX_FULL_ENTRIES, -1, -1):
        body = _format_body(digest, full_count)
        if len(body) <= MAX_BODY:
            return Card(_build_title(digest), body, source_line(digest.sources, today))
    body = clip(_format_body(digest, 0), MAX_BODY)
    return Card(_build_title(digest), body, source_line(digest.sources, today))


def _format_body(digest: Digest, full_count: int) -> Markdown:
    """Return the first `full_count` anniversaries in full, and the headline of each other."""
    shown_quotes = set[str]()
    full_entries: list[Markdown] = [
        _format_full(anniversary, digest, shown_quotes)
        for anniversary in digest.anniversaries[:full_count]
    ]
    lines: list[Markdown] = [
        _format_headline(anniversary) for anniversary in digest.anniversaries[full_count:]
    ]
    return "\n\n".join([*full_entries, "\n".join(lines)] if lines else full_entries)


def _build_title(digest: Digest) -> Markdown:
    day = digest.day
    match min(anniversary.precision for anniversary in digest.anniversaries):
        case Precision.DAY:
            return _title_of_day(day)
        case Precision.MONTH:
            return f"This month, years ago: {format_month(day, current_language())}"
        case _:
            return f"Years ago: looking back from {format_number(day.year)}"


def _title_of_day(day: date) -> Markdown:
    return f"On this day: {format_day_and_month(day, current_language())}"


def _format_full(anniversary: Anniversary, digest: Digest, shown_quotes: set[str]) -> Markdown:
    """Return one anniversary in full; add its quotes to `shown_quotes`, and repeat none of them."""
    entry = anniversary.entry
    lines: list[Markdown] = [_format_headline(anniversary), escape(entry.text)]
    if anniversary.is_moved:
        event_day = format_day_and_month(anniversary.since.first_day)
        lines.append(
            f"-# It happened on {event_day}. This year doesn't have one, so I'm marking it "
            "a day early."
        )
    quote_ids = [
        quote_id
        for quote_id in entry.quotes
        if quote_id in digest.quotes and quote_id not in shown_quotes
    ][:MAX_QUOTES_PER_ENTRY]
    shown_quotes.update(quote_ids)
    lines.extend(_format_quote(digest.quotes[quote_id], digest.people) for quote_id in quote_ids)
    promises = digest.promises.get(entry.id, ())
    outcome = digest.outcomes.get(entry.id)
    if promises:
        results = " ".join(escape(promise.what_happened) for promise in promises)
        lines.append(f"**What happened next:** {results}")
    elif outcome is not None:
        stage = f"{escape(digest.stages[outcome.stage])}, as of {format_date(outcome.as_of)}"
        lines.append(f"**What happened next:** {escape(outcome.headline)} ({stage}).")
    return "\n".join(lines)


def _format_headline(anniversary: Anniversary) -> Markdown:
    """Return the age, date and title, with a note if the date or event is not certain."""
    entry = anniversary.entry
    title = get_entry_title(entry)
    note = certainty_note(entry) if isinstance(entry, Event) else ""
    since = format_date(anniversary.since, current_language())
    return f"**{format_ago(anniversary)}** · {since}\n**{escape(title)}**{note}"


def format_ago(anniversary: Anniversary) -> Markdown:
    """Return "30 years ago", "About 30 years ago" or "10,000 days ago"."""
    if anniversary.unit == "days":
        return f"{format_number(anniversary.count, ',')} days ago"
    ago = f"{pluralize(anniversary.count, 'year')} ago"
    return f"About {ago}" if anniversary.since.circa else ago


def _format_quote(quote: Quote, people: Mapping[str, str]) -> Markdown:
    words = "\n".join(f"> “{escape(run)}”" for run in quote.runs)
    speaker = escape(people.get(quote.speaker, quote.speaker))
    return f"{words}\n> — {speaker}, {escape(quote.occasion)}"


def empty_day_card(day: date, following: date | None) -> Card:
    """Return the card of a day without anniversaries; `following` is the next date with any.

    It is None when no later date is known to its day.
    """
    body = (
        f"I don't know of anything that happened on {format_day_and_month(day)}. Enjoy the quiet."
    )
    if following is not None:
        body += (
            f"\nThe next day with something to remember is **{format_day_and_month(following)}**."
        )
    return Card(_title_of_day(day), body)


def with_reading(card: Card, day: date, other: date | None) -> Card:
    """Return the card with a first line that says which day was understood.

    `other` is the day that the typed numbers mean in the other order, None when they mean none.
    """
    reading = f"I read that as **{format_day_and_month(day)}**."
    if other is not None:
        words = format_day_and_month(other)
        reading += f" For {words}, type “{words}”."
    return replace(card, body=f"{reading}\n\n{card.body}")
