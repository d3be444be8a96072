"""Where a card knows it from: sources as one small line, or as a card of their own."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from bot.ui.ages import age_in_words
from bot.ui.card import Card
from bot.ui.text import escape
from seeds.dates import PartialDate
from seeds.schema import Origin, Source

SHOWN_AT_FOOT = 2
UNKNOWN = "unknown publisher"

ORIGINS = {
    Origin.DOCUMENTS: "from the articles this canon is built on",
    Origin.PUBLIC_RECORD: "from the public record",
    Origin.GUILD: "added by this server",
}


def source_line(sources: Sequence[Source], today: date) -> str:
    """ "Source: JoBlo, 29 January 2025 (1 year and 9 months ago) and 2 more"."""
    shown = [_short(source, today) for source in sources[:SHOWN_AT_FOOT]]
    more = len(sources) - len(shown)
    tail = f" · and {more} more" if more > 0 else ""
    return f"{'Source' if len(sources) == 1 else 'Sources'}: {' · '.join(shown)}{tail}"


def sources_card(sources: Sequence[Source], today: date) -> Card:
    """Every source with its date, how that is known, and its address."""
    return Card("Where we know this from", "\n".join(_long(source, today) for source in sources))


def _short(source: Source, today: date) -> str:
    return f"{_linked(source)}, {published(source, today)}"


def published(source: Source, today: date) -> str:
    """The publication date as far as it is known, with its age."""
    match source.published:
        case None:
            return "undated"
        case PartialDate() as when:
            return f"{when.in_words()} ({age_in_words(when, today)})"
        case interval:
            return f"{interval.in_words()}"


def _long(source: Source, today: date) -> str:
    lines = [f"**{_linked(source)}** · {published(source, today)}", escape(source.title)]
    if source.dating:
        lines.append(f"-# Date: {escape(source.dating)}")
    return "\n".join(lines)


def _linked(source: Source) -> str:
    name = escape(source.publisher or UNKNOWN)
    return f"[{name}](<{source.url}>)" if source.url else name
