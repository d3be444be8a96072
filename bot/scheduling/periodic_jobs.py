"""What has to be done now and then and at no certain hour, beside the posts."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import TypeAlias

log = logging.getLogger(__name__)

Chore: TypeAlias = Callable[[datetime], Awaitable[bool]]
"""Does a part that holds nobody up; gives whether that was all until it is due again."""
EVERY = timedelta(days=1)


class Chores:
    """Chores by name. Each is begun at the first look after a start, and `every` after its end."""

    def __init__(self) -> None:
        self._chores: dict[str, tuple[Chore, timedelta]] = {}
        self._done_at: dict[str, datetime] = {}
        self._is_busy = False

    def register(self, name: str, chore: Chore, every: timedelta = EVERY) -> None:
        """Do this from now on; with no time in between, at each look."""
        self._chores[name] = (chore, every)

    def forget(self, name: str) -> None:
        """Do this no more."""
        self._chores.pop(name, None)
        self._done_at.pop(name, None)

    async def run_due(self, now: datetime) -> None:
        """Do a part of everything that is due; one chore's trouble stays its own."""
        if self._is_busy:
            return
        self._is_busy = True
        try:
            for name, (chore, every) in list(self._chores.items()):
                done_at = self._done_at.get(name)
                # What was done in the future was done before the clock was set right.
                if done_at is None or not timedelta() <= now - done_at < every:
                    await self._run(name, chore, now)
        finally:
            self._is_busy = False

    async def _run(self, name: str, chore: Chore, now: datetime) -> None:
        try:
            is_done = await chore(now)
        except Exception:
            log.exception("the chore %r broke off; it is tried again when it is next due", name)
            is_done = True
        if is_done:
            self._done_at[name] = now
