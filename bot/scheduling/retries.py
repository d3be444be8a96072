"""How long the delivery of a post waits before another try, and when it gives up."""

from __future__ import annotations

from datetime import timedelta

FIRST_BACKOFF = timedelta(seconds=30)
MAX_BACKOFF = timedelta(minutes=15)
GIVE_UP_AFTER = timedelta(days=1)
"""How long after its end a post is still retried, or searched for if it may have been sent."""


def backoff(tries: int) -> timedelta:
    """Return the wait after `tries` earlier failures: doubled each time, up to `MAX_BACKOFF`."""
    # A duration doubled some forty times is more than a timedelta can hold.
    doublings = min(tries, (MAX_BACKOFF // FIRST_BACKOFF).bit_length())
    return min(FIRST_BACKOFF * 2**doublings, MAX_BACKOFF)
