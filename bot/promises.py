"""Which local date a schedule promises next, and when those after it are due."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.postings import first_instant, following_posting
from storage.schedule import Move, Schedule

LOOK_AHEAD = 366 * 8
"""Days within which every date of the calendar comes round, a 29 February too."""


def next_move(schedule: Schedule, now: datetime) -> Move:
    """What comes once the promised date is settled: the next date that is not over."""
    choice = schedule.choice
    slot = following_posting(schedule.day, now, ZoneInfo(choice.zone), choice.at)
    return Move(schedule, slot)


def coming(schedule: Schedule, falls_on: Callable[[Schedule, date], bool]) -> Iterator[datetime]:
    """When posts are due from the promised date on, for as far as the calendar comes round."""
    zone, at = ZoneInfo(schedule.choice.zone), schedule.choice.at
    for ahead in range(LOOK_AHEAD):
        day = schedule.day + timedelta(days=ahead)
        if falls_on(schedule, day):
            yield first_instant(day, zone, at) if ahead else schedule.due_at
