"""The quota of proposals, and the exact time at which the next one is allowed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cogs.canon.proposals.errors import (
    DailyLimitError,
    QueueFullError,
    QuotaExceededError,
    SubmissionsDisabledError,
)
from cogs.canon.submit.quota import QUOTA_PERIOD, check_quota

NOW = datetime(2026, 1, 12, 13, 46, 40, tzinfo=UTC)


def ago(seconds: int) -> datetime:
    return NOW - timedelta(seconds=seconds)


def ask(
    times: list[datetime],
    *,
    waiting: int = 0,
    a_day: int = 2,
    most_waiting: int = 5,
    now: datetime = NOW,
) -> None:
    check_quota(times, waiting, daily_limit=a_day, max_waiting=most_waiting, now=now)


def test_below_both_limits_one_is_welcome() -> None:
    ask([])
    ask([ago(5)], waiting=4)


def test_at_the_daily_limit_one_is_told_when_there_is_room() -> None:
    first, second = ago(7_200), ago(3_600)
    with pytest.raises(DailyLimitError, match="today's limit of 2") as refused:
        ask([first, second])
    assert refused.value.retry_at == first + QUOTA_PERIOD
    assert f"send the next one <t:{int((first + QUOTA_PERIOD).timestamp())}:R>" in str(
        refused.value
    )
    with pytest.raises(DailyLimitError) as refused:
        ask([ago(9_000), first, second], a_day=1)
    assert f"<t:{int((second + QUOTA_PERIOD).timestamp())}:R>" in str(refused.value)
    with pytest.raises(DailyLimitError, match="today's limit of 1"):
        ask([second], a_day=1)


def test_what_is_a_day_old_counts_no_more() -> None:
    day = int(QUOTA_PERIOD.total_seconds())
    ask([ago(day), ago(5)])
    with pytest.raises(DailyLimitError, match="today's limit of 2"):
        ask([ago(day - 1), ago(5)])


def test_where_nothing_may_be_added_it_says_who_can_change_that() -> None:
    with pytest.raises(SubmissionsDisabledError, match="manages this server"):
        ask([], a_day=0)


def test_a_full_queue_takes_no_more() -> None:
    with pytest.raises(QueueFullError, match="5 things are waiting for a decision"):
        ask([], waiting=5)


@given(
    st.lists(st.integers(0, 2 * 24 * 60 * 60).map(ago)).map(sorted),
    st.integers(1, 5),
)
def test_at_the_instant_that_was_told_one_may_again(times: list[datetime], a_day: int) -> None:
    try:
        ask(times, a_day=a_day, most_waiting=1)
    except DailyLimitError as refused:
        ask(times, a_day=a_day, most_waiting=1, now=refused.retry_at)
        with pytest.raises(QuotaExceededError):
            ask(times, a_day=a_day, most_waiting=1, now=refused.retry_at - timedelta(seconds=1))
