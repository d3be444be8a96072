"""Which local date a schedule promises next, and when those after it are due."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.scheduling.occurrences import (
    Posting,
    changed_posting,
    first_instant,
    first_posting,
    following_posting,
    local_date,
)
from storage.guilds.time_zones import get_time_zone
from storage.posts.models import Advance, PauseReason, Schedule

SOON = timedelta(days=2)
"""How far ahead the promised date may be: every day is promised, and one zone is a day ahead."""
LOOK_AHEAD = 366 * 8
"""Days within which every date of the calendar comes round, a 29 February too."""


def next_move(schedule: Schedule, now: datetime) -> Advance:
    """What comes once the promised date is settled: the next date that is not over."""
    choice = schedule.settings
    slot = following_posting(schedule.next_day, now, get_time_zone(choice.zone), choice.local_time)
    return Advance(schedule, slot)


def promised_anew(old: Schedule | None, now: datetime, zone: ZoneInfo, at: time) -> Posting:
    """What is promised next once a server goes by this zone and hour: no date twice, none lost.

    Until its first date has come, nobody waits for anything: such a schedule begins anew.
    """
    if old is None:
        return first_posting(now, zone, at)
    promised = Posting(old.next_day, old.due_at, old.until)
    if old.has_open_claim:
        return promised
    # Whatever lies further ahead comes from a clock that was wrong for a while.
    latest = local_date(now, zone) + SOON
    settled = old.settled_day if old.settled_day and old.settled_day <= latest else None
    is_unheard_of = settled is None and now < old.due_at
    if old.pause_reason is PauseReason.MANUAL or is_unheard_of or old.next_day > latest:
        return first_posting(now, zone, at, last_posted=settled)
    return changed_posting(promised, now, zone, at, last_posted=settled)


def coming(schedule: Schedule, falls_on: Callable[[Schedule, date], bool]) -> Iterator[datetime]:
    """When posts are due from the promised date on, for as far as the calendar comes round."""
    return (due_at(schedule, day) for day in dates_to_come(schedule, falls_on))


def dates_to_come(schedule: Schedule, falls_on: Callable[[Schedule, date], bool]) -> Iterator[date]:
    """The dates with a post from the promised one on, for as far as the calendar comes round."""
    for ahead in range(LOOK_AHEAD):
        day = schedule.next_day + timedelta(days=ahead)
        if falls_on(schedule, day):
            yield day


def due_at(schedule: Schedule, day: date) -> datetime:
    """The instant at which the post of a date to come is due."""
    if day == schedule.next_day:
        return schedule.due_at
    return first_instant(day, get_time_zone(schedule.settings.zone), schedule.settings.local_time)
