"""Where leaderboard periods begin, and how long streaks are."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cogs.trivia.rules.periods import (
    LeaderboardPeriod,
    count_daily_streak,
    count_longest_streak,
    get_period_start,
)

TODAY = date(2026, 3, 12)
"""A Thursday."""


def days_ago(*numbers: int) -> set[date]:
    return {TODAY - timedelta(days=number) for number in numbers}


@pytest.mark.parametrize(
    ("period", "begins"),
    [
        (LeaderboardPeriod.TODAY, "2026-03-12T00:00+13:00"),
        (LeaderboardPeriod.WEEK, "2026-03-09T00:00+13:00"),
        (LeaderboardPeriod.MONTH, "2026-03-01T00:00+13:00"),
        (LeaderboardPeriod.YEAR, "2026-01-01T00:00+13:00"),
    ],
)
def test_periods_begin_at_local_midnight(period: LeaderboardPeriod, begins: str) -> None:
    now = datetime(2026, 3, 11, 20, tzinfo=UTC)  # the 12th, 9 in the morning, in Auckland
    found = get_period_start(period, now, ZoneInfo("Pacific/Auckland"))
    assert found == datetime.fromisoformat(begins)


def test_all_has_no_beginning() -> None:
    now = datetime(2026, 3, 11, tzinfo=UTC)
    assert get_period_start(LeaderboardPeriod.ALL, now, ZoneInfo("UTC")) is None


@pytest.mark.parametrize(
    ("answered", "streak"),
    [
        (days_ago(), 0),
        (days_ago(0), 1),
        (days_ago(1), 1),
        (days_ago(0, 1, 2), 3),
        (days_ago(1, 2), 2),
        (days_ago(0, 2, 3), 3),  # Wednesday is forgiven
        (days_ago(0, 3), 1),  # Wednesday and Tuesday are not
        (days_ago(2, 3), 2),  # today may still be answered
        (days_ago(0, 1, 2, 3, 5, 6), 6),  # last week's Sunday is that week's
        (days_ago(0, 2, 3, 4, 6), 5),  # one a week, two weeks
        (days_ago(30), 0),
    ],
)
def test_a_daily_streak_forgives_one_day_a_week(answered: set[date], streak: int) -> None:
    assert count_daily_streak(answered, TODAY) == streak


@given(st.sets(st.integers(0, 60)), st.integers(0, 60))
def test_answering_once_more_never_shortens_a_streak(numbers: set[int], more: int) -> None:
    assert count_daily_streak(days_ago(*numbers, more), TODAY) >= count_daily_streak(
        days_ago(*numbers), TODAY
    )


def test_the_longest_run_is_of_right_answers() -> None:
    assert count_longest_streak([]) == 0
    assert count_longest_streak([True, False, True, True, False]) == 2
