"""What anniversaries look like: a day's digest, and what is coming."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from bot.ui.card import Card
from bot.ui.citations import MARKS, source_line
from bot.ui.dates import day_and_month, in_words, month_of
from bot.ui.text import clip, counted, escape
from cogs.anniversaries.calendar import Anniversary, Precision
from seeds.schema import Event, Quote, Source, Status

TOLD_IN_FULL = 4
"""Happenings of one day that get their story; the others get a line each."""
MAX_QUOTES = 2
"""Under one happening."""
MAX_BODY = 3_300
"""Characters; leaves room for sources, a test's or preview's own lines, and the ping."""


@dataclass(frozen=True, slots=True)
class Digest:
    """All that one local date's card says: happenings heaviest first, and what they link to."""

    day: date
    found: Sequence[Anniversary]
    quotes: Mapping[str, Quote]
    outcomes: Mapping[str, Status]
    """What became of a happening, by the happening's id."""
    sources: Sequence[Source]
    people: Mapping[str, str]
    """Names by slug."""


def digest_card(digest: Digest, today: date) -> Card:
    """One day's happenings on one card; sources are as old as they are `today`, when it is read."""
    said = set[str]()
    told = [_story(one, digest, said) for one in digest.found[:TOLD_IN_FULL]]
    lines = [_headline(one) for one in digest.found[TOLD_IN_FULL:]]
    body = "\n\n".join([*told, "\n".join(lines)] if lines else told)
    return Card(_title(digest), clip(body, MAX_BODY), source_line(digest.sources, today))


def _title(digest: Digest) -> str:
    day = digest.day
    match min(one.precision for one in digest.found):
        case Precision.DAY:
            return f"On this day: {day_and_month(day)}"
        case Precision.MONTH:
            return f"This month, years ago: {month_of(day)}"
        case _:
            return f"Years ago: looking back from {day.year}"


def _story(one: Anniversary, digest: Digest, said: set[str]) -> str:
    """One happening in full; `said` gathers the quotes on the card, none of which comes twice."""
    entry = one.entry
    lines = [_headline(one), escape(entry.text)]
    if one.is_moved:
        was = day_and_month(one.since.first_day)
        lines.append(f"-# It happened on {was}; this year has none, so it is kept a day earlier.")
    fresh = [name for name in entry.quotes if name in digest.quotes and name not in said]
    fresh = fresh[:MAX_QUOTES]
    said.update(fresh)
    lines += [_quote(digest.quotes[name], digest.people) for name in fresh]
    outcome = digest.outcomes.get(entry.id)
    if outcome is not None:
        stage = f"{outcome.stage}, as of {in_words(outcome.as_of)}"
        lines.append(f"**What became of it:** {escape(outcome.headline)} ({stage}).")
    return "\n".join(lines)


def _headline(one: Anniversary) -> str:
    """ "**29 years ago** · 25 April 1997 · It opens", with a mark where one source stands alone."""
    entry = one.entry
    title = entry.headline if isinstance(entry, Status) else entry.title
    mark = MARKS.get(entry.certainty or "") if isinstance(entry, Event) else None
    note = f" *({mark})*" if mark else ""
    return f"**{_ago(one)}** · {in_words(one.since)}\n**{escape(title)}**{note}"


def _ago(one: Anniversary) -> str:
    if one.unit == "days":
        return f"{one.count:,} days ago"
    ago = f"{counted(one.count, 'year')} ago"
    return f"About {ago}" if one.since.circa else ago


def _quote(quote: Quote, people: Mapping[str, str]) -> str:
    words = "\n".join(f"> “{escape(run)}”" for run in quote.runs)
    speaker = escape(people.get(quote.speaker, quote.speaker))
    return f"{words}\n> — {speaker}, {escape(quote.occasion)}"


def nothing_card(day: date, following: date | None) -> Card:
    """A day on which nothing returns, and the next one on which something does."""
    body = f"Nothing on record happened on {day_and_month(day)}, which is a kind of peace."
    if following is not None:
        body += f"\nThe next day with something to remember is **{day_and_month(following)}**."
    return Card(f"On this day: {day_and_month(day)}", body)


def upcoming_card(
    coming: Sequence[tuple[date, Sequence[Anniversary]]], today: date, days: int, position: str
) -> Card:
    """Some of the dates to come, each with its countdown."""
    title = f"Coming up in the next {counted(days, 'day')}"
    if not coming:
        return Card(title, "Nothing in that time. Ask for more days, or make some memories.")
    lines = [_coming(day, found, today) for day, found in coming]
    return Card(title, "\n".join(lines), position)


def _coming(day: date, found: Sequence[Anniversary], today: date) -> str:
    titles = [_short(one) for one in found[:2]]
    more = f" · and {len(found) - 2} more" if len(found) > 2 else ""
    return f"**{day_and_month(day)}** ({countdown(day, today)})\n{' · '.join(titles)}{more}"


def _short(one: Anniversary) -> str:
    entry = one.entry
    title = entry.headline if isinstance(entry, Status) else entry.title
    span = f"{one.count:,} days" if one.unit == "days" else counted(one.count, "year")
    known = "" if one.precision is Precision.DAY else f", {in_words(one.since)}"
    return f"{escape(title)} ({span}{known})"


def countdown(day: date, today: date) -> str:
    """ "today", "tomorrow", "in 12 days"."""
    days = (day - today).days
    return {0: "today", 1: "tomorrow"}.get(days, f"in {days} days")
