"""The cards of earlier statuses and of promises."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from bot.icons.shown import ShownIcons
from bot.markdown import Markdown, escape, format_number
from bot.ui.card import Card
from bot.ui.citations import source_line
from bot.ui.dates import current_language, format_age, format_date
from bot.ui.entry_cards import CERTAINTY_NAMES
from bot.ui.text import pluralize
from seeds.cleaning import capitalize_first
from seeds.dates import PartialDate
from seeds.pack import Manifest
from seeds.promises.awaited_dates import AwaitedDate
from seeds.schema import Promise, PromiseOutcome, Source, Status

OUTCOME_LABELS: dict[PromiseOutcome, Markdown] = {
    PromiseOutcome.KEPT: "Kept",
    PromiseOutcome.BROKEN: "Broken",
    PromiseOutcome.SLIPPED: "Slipped",
    PromiseOutcome.OPEN: "Still open",
    PromiseOutcome.UNKNOWN: "No word yet",
}
_COUNT_LABELS: dict[PromiseOutcome, Markdown] = {
    **OUTCOME_LABELS,
    PromiseOutcome.UNKNOWN: "With no word yet",
}
"""What follows the number of promises with an outcome, in lower case."""


def status_history_card(
    statuses: Sequence[Status],
    position: Markdown,
    manifest: Manifest,
    icons: ShownIcons,
    today: date,
) -> Card:
    """Build one page of statuses, newest first; `position` is the label of the page, "" for one."""
    body = "\n\n".join(_format_status(status, manifest, icons, today) for status in statuses)
    return Card("How it got here", body, position)


def _format_status(status: Status, manifest: Manifest, icons: ShownIcons, today: date) -> Markdown:
    as_of = capitalize_first(format_date(status.as_of, current_language()))
    when = f"**{as_of}** ({format_age(status.as_of, today)})"
    stage = manifest.get_stage(status.stage)
    certainty = CERTAINTY_NAMES[status.certainty]
    parts: list[Markdown] = [f"{icons.get_stage(status.stage)}{escape(stage.label)}"]
    # A stage may be named after a certainty, as "rumored" is.
    if certainty != stage.name:
        parts.append(f"{icons.get_certainty(status.certainty)}{certainty}")
    if status.release_date:
        parts.append(f"release {format_date(status.release_date)}")
    return f"{when}\n{escape(status.headline)}\n{' · '.join(parts)}"


def promises_card(
    promises: Sequence[tuple[Status, Promise]],
    position: Markdown,
    sources: Sequence[Source],
    today: date,
) -> Card:
    """Build one page of promises, each with its outcome."""
    body = "\n\n".join(_format_promise(status, promise) for status, promise in promises)
    return Card("Promises vs. reality", body, f"{source_line(sources, today)}\n{position}")


def list_promises(statuses: Sequence[Status]) -> Iterator[tuple[Status, Promise]]:
    """Yield every promise with its status, in the order of `statuses`."""
    return ((status, promise) for status in statuses for promise in status.promises)


def format_promise_counts(promises: Iterable[Promise]) -> Markdown:
    """Return "**Promises:** 1 kept, 5 still open, 1 with no word yet."; "" without any."""
    numbers = Counter(promise.outcome for promise in promises)
    counts: list[Markdown] = [
        f"{format_number(numbers[outcome])} {label.lower()}"
        for outcome, label in _COUNT_LABELS.items()
        if numbers[outcome]
    ]
    return f"**Promises:** {', '.join(counts)}." if counts else ""


def format_due(promise: Promise) -> Markdown:
    """Return "due 2026", or "due 2026, then June 2027"; "" when no date was promised."""
    dates: list[Markdown] = [format_date(one) for one in (promise.due, promise.moved_to) if one]
    return f"due {', then '.join(dates)}" if dates else ""


def _format_promise(status: Status, promise: Promise) -> Markdown:
    due = format_due(promise)
    reported = f"Reported {format_date(status.as_of)}" + (f", {due}" if due else "")
    return (
        f"**{escape(promise.text)}**\n{reported}. "
        f"**{OUTCOME_LABELS[promise.outcome]}.** {escape(promise.what_happened)}"
    )


def format_last_look(looked_on: date, waiting: int, newest: Status, today: date) -> Markdown:
    """Return the line on when news feeds were looked at; `waiting` finds are not decided about."""
    looked = f"I looked at the news feeds {format_age(PartialDate.from_date(looked_on), today)}"
    if waiting:
        verb = "waits" if waiting == 1 else "wait"
        return f"{looked}: {pluralize(waiting, 'find')} {verb} for a reviewer."
    return f"{looked}: nothing new since {format_date(newest.as_of)}."


def format_awaited_date(awaited: AwaitedDate, today: date) -> Markdown:
    """Return the line that counts the days to what is promised, or to an event still to come."""
    due = awaited.due
    text = escape(awaited.text)
    if not awaited.is_promise:
        days = (due.first_day - today).days
        countdown = "tomorrow" if days == 1 else f"in {format_number(days, ',')} days"
        return f"**Coming up:** {format_date(due)}, {countdown}: {text}"
    when = format_date(due)
    if due.circa:
        return f"**Next promised date:** {when}: “{text}”"
    if due.day is None:
        when = f"by the end of {when}"
    days = (due.last_day - today).days
    countdown = (
        f"{format_number(days, ',')} {'day' if days == 1 else 'days'} left"
        if days
        else "the last day"
    )
    return f"**Next promised date:** {when}, {countdown}: “{text}”"
