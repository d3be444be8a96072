"""The wait between two tries: longer each time, up to a bound."""

from __future__ import annotations

from datetime import timedelta

from bot.scheduling.post import MAX_BACKOFF, backoff


def test_each_failure_doubles_the_wait_up_to_a_quarter_of_an_hour() -> None:
    waits = [backoff(tries) for tries in range(7)]
    assert waits == [timedelta(seconds=seconds) for seconds in (30, 60, 120, 240, 480, 900, 900)]


def test_a_day_of_failures_does_not_overflow() -> None:
    assert backoff(10_000) == MAX_BACKOFF
