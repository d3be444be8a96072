"""The pace of posts: spread over the second, bounded, and not thrown by a clock set back."""

from __future__ import annotations

import asyncio
import time

import pytest

from bot.messaging.rate_limiter import RateLimiter


async def test_starts_are_spread_evenly() -> None:
    pace, starts = RateLimiter(50), list[float]()

    async def post() -> None:
        async with pace.acquire():
            starts.append(time.perf_counter())

    await asyncio.gather(*(post() for _ in range(26)))
    assert starts[-1] - starts[0] >= 25 / 50 * 0.95
    assert starts == sorted(starts)


async def test_no_more_than_the_rate_are_under_way() -> None:
    pace, under_way, most = RateLimiter(4), 0, 0

    async def post() -> None:
        nonlocal under_way, most
        async with pace.acquire():
            under_way += 1
            most = max(most, under_way)
            await asyncio.sleep(1.2)
            under_way -= 1

    await asyncio.gather(*(post() for _ in range(6)))
    assert most == 4


async def test_a_clock_that_was_set_back_costs_a_second_at_most(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    pace, loop = RateLimiter(100), asyncio.get_running_loop()
    real = loop.time
    with monkeypatch.context() as ahead:
        ahead.setattr(loop, "time", lambda: real() + 1e6)
        async with pace.acquire():
            pass
    async with asyncio.timeout(2), pace.acquire():
        pass


async def test_a_share_of_less_than_one_a_second_is_kept() -> None:
    pace, starts = RateLimiter(2 / 3), list[float]()
    for _ in range(2):
        async with pace.acquire():
            starts.append(time.perf_counter())
    assert starts[1] - starts[0] >= 1.5 * 0.95
