"""The occurrences of a schedule: the local date of the next post, and its instants.

Each local date has exactly one occurrence, also across changes of clocks, zones and settings. Dates
are local; instants are aware and in UTC; the current instant is always a parameter.
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
"""How far ahead `Schedule.next_day` may be: tomorrow, plus the day between two time zones."""
LOOK_AHEAD_DAYS = 366 * 8
"""Days that contain every date of the calendar: a 29 February may be eight years away."""
_DAY = timedelta(days=1)


def get_first_occurrence(
    after: datetime, zone: ZoneInfo, local_time: time, *, last_posted: date | None = None
) -> Occurrence:
    """Return the first occurrence that is due after `after` and has a date after `last_posted`.

    `last_posted` is the last local date that the post log has settled: posted, skipped or missed.
    Raises ValueError when `after` has no time zone.
    """
    start = local_date(after, zone)
    if last_posted is not None:
        start = max(start, last_posted + _DAY)
    occurrences = _iter_occurrences(start, zone, local_time)
    return next(occurrence for occurrence in occurrences if occurrence.due_at > after)


def get_next_occurrence(
    settled_day: date, now: datetime, zone: ZoneInfo, local_time: time
) -> Occurrence:
    """Return the first occurrence after `settled_day` whose date is not over at `now`.

    It may be due already, and its post late. The dates before it were missed.
    """
    occurrences = _iter_occurrences(settled_day + _DAY, zone, local_time)
    return next(occurrence for occurrence in occurrences if occurrence.until > now)


def move_occurrence(
    scheduled: Occurrence,
    now: datetime,
    zone: ZoneInfo,
    local_time: time,
    *,
    last_posted: date | None = None,
) -> Occurrence:
    """Return the occurrence that replaces `scheduled` when a guild changes its zone or its time.

    It has the same date, is due at once if the new time is past, and ends no earlier than before,
    even if the date is over in the new zone. An earlier date replaces it if its new time is still
    to come and the post log has not settled it, so if it is after `last_posted`.
    """
    kept = _build_occurrence(scheduled.day, zone, local_time)
    kept = replace(kept, until=max(kept.until, scheduled.until))
    return min(
        kept,
        get_first_occurrence(now, zone, local_time, last_posted=last_posted),
        key=lambda occurrence: occurrence.day,
    )


def advance_schedule(schedule: Schedule, now: datetime) -> Advance:
    """Return the schedule with the occurrence that follows once its `next_day` is settled."""
    settings = schedule.settings
    occurrence = get_next_occurrence(
        schedule.next_day, now, get_time_zone(schedule.zone), settings.local_time
    )
    return Advance(schedule, occurrence)


def reschedule_occurrence(
    old: Schedule | None, now: datetime, zone: ZoneInfo, local_time: time
) -> Occurrence:
    """Return the next occurrence under a new zone and time: no date is posted twice or lost.

    `old` is None for a new schedule. One that an admin paused starts over, as does one whose first
    date is still to come.
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


def take_back_occurrence(
    ahead: Schedule, settled_day: date | None, now: datetime, zone: ZoneInfo
) -> Occurrence:
    """Return the occurrence that replaces one which a wrong clock had moved ahead.

    `settled_day` is the last date up to today that the post log has settled other than as missed,
    None without one. Today's post is due at once if its time is past.
    """
    today = local_date(now, zone)
    yesterday = today - _DAY
    last = yesterday if settled_day is None else max(settled_day, yesterday)
    return get_next_occurrence(last, now, zone, ahead.settings.local_time)


def _is_too_far_ahead(day: date, now: datetime, zone: ZoneInfo) -> bool:
    """Return whether a stored date is so far ahead that the clock was wrong when it was stored."""
    return day > local_date(now, zone) + MAX_LEAD


def upcoming_instants(
    schedule: Schedule, has_post_on: Callable[[Schedule, date], bool]
) -> Iterator[datetime]:
    """Yield the due instants of the posts from `next_day` on, within `LOOK_AHEAD_DAYS`."""
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
    wall_time = datetime.combine(day, local_time)
    instant = wall_time.replace(tzinfo=zone, fold=0).astimezone(UTC)
    if _to_wall_time(instant, zone) == wall_time:
        return instant
    # A local time in a gap converts to an instant before the gap with fold=1, after it with fold=0.
    before = int(wall_time.replace(tzinfo=zone, fold=1).timestamp())
    seconds = range(before, int(instant.timestamp()))
    skipped = bisect_left(
        seconds,
        wall_time,
        key=lambda second: _to_wall_time(datetime.fromtimestamp(second, UTC), zone),
    )
    return datetime.fromtimestamp(before + skipped, UTC)


def local_date(instant: datetime, zone: ZoneInfo) -> date:
    """Return the local date in `zone`. Raises ValueError when `instant` has no time zone."""
    if instant.tzinfo is None:
        raise ValueError(f"{instant} has no time zone, so its local date is unknown")
    return _to_wall_time(instant, zone).date()


def _to_wall_time(instant: datetime, zone: ZoneInfo) -> datetime:
    return instant.astimezone(zone).replace(tzinfo=None)


def _iter_occurrences(start: date, zone: ZoneInfo, local_time: time) -> Iterator[Occurrence]:
    """Yield the occurrence of each date from `start` on that exists in `zone`.

    Samoa, for example, had no 30 December 2011. Such a date has no post.
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
