"""Waiting for the platform ends in time, and cuts nothing off."""

from __future__ import annotations

import asyncio

import pytest

from bot.messaging.timeouts import wait_at_most, wait_for_only
from tests.world import wait_until


class Gate:
    """As the library waits out a rate limit: shut meanwhile, and opened only by who has shut it."""

    def __init__(self) -> None:
        self.is_open = True
        self.limit_over = asyncio.Event()

    async def request(self) -> str:
        self.is_open = False
        await self.limit_over.wait()
        self.is_open = True
        return "sent"


async def test_what_comes_in_time_is_given() -> None:
    gate = Gate()
    gate.limit_over.set()
    assert await wait_at_most(30, gate.request()) == "sent"


async def test_what_takes_longer_is_no_longer_waited_for_but_ends_all_the_same() -> None:
    gate = Gate()
    with pytest.raises(TimeoutError):
        await wait_at_most(0.01, gate.request())
    assert not gate.is_open
    gate.limit_over.set()
    await wait_until(lambda: gate.is_open)


async def test_whoever_is_cancelled_while_waiting_cuts_nothing_off_either() -> None:
    gate = Gate()
    waiting = asyncio.create_task(wait_at_most(30, gate.request()))
    await wait_until(lambda: not gate.is_open)
    waiting.cancel()
    await asyncio.wait({waiting})
    assert waiting.cancelled()
    gate.limit_over.set()
    await wait_until(lambda: gate.is_open)


async def test_what_fails_fails_here() -> None:
    async def refused() -> None:
        raise ConnectionResetError

    with pytest.raises(ConnectionResetError):
        await wait_at_most(30, refused())


async def test_while_a_request_goes_on_no_other_is_made_under_its_key() -> None:
    gate, other = Gate(), Gate()
    with pytest.raises(TimeoutError):
        await wait_for_only("lamp", 0.01, gate.request())
    with pytest.raises(TimeoutError):
        await wait_for_only("lamp", 30, other.request())
    assert other.is_open, "it was not begun"
    gate.limit_over.set()
    other.limit_over.set()
    await wait_until(lambda: gate.is_open)
    assert await wait_for_only("lamp", 30, other.request()) == "sent"
