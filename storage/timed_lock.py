"""A lock that reports how long each task waits for it."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Sequence
from typing import Literal

WaitListener = Callable[[float], object]
"""Takes the seconds that a task waited."""


class TimedLock(asyncio.Lock):
    """A lock that calls each of `listeners`, which must not raise, when a task has acquired it."""

    def __init__(self, listeners: Sequence[WaitListener]) -> None:
        super().__init__()
        self._listeners = listeners

    async def acquire(self) -> Literal[True]:
        if not self._listeners:
            return await super().acquire()
        began = time.perf_counter()
        await super().acquire()
        for listener in self._listeners:
            listener(time.perf_counter() - began)
        return True
