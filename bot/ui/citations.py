"""Where a card knows it from: sources as one small line, or as a card of their own."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from bot.ui.ages import age_in_words
from bot.ui.card import Card
from bot.ui.dates import in_words
from bot.ui.text import escape
from seeds.dates import DateInterval, PartialDate
from seeds.schema import Origin, Source

SHOWN_AT_FOOT = 2
UNKNOWN = "unknown publisher"
GONE = Card("That is gone", "It was taken out of the record since this card was sent.")
MARKS = {"single source": "one source", "announced": "announced", "disputed": "sources disagree"}
"""Certainties worth a word; what two sources agree on needs none."""

ORIGINS = {
    Origin.DOCUMENTS: "from the articles this canon is built on",
    Origin.PUBLIC_RECORD: "from the public record",
    Origin.GUILD: "added by this server",
}


def source_line(sources: Sequence[Source], today: date) -> str:
    """ "Sources: Collider, 30 January 2025 (1 year ago) · People, 2024 · and 2 more".

    Only the newest of those shown says its age: that is how stale the card is.
    """
    shown = sources[:SHOWN_AT_FOOT]
    newest = max(shown, key=_published_until, default=None)
    names = [
        f"{_linked(one)}, {published(one, today) if one is newest else _date_of(one)}"
        for one in shown
    ]
    if len(sources) > len(shown):
        names.append(f"and {len(sources) - len(shown)} more")
    return f"{'Source' if len(sources) == 1 else 'Sources'}: {' · '.join(names)}"


def sources_card(sources: Sequence[Source], today: date) -> Card:
    """Every source with its date, how that is known, and its address; of what is gone, that."""
    if not sources:
        return GONE
    return Card("Where we know this from", "\n".join(_long(source, today) for source in sources))


def published(source: Source, today: date) -> str:
    """The publication date as far as it is known, with its age where it has one."""
    if isinstance(source.published, PartialDate):
        return f"{_date_of(source)} ({age_in_words(source.published, today)})"
    return _date_of(source)


def _date_of(source: Source) -> str:
    return in_words(source.published) if source.published else "undated"


def _published_until(source: Source) -> date:
    match source.published:
        case PartialDate() as when:
            return when.last_day
        case DateInterval() as interval:
            return (interval.end or interval.start).last_day
        case None:
            return date.min


def _long(source: Source, today: date) -> str:
    lines = [f"**{_linked(source)}** · {published(source, today)}", escape(source.title)]
    if source.origin in ORIGINS:
        lines.append(f"-# Origin: {ORIGINS[source.origin]}")
    if source.dating:
        lines.append(f"-# Date: {escape(source.dating)}")
    return "\n".join(lines)


def _linked(source: Source) -> str:
    name = escape(source.publisher or UNKNOWN)
    return f"[{name}](<{source.url}>)" if source.url else name
