"""Lets one request at a time go to a host, with a pause between two."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field


@dataclass
class _Host:
    """The turns at one host; `free_at` is loop time."""

    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    free_at: float = 0.0
    waiting: int = 0


class HostPacer:
    """Limits the requests to each host; `gap_s` is the pause after one, in seconds."""

    def __init__(self, gap_s: float) -> None:
        self._gap_s = gap_s
        self._hosts: dict[str, _Host] = {}

    @asynccontextmanager
    async def turn(self, host: str) -> AsyncGenerator[None]:
        """Wait for the host's turn, and hold it inside the block."""
        loop = asyncio.get_running_loop()
        self._forget_idle(loop.time())
        state = self._hosts.setdefault(host, _Host())
        state.waiting += 1
        try:
            async with state.lock:
                # No clock that jumps makes the wait longer than the pause.
                await asyncio.sleep(min(max(0.0, state.free_at - loop.time()), self._gap_s))
                try:
                    yield
                finally:
                    state.free_at = loop.time() + self._gap_s
        finally:
            state.waiting -= 1

    def _forget_idle(self, now: float) -> None:
        if len(self._hosts) > 1_000:
            self._hosts = {
                host: state
                for host, state in self._hosts.items()
                if state.waiting or state.free_at > now
            }
