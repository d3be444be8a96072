"""The card that compares how sources printed a quote."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from bot.markdown import Markdown, escape
from bot.ui.card import Card
from bot.ui.citations import UNKNOWN_PUBLISHER, format_publication
from bot.ui.dates import format_date
from bot.ui.entry_cards import format_quote_runs
from seeds.schema import Printing, Quote, Source


def context_card(quote: Quote, speaker: str, sources: Mapping[str, Source], today: date) -> Card:
    """Build the card of all printings, each under the outlets that printed it.

    `sources` are the sources by id; one that is missing is left out.
    """
    blocks: list[Markdown] = [
        f"{escape(speaker)} said this {escape(quote.occasion)}, {format_date(quote.said)}."
    ]
    blocks.extend(_format_printing(printing, sources, today) for printing in quote.printings)
    if quote.disputed:
        blocks.append(f"Sources disagree: {escape(quote.disputed)}")
    return Card("In their own words", "\n\n".join(blocks))


def _format_printing(printing: Printing, sources: Mapping[str, Source], today: date) -> Markdown:
    outlets: list[Markdown] = [
        f"**{escape(sources[name].publisher or UNKNOWN_PUBLISHER)}**, "
        f"{format_publication(sources[name], today)}"
        for name in printing.sources
        if name in sources
    ]
    lines: list[Markdown] = ["; ".join(outlets), format_quote_runs(printing)]
    if printing.note:
        lines.append(f"-# {escape(printing.note)}")
    return "\n".join(lines)
