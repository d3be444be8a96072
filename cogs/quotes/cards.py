"""What a quote, and the printings of it, look like."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from bot.ui.card import Card
from bot.ui.citations import UNKNOWN, published, source_line
from bot.ui.dates import in_words
from bot.ui.text import escape
from seeds.schema import Printing, Quote, Source


def quote_card(quote: Quote, speaker: str, sources: list[Source], today: date) -> Card:
    """The words, then the occasion; the speaker is the headline."""
    body = f"{_words(quote)}\n\nSaid {escape(quote.occasion)}, {in_words(quote.said)}."
    return Card(escape(speaker), body, source_line(sources, today))


def context_card(quote: Quote, speaker: str, sources: Mapping[str, Source], today: date) -> Card:
    """Every printing side by side, each under the outlets that printed it."""
    blocks = [f"{escape(speaker)} said this {escape(quote.occasion)}, {in_words(quote.said)}."]
    blocks += [_printing(printing, sources, today) for printing in quote.printings]
    if quote.disputed:
        blocks.append(f"Sources disagree: {escape(quote.disputed)}")
    return Card("In their own words", "\n\n".join(blocks))


def _printing(printing: Printing, sources: Mapping[str, Source], today: date) -> str:
    outlets = [
        f"**{escape(sources[name].publisher or UNKNOWN)}**, {published(sources[name], today)}"
        for name in printing.sources
        if name in sources
    ]
    lines = ["; ".join(outlets), _words(printing)]
    if printing.note:
        lines.append(f"-# {escape(printing.note)}")
    return "\n".join(lines)


def _words(printing: Printing) -> str:
    """Each run in its own marks, so that nobody takes two runs for one breath."""
    return "\n".join(f"> “{escape(run)}”" for run in printing.runs)
