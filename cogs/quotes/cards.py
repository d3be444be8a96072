"""What the printings of a quote look like, side by side."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from bot.ui.card import Card
from bot.ui.citations import UNKNOWN, published
from bot.ui.dates import in_words
from bot.ui.entry_cards import words_of
from bot.ui.text import escape
from seeds.schema import Printing, Quote, Source


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
    lines = ["; ".join(outlets), words_of(printing)]
    if printing.note:
        lines.append(f"-# {escape(printing.note)}")
    return "\n".join(lines)
