"""The occurrences of a schedule: which local date is posted next, and at which instants.

Every local date gets exactly one occurrence, whatever clocks, zones and settings do. Dates are
local; instants are aware and in UTC; the current instant is always a parameter.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.time_zones import get_time_zone
from storage.posts.models import Advance, Occurrence, PauseReason, Schedule

MAX_LEAD = timedelta(days=2)
"""How far ahead `Schedule.next_day` may be: each day has one, and one zone is a day ahead."""
LOOK_AHEAD_DAYS = 366 * 8
"""Days within which every date of the calendar comes round, a 29 February too."""
_DAY = timedelta(days=1)


def next_post_at(
    after: datetime, zone: ZoneInfo, local_time: time, *, last_posted: date | None = None
) -> datetime:
    """Return the first due instant strictly after `after`, for a local date after `last_posted`.

    `last_posted` is the last local date that the post log has settled: posted, skipped or missed.
    Raises ValueError when `after` has no time zone.
    """
    return get_first_occurrence(after, zone, local_time, last_posted=last_posted).due_at


def get_first_occurrence(
    after: datetime, zone: ZoneInfo, local_time: time, *, last_posted: date | None = None
) -> Occurrence:
    """Return what a guild that has just been set up or resumed posts first: nothing past."""
    start = local_date(after, zone)
    if last_posted is not None:
        start = max(start, last_posted + _DAY)
    return next(one for one in _iter_occurrences(start, zone, local_time) if one.due_at > after)


def get_next_occurrence(
    settled_day: date, now: datetime, zone: ZoneInfo, local_time: time
) -> Occurrence:
    """Return what follows once `settled_day` was posted, skipped or missed: the next not over yet.

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
    """Return what becomes of the `scheduled` occurrence when a guild changes its zone or its hour.

    Its date keeps its post, due at once if the new hour is past, and open as long as it was even
    where the new zone's calendar has moved on. An earlier date takes its place when the post log
    has not settled it (`last_posted` is before it) and its new hour is still to come.
    """
    kept = _build_occurrence(scheduled.day, zone, local_time)
    kept = replace(kept, until=max(kept.until, scheduled.until))
    return min(
        kept,
        get_first_occurrence(now, zone, local_time, last_posted=last_posted),
        key=lambda one: one.day,
    )


def advance_schedule(schedule: Schedule, now: datetime) -> Advance:
    """Return what follows once `next_day` is settled: the next date that is not over."""
    settings = schedule.settings
    occurrence = get_next_occurrence(
        schedule.next_day, now, get_time_zone(schedule.zone), settings.local_time
    )
    return Advance(schedule, occurrence)


def reschedule_occurrence(
    old: Schedule | None, now: datetime, zone: ZoneInfo, local_time: time
) -> Occurrence:
    """Return the next occurrence under a new zone and hour: no date twice, none lost.

    A schedule whose first date is still to come starts over, as does one paused by hand.
    """
    if old is None:
        return get_first_occurrence(now, zone, local_time)
    scheduled = Occurrence(old.next_day, old.due_at, old.until)
    if old.has_open_claim:
        return scheduled
    was_clock_wrong = _is_too_far_ahead(old.next_day, now, zone)
    settled_day = old.settled_day
    if settled_day is not None and _is_too_far_ahead(settled_day, now, zone):
        settled_day = None
    has_not_started = settled_day is None and now < old.due_at
    if old.pause_reason is PauseReason.MANUAL or has_not_started or was_clock_wrong:
        return get_first_occurrence(now, zone, local_time, last_posted=settled_day)
    return move_occurrence(scheduled, now, zone, local_time, last_posted=settled_day)


def _is_too_far_ahead(day: date, now: datetime, zone: ZoneInfo) -> bool:
    """Return whether a stored date can only have been stored while the clock was wrong."""
    return day > local_date(now, zone) + MAX_LEAD


def upcoming_instants(
    schedule: Schedule, has_post_on: Callable[[Schedule, date], bool]
) -> Iterator[datetime]:
    """Yield when posts are due from `next_day` on, within `LOOK_AHEAD_DAYS`."""
    return (get_due_at(schedule, day) for day in upcoming_dates(schedule, has_post_on))


def upcoming_dates(
    schedule: Schedule, has_post_on: Callable[[Schedule, date], bool]
) -> Iterator[date]:
    """Yield the dates with a post from `next_day` on, within `LOOK_AHEAD_DAYS`."""
    for ahead in range(LOOK_AHEAD_DAYS):
        day = schedule.next_day + timedelta(days=ahead)
        if has_post_on(schedule, day):
            yield day


def get_due_at(schedule: Schedule, day: date) -> datetime:
    """Return the instant at which the post of an upcoming date is due."""
    if day == schedule.next_day:
        return schedule.due_at
    return resolve_local_time(day, get_time_zone(schedule.zone), schedule.settings.local_time)


def resolve_local_time(day: date, zone: ZoneInfo, local_time: time) -> datetime:
    """Return the first instant whose local time is `local_time` on `day` or later."""
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
    """Return the local date in `zone`; raises ValueError when `instant` has no time zone."""
    if instant.tzinfo is None:
        raise ValueError(f"{instant} has no time zone, so its local date is unknown")
    return _to_wall_time(instant, zone).date()


def _to_wall_time(instant: datetime, zone: ZoneInfo) -> datetime:
    return instant.astimezone(zone).replace(tzinfo=None)


def _iter_occurrences(start: date, zone: ZoneInfo, local_time: time) -> Iterator[Occurrence]:
    """Yield one for each date from `start` on, without dates that do not exist in `zone`.

    Samoa went from 29 to 31 December 2011. Such a date has no post, and no other post covers it.
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
