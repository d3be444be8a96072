"""The start of leaderboard periods in a guild's time zone, and the length of streaks."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo


class LeaderboardPeriod(StrEnum):
    """The period whose points a leaderboard shows."""

    TODAY = "today"
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"
    ALL = "all"


def get_period_start(period: LeaderboardPeriod, now: datetime, zone: ZoneInfo) -> datetime | None:
    """Return when the current period began in `zone`, None for all time; weeks begin on Monday."""
    today = now.astimezone(zone).date()
    first = {
        LeaderboardPeriod.TODAY: today,
        LeaderboardPeriod.WEEK: today - timedelta(days=today.weekday()),
        LeaderboardPeriod.MONTH: today.replace(day=1),
        LeaderboardPeriod.YEAR: today.replace(month=1, day=1),
        LeaderboardPeriod.ALL: None,
    }[period]
    if first is None:
        return None
    return datetime.combine(first, time(), zone)


def count_longest_streak(results: Iterable[bool]) -> int:
    """Return the most right answers in a row; `results` are ordered by time."""
    longest = run = 0
    for is_right in results:
        run = run + 1 if is_right else 0
        longest = max(longest, run)
    return longest


def count_daily_streak(answered: Collection[date], today: date) -> int:
    """Return the number of days answered in a row up to today or yesterday.

    One missed day in each week, from Monday on, neither counts nor ends the streak.
    """
    day = today if today in answered else today - timedelta(days=1)
    oldest = min(answered, default=today)
    streak = 0
    forgiven_weeks: set[date] = set()
    while day >= oldest:
        monday = day - timedelta(days=day.weekday())
        if day in answered:
            streak += 1
        elif monday in forgiven_weeks:
            break
        else:
            forgiven_weeks.add(monday)
        day -= timedelta(days=1)
    return streak
