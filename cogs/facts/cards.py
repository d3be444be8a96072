"""What a fact looks like."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from bot.ui.card import Card
from bot.ui.citations import source_line
from bot.ui.text import escape
from seeds.schema import Fact, Source


def fact_card(fact: Fact, subject: str, sources: Sequence[Source], today: date) -> Card:
    """The fact under its first subject; doubts and disagreements are said."""
    lines = [escape(fact.text)]
    if fact.certainty == "single source":
        lines.append("Only one source says so.")
    if fact.disputed:
        lines.append(f"Sources disagree: {escape(fact.disputed)}")
    return Card(escape(subject), "\n".join(lines), source_line(sources, today))
