"""When leaderboard periods begin, in a server's own zone; how long daily streaks run."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo


class Period(StrEnum):
    """What a leaderboard counts."""

    TODAY = "today"
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"
    ALL = "all"


def starts_at(period: Period, now: datetime, zone: ZoneInfo) -> int:
    """The epoch second at which the current period began; weeks begin on Monday."""
    today = now.astimezone(zone).date()
    first = {
        Period.TODAY: today,
        Period.WEEK: today - timedelta(days=today.weekday()),
        Period.MONTH: today.replace(day=1),
        Period.YEAR: today.replace(month=1, day=1),
        Period.ALL: None,
    }[period]
    if first is None:
        return 0
    return int(datetime.combine(first, time(), zone).timestamp())


def longest_run(results: Iterable[bool]) -> int:
    """The most right answers in a row."""
    longest = run = 0
    for is_right in results:
        run = run + 1 if is_right else 0
        longest = max(longest, run)
    return longest


def daily_streak(answered: Collection[date], today: date) -> int:
    """Days answered in a row up to today or yesterday; one missed day a week is forgiven.

    Weeks begin on Monday. A forgiven day neither counts nor breaks.
    """
    day = today if today in answered else today - timedelta(days=1)
    oldest = min(answered, default=today)
    streak = 0
    frozen: set[date] = set()
    while day >= oldest:
        monday = day - timedelta(days=day.weekday())
        if day in answered:
            streak += 1
        elif monday in frozen:
            break
        else:
            frozen.add(monday)
        day -= timedelta(days=1)
    return streak
