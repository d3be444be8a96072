"""What a page of the timeline looks like."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from bot.ui.card import Card
from bot.ui.citations import MARKS, source_line
from bot.ui.dates import in_words
from bot.ui.text import escape
from seeds.schema import Event, Source


def timeline_card(
    title: str, events: Sequence[Event], position: str, sources: Sequence[Source], today: date
) -> Card:
    """Some events, newest first, each with its date as it is known."""
    body = "\n".join(_line(event) for event in events)
    return Card(title, body, f"{source_line(sources, today)}\n{position}")


def _line(event: Event) -> str:
    mark = MARKS.get(event.certainty or "")
    note = f" *({mark})*" if mark else ""
    return f"**{in_words(event.date)}**  {escape(event.title)}{note}"
