"""When a feed is polled next: often while it brings news, rarely while it is quiet or fails."""

from __future__ import annotations

import random
from datetime import datetime, timedelta

from bot.messaging.timeouts import get_backoff

SHORTEST_S = 30 * 60
LONGEST_S = 24 * 60 * 60
"""Seconds between two polls."""
QUIET_FACTOR = 1.5
"""Factor by which the time between polls grows while nothing changes."""
SPREAD = 0.1
"""Share of the time by which a poll comes earlier, so that feeds do not come due together."""
BROKEN_AFTER = timedelta(days=7)
MIN_FAILURES = 5
"""Time and number of failed polls after which a feed counts as broken."""


def get_next_interval(interval_s: int, *, has_changed: bool) -> int:
    """Return the seconds until the next poll after one that succeeded."""
    if has_changed:
        return SHORTEST_S
    return min(round(max(interval_s, SHORTEST_S) * QUIET_FACTOR), LONGEST_S)


def get_retry_delay(failures: int, retry_after_s: int | None) -> int:
    """Return the seconds until the next poll after `failures` failed ones in a row.

    A server that names a later time is not asked before.
    """
    wait = get_backoff(
        failures, first=timedelta(seconds=SHORTEST_S), longest=timedelta(seconds=LONGEST_S)
    )
    return max(wait // timedelta(seconds=1), retry_after_s or 0)


def schedule_poll(now: datetime, delay_s: int, rng: random.Random) -> datetime:
    """Return the instant of the next poll, up to a tenth earlier than `delay_s` from now."""
    return now + timedelta(seconds=delay_s * (1 - SPREAD * rng.random()))


def is_broken(failures: int, failing_since: datetime | None, now: datetime) -> bool:
    """Return whether a feed with that many failures since then is given up."""
    is_long = failing_since is not None and now - failing_since >= BROKEN_AFTER
    return is_long and failures >= MIN_FAILURES
