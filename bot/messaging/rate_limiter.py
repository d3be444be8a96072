"""Limits the rate of a stream of requests, and how many of them are under way at once."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

from bot.base import BotBase

ONE_SECOND = 1.0


class RateLimiter:
    """Admits at most `rate` starts a second, evenly spread, and at most `rate` under way.

    One may be under way however low the rate is.
    """

    def __init__(self, rate: float) -> None:
        self._interval = ONE_SECOND / rate
        self._semaphore = asyncio.Semaphore(max(1, int(rate)))
        self._next_start = 0.0

    @asynccontextmanager
    async def acquire(self) -> AsyncGenerator[None]:
        """Wait until the block may start; it counts as under way until it ends."""
        async with self._semaphore:
            now = asyncio.get_running_loop().time()
            # At most `rate` are under way, so the next start is at most a second ahead, or one
            # interval. A later one was computed before the loop's time went back, as it does in
            # tests with a fake clock.
            wait = min(max(0.0, self._next_start - now), max(ONE_SECOND, self._interval))
            self._next_start = now + wait + self._interval
            await asyncio.sleep(wait)
            yield


def share_rate(bot: BotBase, rate: int) -> RateLimiter:
    """Return a limiter with the share of this process in `rate` requests a second."""
    return RateLimiter(rate / bot.settings.parts)
