"""The stages a production went through: when it came to each, and how long it stayed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from bot.ui.dates import format_date, format_time_until
from bot.ui.entry_cards import find_release_date
from bot.ui.text import pluralize
from seeds.dates import PartialDate
from seeds.pack import Manifest, Stage
from seeds.schema import Status


class Stay(NamedTuple):
    """A time in one stage, written out."""

    stage: str
    since: str
    lasted: str
    """Like "2 years and 7 months"; "" where the dates do not tell."""
    is_present: bool


class Road(NamedTuple):
    """The way to the release: the stages on it, how far it has come, and the latest stays."""

    awaited: str
    stages: tuple[str, ...]
    reached: int
    """How many of the stages are reached, 0 for none."""
    present: str
    """The present stage, which may be off the road, as "stalled" is."""
    stays: tuple[Stay, ...]
    """Oldest first."""
    earlier: int
    """How many stays there were before these."""
    skipped: tuple[str, ...] = ()
    """The stages before the reached one that no status reports."""
    release: str = ""
    """Like "March 28, 2027, in 120 days"; "" when no date stands."""


def build_road(statuses: Sequence[Status], manifest: Manifest, today: date, max_stays: int) -> Road:
    """Return the road of statuses, of which there is at least one, newest first."""
    starts = _list_stays(statuses, manifest)
    ends = [*(since for _, since in starts[1:]), PartialDate.from_date(today)]
    stays = [
        Stay(stage.label, format_date(since), format_time_between(since, end), is_present=False)
        for (stage, since), end in zip(starts, ends, strict=True)
    ]
    stays[-1] = stays[-1]._replace(is_present=True)
    track = [stage for stage in manifest.stages if stage.on_track]
    on_track = [stage for stage, _ in starts if stage.on_track]
    reached = track.index(on_track[-1]) + 1 if on_track else 0
    return Road(
        awaited=manifest.awaited,
        stages=tuple(stage.label for stage in track),
        reached=reached,
        present=starts[-1][0].label,
        stays=tuple(stays[-max_stays:]),
        earlier=max(0, len(stays) - max_stays),
        skipped=tuple(stage.label for stage in track[:reached] if stage not in on_track),
        release=_format_release(find_release_date(statuses, manifest), today),
    )


def _format_release(when: PartialDate | None, today: date) -> str:
    return f"{format_date(when)}, {format_time_until(when, today)}" if when else ""


def _list_stays(statuses: Sequence[Status], manifest: Manifest) -> list[tuple[Stage, PartialDate]]:
    """Return each stay with the date of its first status, oldest first."""
    stays: list[tuple[Stage, PartialDate]] = []
    for status in reversed(statuses):
        stage = manifest.get_stage(status.stage)
        if not stays or stays[-1][0] != stage:
            stays.append((stage, status.as_of))
    return stays


def format_time_between(start: PartialDate, end: PartialDate) -> str:
    """Return "5 days", "7 months" or "about 2 years"; "" where the dates do not tell.

    A month or a year counts from its beginning, and makes the time approximate.
    """
    days = (end.first_day - start.first_day).days
    if days < 0 or (days == 0 and (start.day is None or end.day is None)):
        return ""
    is_exact = start.day is not None and end.day is not None
    about = "" if is_exact and not (start.circa or end.circa) else "about "
    months = (end.first_day.year - start.first_day.year) * 12
    months += end.first_day.month - start.first_day.month
    months -= is_exact and end.first_day.day < start.first_day.day
    if start.month is None or end.month is None:
        return f"about {pluralize(max(1, round(days / 365)), 'year')}" if days > 180 else ""
    if months < 2 and is_exact:
        return f"{about}{pluralize(days, 'day')}"
    spans = zip(divmod(months, 12), ("year", "month"), strict=True)
    words = " and ".join(pluralize(number, unit) for number, unit in spans if number)
    return f"{about}{words}" if words else ""
