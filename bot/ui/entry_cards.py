"""Cards and lines of facts, quotes, events and statuses, for commands, posts and reviews alike."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from bot.icons.shown import ShownIcons
from bot.markdown import Markdown, escape, format_number
from bot.ui.card import Card
from bot.ui.citations import ENTRY_GONE_TEXT, certainty_note, source_line
from bot.ui.dates import (
    current_language,
    format_age,
    format_date,
    format_time_until,
    months_since,
)
from seeds.cleaning import capitalize_first
from seeds.dates import PartialDate
from seeds.pack import Manifest, Stage
from seeds.schema import (
    AnyEntry,
    Event,
    Fact,
    Printing,
    PromiseOutcome,
    Quote,
    Settlement,
    Source,
    Status,
)

CERTAINTY_NAMES: dict[str, Markdown] = {
    "rumoured": "rumored",
    "reported": "reported",
    "confirmed": "confirmed",
}
"""What members read, by the certainty of a status."""
NOTHING_NEWER = "I haven't found anything newer, and I won't guess what that means."
_SETTLEMENT_LABELS: dict[PromiseOutcome, Markdown] = {
    PromiseOutcome.KEPT: "Promise kept",
    PromiseOutcome.BROKEN: "Promise broken",
    PromiseOutcome.SLIPPED: "Promise put off",
}
STALE_MONTHS = 6
"""Months after which a status card says that there is no newer information."""


def removed_card(noun: Markdown) -> Card:
    """Build the card shown in place of an entry that was removed; `noun` names its kind."""
    return Card(f"That {noun} is gone", ENTRY_GONE_TEXT)


def quote_card(quote: Quote, speaker: str, sources: Sequence[Source], today: date) -> Card:
    """Build the card of a quote under its speaker's name: the words, then the occasion."""
    body = (
        f"{format_quote_runs(quote)}\n\nSaid {escape(quote.occasion)}, {format_date(quote.said)}."
    )
    return Card(escape(speaker), body, source_line(sources, today))


def format_quote_runs(printing: Printing) -> Markdown:
    """Return each run on a line and in quotation marks of its own: they were not said in one go."""
    runs = (f"“{escape(run)}”".splitlines() for run in printing.runs)
    return "\n".join(f"> {line}" for lines in runs for line in lines)


def format_question(text: str) -> Markdown:
    """Return the text of a trivia question as markdown, its first line in bold.

    Bold type must not reach into a list: there its asterisks would be shown as they are.
    """
    first, *rest = text.split("\n")
    return "\n".join((f"**{escape(first)}**", *(_escape_list_number(line) for line in rest)))


def _escape_list_number(line: str) -> Markdown:
    """Return an escaped line; its leading number must not start a markdown list."""
    number, dot, text = line.partition(". ")
    return f"{escape(number)}\\. {escape(text)}" if dot and number.isdecimal() else escape(line)


def fact_card(fact: Fact, subject: str, sources: Sequence[Source], today: date) -> Card:
    """Build the card of a fact under its subject, with a note on doubts and disagreements."""
    lines: list[Markdown] = [escape(fact.text)]
    if fact.certainty == "single source":
        lines.append("Only one source says so.")
    if fact.disputed:
        lines.append(f"Sources disagree: {escape(fact.disputed)}")
    return Card(escape(subject), "\n".join(lines), source_line(sources, today))


def event_line(event: Event) -> Markdown:
    """Return one line with an event's date as far as it is known, its title and its certainty."""
    date_alone = capitalize_first(format_date(event.date, current_language()))
    return f"**{date_alone}**  {escape(event.title)}{certainty_note(event)}"


def status_card(
    status: Status,
    older: Sequence[Status],
    sources: Sequence[Source],
    manifest: Manifest,
    icons: ShownIcons,
    today: date,
    *,
    draws_bar: bool = True,
) -> Card:
    """Build the card of a status; `older` are the statuses before it, newest first.

    `draws_bar` is False beside a picture, which shows the stages as well.
    """
    lines: list[Markdown] = [
        _format_stage(status.stage, [one.stage for one in older], manifest, icons, draws_bar),
        f"**{escape(status.headline)}**",
        escape(status.text),
        f"\n{certainty_line(status, icons, today)}",
    ]
    release_date = find_release_date((status, *older), manifest)
    if release_date is not None:
        lines.append(release_line(release_date, today))
    if status.disputed:
        lines.append(f"Sources disagree: {escape(status.disputed)}")
    if months_since(status.as_of, today) >= STALE_MONTHS:
        lines.append(f"-# {NOTHING_NEWER}")
    return Card(
        f"Where {escape(manifest.awaited)} stands", "\n".join(lines), source_line(sources, today)
    )


def certainty_line(status: Status, icons: ShownIcons, today: date) -> Markdown:
    """Return "**Reported**, as of March 2021 (about 5 years ago)."."""
    age = format_age(status.as_of, today)
    certainty = CERTAINTY_NAMES[status.certainty].capitalize()
    icon = icons.get_certainty(status.certainty)
    return f"{icon}**{certainty}**, as of {format_date(status.as_of)} ({age})."


def find_release_date(statuses: Sequence[Status], manifest: Manifest) -> PartialDate | None:
    """Return the release date that stands; `statuses` are newest first.

    It stands until another is announced, the production leaves the track or falls back behind the
    stage at which it was announced, or it is released.
    """
    track = [stage.slug for stage in manifest.stages if stage.on_track]
    nearest = len(track)
    for status in statuses:
        position = track.index(status.stage) if status.stage in track else -1
        if position > nearest or status.stage == track[-1]:
            return None
        if status.release_date is not None or position < 0:
            return status.release_date
        nearest = position
    return None


def release_line(when: PartialDate, today: date) -> Markdown:
    """Return "**Release date:** March 28, 2027 (in 120 days)."."""
    line = f"**Release date:** {format_date(when)} ({format_time_until(when, today)})."
    return f"{line} I haven't heard that it's out." if when.last_day < today else line


def list_settlement_lines(entries: Iterable[AnyEntry]) -> list[Markdown]:
    """Return a line for each promise that events among `entries` settle."""
    return [
        _format_settlement(one)
        for event in entries
        if isinstance(event, Event)
        for one in event.settles
    ]


def _format_settlement(settlement: Settlement) -> Markdown:
    moved = settlement.moved_to
    to = f" to {format_date(moved)}" if moved else ""
    return f"**{_SETTLEMENT_LABELS[settlement.outcome]}{to}:** {escape(settlement.promise)}"


def _format_stage(
    slug: str, older: Sequence[str], manifest: Manifest, icons: ShownIcons, draws_bar: bool
) -> Markdown:
    """Return the stage: the step, how many there are, and the next one, after a bar if it is drawn.

    `slug` is the stage, and `older` are the stages before it, newest first.
    """
    stage = manifest.get_stage(slug)
    track = [one for one in manifest.stages if one.on_track]
    reached = stage if stage.on_track else _find_reached_stage(older, manifest)
    filled = track.index(reached) + 1 if reached else 0
    bar = f"{'▰' * filled}{'▱' * (len(track) - filled)}  " if draws_bar else ""
    label = f"{icons.get_stage(slug)}**{escape(stage.label)}**"
    if not stage.on_track:
        came_to = f" after reaching “{escape(reached.name)}”" if reached else ""
        return f"{bar}{label}{came_to}"
    next_up = f", next: {escape(track[filled].name)}" if filled < len(track) else ""
    return f"{bar}{label} (step {format_number(filled)} of {format_number(len(track))}{next_up})"


def _find_reached_stage(older: Sequence[str], manifest: Manifest) -> Stage | None:
    stages = map(manifest.get_stage, older)
    return next((stage for stage in stages if stage.on_track), None)
