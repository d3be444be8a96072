"""What a status, its history and its promises look like."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from bot.ui.ages import age_in_words, months_since
from bot.ui.card import Card
from bot.ui.citations import source_line
from bot.ui.dates import in_words
from bot.ui.text import escape
from seeds.schema import Outcome, Promise, Source, Stage, Status

TRACK = tuple(stage for stage in Stage if stage.is_on_track)
STALE_MONTHS = 6
"""From this age on the card says that silence is not evidence."""

OUTCOMES = {
    Outcome.KEPT: "Kept",
    Outcome.SLIPPED: "Slipped",
    Outcome.OPEN: "Still open",
    Outcome.UNKNOWN: "Nobody has said",
}


def status_card(
    status: Status, previous: Stage | None, sources: Sequence[Source], awaited: str, today: date
) -> Card:
    """Where things stand; `previous` is the last stage on the track before this status."""
    age = age_in_words(status.as_of, today)
    lines = [
        stage_bar(status.stage, previous),
        f"**{escape(status.headline)}**",
        escape(status.text),
        f"\n**{status.certainty.capitalize()}**, as of {in_words(status.as_of)} ({age}).",
    ]
    if status.disputed:
        lines.append(f"Sources disagree: {escape(status.disputed)}")
    if months_since(status.as_of, today) >= STALE_MONTHS:
        lines.append("Nothing newer has reached us. Silence is not evidence, so we guess nothing.")
    return Card(f"Where {escape(awaited)} stands", "\n".join(lines), source_line(sources, today))


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


def history_card(statuses: Sequence[Status], position: str, today: date) -> Card:
    """Some statuses, newest first; `position` says which page this is."""
    return Card("How it got here", "\n\n".join(_past(s, today) for s in statuses), position)


def _past(status: Status, today: date) -> str:
    when = f"{in_words(status.as_of)} ({age_in_words(status.as_of, today)})"
    return (
        f"**{when}**\n{escape(status.headline)}\n{status.stage.capitalize()} · {status.certainty}"
    )


def promises_card(
    promises: Sequence[tuple[Status, Promise]],
    position: str,
    sources: Sequence[Source],
    today: date,
) -> Card:
    """What was said to happen beside what did."""
    body = "\n\n".join(_promise(status, promise) for status, promise in promises)
    return Card("Promised, and what happened", body, f"{source_line(sources, today)}\n{position}")


def promises_of(statuses: Sequence[Status]) -> Iterator[tuple[Status, Promise]]:
    """Every promise with the status that carried it, in the order of `statuses`."""
    return ((status, promise) for status in statuses for promise in status.promises)


def _promise(status: Status, promise: Promise) -> str:
    due = f", due {in_words(promise.due)}" if promise.due else ""
    return (
        f"**{escape(promise.text)}**\nSaid {in_words(status.as_of)}{due}. "
        f"**{OUTCOMES[promise.outcome]}:** {escape(promise.what_happened)}"
    )
