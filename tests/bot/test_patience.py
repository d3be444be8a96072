"""Waiting for the platform ends in time, and cuts nothing off."""

from __future__ import annotations

import asyncio

import pytest

from bot.patience import within


class Gate:
    """As the library waits out a rate limit: shut meanwhile, and opened only by who has shut it."""

    def __init__(self) -> None:
        self.is_open = True

    async def request(self, seconds: float) -> str:
        self.is_open = False
        await asyncio.sleep(seconds)
        self.is_open = True
        return "sent"


async def test_what_comes_in_time_is_given() -> None:
    assert await within(5, Gate().request(0)) == "sent"


async def test_what_takes_longer_is_no_longer_waited_for_but_ends_all_the_same() -> None:
    gate = Gate()
    with pytest.raises(TimeoutError):
        await within(0.01, gate.request(0.1))
    assert not gate.is_open
    await asyncio.sleep(0.2)
    assert gate.is_open


async def test_whoever_is_cancelled_while_waiting_cuts_nothing_off_either() -> None:
    gate = Gate()
    waiting = asyncio.create_task(within(5, gate.request(0.1)))
    await asyncio.sleep(0.01)
    waiting.cancel()
    await asyncio.sleep(0.2)
    assert waiting.cancelled()
    assert gate.is_open


async def test_what_fails_fails_here() -> None:
    async def refused() -> None:
        raise ConnectionResetError

    with pytest.raises(ConnectionResetError):
        await within(5, refused())
