"""The wait between two tries: longer each time, up to a bound."""

from __future__ import annotations

from datetime import timedelta

from bot.messaging.timeouts import MAX_BACKOFF, get_backoff


def test_each_failure_doubles_the_wait_up_to_a_quarter_of_an_hour() -> None:
    waits = [get_backoff(tries) for tries in range(7)]
    assert waits == [timedelta(seconds=seconds) for seconds in (30, 60, 120, 240, 480, 900, 900)]


def test_a_day_of_failures_does_not_overflow() -> None:
    assert get_backoff(10_000) == MAX_BACKOFF
