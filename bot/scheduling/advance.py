"""Which local date a schedule promises next, and when those after it are due."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.scheduling.occurrences import (
    Occurrence,
    get_first_occurrence,
    get_next_occurrence,
    local_date,
    move_occurrence,
    resolve_local_time,
)
from bot.time_zones import get_time_zone
from storage.posts.models import Advance, PauseReason, Schedule

MAX_LEAD = timedelta(days=2)
"""How far ahead the promised date may be: every day is promised, and one zone is a day ahead."""
LOOK_AHEAD_DAYS = 366 * 8
"""Days within which every date of the calendar comes round, a 29 February too."""


def advance_schedule(schedule: Schedule, now: datetime) -> Advance:
    """What comes once the promised date is settled: the next date that is not over."""
    occurrence = get_next_occurrence(
        schedule.next_day, now, get_time_zone(schedule.zone), schedule.settings.local_time
    )
    return Advance(schedule, occurrence)


def reschedule_occurrence(
    old: Schedule | None, now: datetime, zone: ZoneInfo, local_time: time
) -> Occurrence:
    """What is promised next once a server goes by this zone and hour: no date twice, none lost.

    Until its first date has come, nobody waits for anything: such a schedule begins anew.
    """
    if old is None:
        return get_first_occurrence(now, zone, local_time)
    scheduled = Occurrence(old.next_day, old.due_at, old.until)
    if old.has_open_claim:
        return scheduled
    # Whatever lies further ahead comes from a clock that was wrong for a while.
    latest = local_date(now, zone) + MAX_LEAD
    settled_day = old.settled_day if old.settled_day and old.settled_day <= latest else None
    has_not_started = settled_day is None and now < old.due_at
    if old.pause_reason is PauseReason.MANUAL or has_not_started or old.next_day > latest:
        return get_first_occurrence(now, zone, local_time, last_posted=settled_day)
    return move_occurrence(scheduled, now, zone, local_time, last_posted=settled_day)


def upcoming_instants(
    schedule: Schedule, has_post_on: Callable[[Schedule, date], bool]
) -> Iterator[datetime]:
    """When posts are due from the promised date on, for as far as the calendar comes round."""
    return (get_due_at(schedule, day) for day in upcoming_dates(schedule, has_post_on))


def upcoming_dates(
    schedule: Schedule, has_post_on: Callable[[Schedule, date], bool]
) -> Iterator[date]:
    """The dates with a post from the promised one on, for as far as the calendar comes round."""
    for ahead in range(LOOK_AHEAD_DAYS):
        day = schedule.next_day + timedelta(days=ahead)
        if has_post_on(schedule, day):
            yield day


def get_due_at(schedule: Schedule, day: date) -> datetime:
    """The instant at which the post of a date to come is due."""
    if day == schedule.next_day:
        return schedule.due_at
    return resolve_local_time(day, get_time_zone(schedule.zone), schedule.settings.local_time)
