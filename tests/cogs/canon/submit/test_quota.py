"""Members are told when there is room again, and never a moment too late."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from cogs.canon.submit.quota import DAY_S, quota_error

NOW = 1_000_000


def asked(times: list[int], *, waiting: int = 0, a_day: int = 2, most_waiting: int = 5) -> str:
    reason = quota_error(times, waiting, daily_limit=a_day, max_waiting=most_waiting, now=NOW)
    return reason or "welcome"


def test_below_both_limits_one_is_welcome() -> None:
    assert asked([]) == asked([NOW - 5], waiting=4) == "welcome"


def test_at_the_daily_limit_one_is_told_when_there_is_room() -> None:
    first, second = NOW - 7_200, NOW - 3_600
    assert f"send the next <t:{first + DAY_S}:R>" in asked([first, second])
    assert "2 entries within a day" in asked([first, second])
    assert f"<t:{second + DAY_S}:R>" in asked([NOW - 9_000, first, second], a_day=1)
    assert "1 entry within a day" in asked([second], a_day=1)


def test_what_is_a_day_old_counts_no_more() -> None:
    assert asked([NOW - DAY_S, NOW - 5]) == "welcome"
    assert "within a day" in asked([NOW - DAY_S + 1, NOW - 5])


def test_where_nothing_may_be_added_it_says_who_can_change_that() -> None:
    assert "manages this server" in asked([], a_day=0)


def test_a_full_queue_takes_no_more() -> None:
    assert "5 entries wait for a decision" in asked([], waiting=5)


@given(st.lists(st.integers(NOW - 2 * DAY_S, NOW)).map(sorted), st.integers(1, 5))
def test_at_the_instant_that_was_told_one_may_again(times: list[int], a_day: int) -> None:
    reason = quota_error(times, 0, daily_limit=a_day, max_waiting=1, now=NOW)
    if reason is not None:
        again = int(reason.rpartition("<t:")[2].partition(":")[0])
        assert quota_error(times, 0, daily_limit=a_day, max_waiting=1, now=again) is None
        assert quota_error(times, 0, daily_limit=a_day, max_waiting=1, now=again - 1) is not None
