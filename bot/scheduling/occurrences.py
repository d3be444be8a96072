"""Postings: the instants at which a server's local dates get their one post.

"09:00 in this zone" becomes an instant, so that every local date gets exactly one post whatever
clocks, zones and settings do. Dates are local, instants are aware and in UTC, and the present
moment is always handed in.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Occurrence:
    """The one post of a local date: due from `at`, missed from `until` on (both UTC).

    `day` is what the ledger knows it by. It is not always the local date of `at`: a post at 23:30
    whose last half hour of the day is skipped by the clocks goes out at 00:00.
    """

    day: date
    due_at: datetime
    until: datetime


def next_post_at(
    after: datetime, zone: ZoneInfo, local_time: time, *, last_posted: date | None = None
) -> datetime:
    """The first posting instant strictly after `after`, for a local date after `last_posted`.

    `last_posted` is the last local date the ledger has settled: posted, skipped or missed.
    Raises ValueError when `after` has no time zone.
    """
    return get_first_occurrence(after, zone, local_time, last_posted=last_posted).due_at


def get_first_occurrence(
    after: datetime, zone: ZoneInfo, local_time: time, *, last_posted: date | None = None
) -> Occurrence:
    """What a server that has just been set up or resumed posts first: nothing already past."""
    start = local_date(after, zone)
    if last_posted is not None:
        start = max(start, last_posted + _DAY)
    return next(one for one in _iter_occurrences(start, zone, local_time) if one.due_at > after)


def get_next_occurrence(
    settled_day: date, now: datetime, zone: ZoneInfo, local_time: time
) -> Occurrence:
    """What comes once `settled` was posted, skipped or missed: the next date not over by `now`.

    It may be due already, late on its own day. Dates passed over in between were missed.
    """
    return next(
        one for one in _iter_occurrences(settled_day + _DAY, zone, local_time) if one.until > now
    )


def move_occurrence(
    scheduled: Occurrence,
    now: datetime,
    zone: ZoneInfo,
    local_time: time,
    *,
    last_posted: date | None = None,
) -> Occurrence:
    """What becomes of the `promised` posting when a server changes its zone or its hour.

    The promised date keeps its post, due at once if its new hour is past, and open as long as it
    was even where the new zone's calendar has moved on. An earlier date takes its place when the
    ledger has not settled it (`last_posted` is before it) and its new hour is still to come.
    """
    kept = _build_occurrence(scheduled.day, zone, local_time)
    kept = replace(kept, until=max(kept.until, scheduled.until))
    return min(
        kept,
        get_first_occurrence(now, zone, local_time, last_posted=last_posted),
        key=lambda one: one.day,
    )


def resolve_local_time(day: date, zone: ZoneInfo, local_time: time) -> datetime:
    """The first instant whose local time is `at` on `day` or later."""
    wall = datetime.combine(day, local_time)
    instant = wall.replace(tzinfo=zone, fold=0).astimezone(UTC)
    if _to_wall_time(instant, zone) == wall:
        return instant
    # A local time that a gap skips reads with fold=1 as before the gap, with fold=0 as after it.
    before = int(wall.replace(tzinfo=zone, fold=1).timestamp())
    seconds = range(before, int(instant.timestamp()))
    skipped = bisect_left(
        seconds, wall, key=lambda second: _to_wall_time(datetime.fromtimestamp(second, UTC), zone)
    )
    return datetime.fromtimestamp(before + skipped, UTC)


def local_date(instant: datetime, zone: ZoneInfo) -> date:
    """The date on the wall in `zone`; raises ValueError when `instant` has no time zone."""
    if instant.tzinfo is None:
        raise ValueError(f"{instant} has no time zone, so its local date is anybody's guess")
    return _to_wall_time(instant, zone).date()


def _to_wall_time(instant: datetime, zone: ZoneInfo) -> datetime:
    return instant.astimezone(zone).replace(tzinfo=None)


def _iter_occurrences(start: date, zone: ZoneInfo, local_time: time) -> Iterator[Occurrence]:
    """One for each date from `start` on, leaving out dates that never happen in `zone`.

    Samoa went from 29 to 31 December 2011. Such a date has no post, and no other post tells of it.
    """
    day = start
    while True:
        if local_date(resolve_local_time(day, zone, time.min), zone) == day:
            yield _build_occurrence(day, zone, local_time)
        day += _DAY


def _build_occurrence(day: date, zone: ZoneInfo, local_time: time) -> Occurrence:
    instant = resolve_local_time(day, zone, local_time)
    end = resolve_local_time(local_date(instant, zone) + _DAY, zone, time.min)
    return Occurrence(day, instant, end)
