"""The card of one page of the timeline."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from bot.markdown import Markdown
from bot.ui.card import Card
from bot.ui.citations import source_line
from bot.ui.entry_cards import event_line
from bot.ui.text import pluralize
from seeds.schema import Event, Source


def timeline_card(
    title: Markdown,
    events: Sequence[Event],
    position: Markdown,
    sources: Sequence[Source],
    today: date,
    births_left_out: int,
) -> Card:
    """Build one page of events, newest first, each with its date as far as it is known.

    `births_left_out` are events that are listed only for a year or a topic.
    """
    body = "\n".join(event_line(event) for event in events)
    footer: list[Markdown] = [source_line(sources, today), position]
    if births_left_out:
        birthdays = pluralize(births_left_out, "birthday")
        footer.append(f"Without {birthdays}: ask for a year or a topic to see them.")
    return Card(title, body, "\n".join(filter(None, footer)))
