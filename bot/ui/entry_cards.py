"""What entries look like wherever they are shown: on their own cards, and to reviewers before."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from bot.ui.card import Card
from bot.ui.citations import CERTAINTY_NOTES, source_line
from bot.ui.dates import format_age, format_date, months_since
from bot.ui.text import escape
from seeds.schema import Event, Fact, Printing, ProductionStage, Quote, Source, Status

TRACK_STAGES = tuple(stage for stage in ProductionStage if stage.is_on_track)
STALE_MONTHS = 6
"""From this age on a status card says that silence is not evidence."""


def quote_card(quote: Quote, speaker: str, sources: Sequence[Source], today: date) -> Card:
    """The words, then the occasion; the speaker is the headline."""
    body = (
        f"{format_quote_runs(quote)}\n\nSaid {escape(quote.occasion)}, {format_date(quote.said)}."
    )
    return Card(escape(speaker), body, source_line(sources, today))


def format_quote_runs(printing: Printing) -> str:
    """Each run in its own marks, so that nobody takes two runs for one breath."""
    return "\n".join(f"> “{escape(run)}”" for run in printing.runs)


def fact_card(fact: Fact, subject: str, sources: Sequence[Source], today: date) -> Card:
    """The fact under its first subject; doubts and disagreements are said."""
    lines = [escape(fact.text)]
    if fact.certainty == "single source":
        lines.append("Only one source says so.")
    if fact.disputed:
        lines.append(f"Sources disagree: {escape(fact.disputed)}")
    return Card(escape(subject), "\n".join(lines), source_line(sources, today))


def event_line(event: Event) -> str:
    """A happening with its date as it is known, as the timeline lists it."""
    mark = CERTAINTY_NOTES.get(event.certainty or "")
    note = f" *({mark})*" if mark else ""
    return f"**{format_date(event.date)}**  {escape(event.title)}{note}"


def status_card(
    status: Status,
    previous: ProductionStage | None,
    sources: Sequence[Source],
    awaited: str,
    today: date,
) -> Card:
    """Where things stand; `previous` is the last stage on the track before this status."""
    lines = [
        stage_bar(status.stage, previous),
        f"**{escape(status.headline)}**",
        escape(status.text),
        f"\n{certainty_line(status, today)}",
    ]
    if status.disputed:
        lines.append(f"Sources disagree: {escape(status.disputed)}")
    if months_since(status.as_of, today) >= STALE_MONTHS:
        lines.append("Nothing newer has reached us. Silence is not evidence, so we guess nothing.")
    return Card(f"Where {escape(awaited)} stands", "\n".join(lines), source_line(sources, today))


def certainty_line(status: Status, today: date) -> str:
    """ "**Reported**, as of March 2021 (about 5 years ago)."."""
    age = format_age(status.as_of, today)
    return f"**{status.certainty.capitalize()}**, as of {format_date(status.as_of)} ({age})."


def stage_bar(stage: ProductionStage, previous: ProductionStage | None) -> str:
    """The track as blocks, and in words: the step, how many there are, and what comes next."""
    reached = stage if stage.is_on_track else previous
    filled = TRACK_STAGES.index(reached) + 1 if reached else 0
    bar = "▰" * filled + "▱" * (len(TRACK_STAGES) - filled)
    if not stage.is_on_track:
        came_to = f" after reaching “{reached}”" if reached else ""
        return f"{bar}  **{stage.capitalize()}**{came_to}"
    following = TRACK_STAGES[filled] if filled < len(TRACK_STAGES) else None
    next_up = f", next: {following}" if following else ""
    return f"{bar}  **{stage.capitalize()}** (step {filled} of {len(TRACK_STAGES)}{next_up})"
