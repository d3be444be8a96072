"""The card of one page of the timeline."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from bot.markdown import Markdown
from bot.ui.card import Card
from bot.ui.citations import source_line
from bot.ui.entry_cards import event_line
from seeds.schema import Event, Source


def timeline_card(
    title: Markdown,
    events: Sequence[Event],
    position: Markdown,
    sources: Sequence[Source],
    today: date,
) -> Card:
    """Build one page of events, newest first, each with its date as far as it is known."""
    body = "\n".join(event_line(event) for event in events)
    return Card(title, body, f"{source_line(sources, today)}\n{position}")
