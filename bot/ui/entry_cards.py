"""What entries look like wherever they are shown: on their own cards, and to reviewers before."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from bot.ui.ages import age_in_words, months_since
from bot.ui.card import Card
from bot.ui.citations import MARKS, source_line
from bot.ui.dates import in_words
from bot.ui.text import escape
from seeds.schema import Event, Fact, Printing, Quote, Source, Stage, Status

TRACK = tuple(stage for stage in Stage if stage.is_on_track)
STALE_MONTHS = 6
"""From this age on a status card says that silence is not evidence."""


def quote_card(quote: Quote, speaker: str, sources: Sequence[Source], today: date) -> Card:
    """The words, then the occasion; the speaker is the headline."""
    body = f"{words_of(quote)}\n\nSaid {escape(quote.occasion)}, {in_words(quote.said)}."
    return Card(escape(speaker), body, source_line(sources, today))


def words_of(printing: Printing) -> str:
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
    mark = MARKS.get(event.certainty or "")
    note = f" *({mark})*" if mark else ""
    return f"**{in_words(event.date)}**  {escape(event.title)}{note}"


def status_card(
    status: Status, previous: Stage | None, sources: Sequence[Source], awaited: str, today: date
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
    age = age_in_words(status.as_of, today)
    return f"**{status.certainty.capitalize()}**, as of {in_words(status.as_of)} ({age})."


def stage_bar(stage: Stage, previous: Stage | None) -> str:
    """The track as blocks, and in words: the step, how many there are, and what comes next."""
    reached = stage if stage.is_on_track else previous
    filled = TRACK.index(reached) + 1 if reached else 0
    bar = "▰" * filled + "▱" * (len(TRACK) - filled)
    if not stage.is_on_track:
        came_to = f" after reaching “{reached}”" if reached else ""
        return f"{bar}  **{stage.capitalize()}**{came_to}"
    following = TRACK[filled] if filled < len(TRACK) else None
    next_up = f", next: {following}" if following else ""
    return f"{bar}  **{stage.capitalize()}** (step {filled} of {len(TRACK)}{next_up})"
