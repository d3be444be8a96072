"""Keeps a stream of requests under a rate, with a bound on how many are under way at once."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

ONE_SECOND = 1.0


class RateLimiter:
    """At most `rate` starts a second, evenly spread, and at most `rate` under way."""

    def __init__(self, rate: int) -> None:
        self._interval = ONE_SECOND / rate
        self._semaphore = asyncio.Semaphore(rate)
        self._next_start = 0.0

    @asynccontextmanager
    async def acquire(self) -> AsyncGenerator[None]:
        """Wait for a turn, and hold it until the block ends."""
        async with self._semaphore:
            now = asyncio.get_running_loop().time()
            # With `rate` under way, the last of them starts within the second: whatever is further
            # ahead comes from a clock that was set back.
            wait = min(max(0.0, self._next_start - now), ONE_SECOND)
            self._next_start = now + wait + self._interval
            await asyncio.sleep(wait)
            yield
