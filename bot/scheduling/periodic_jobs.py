"""What has to be done now and then and at no certain hour, beside the posts."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import TypeAlias

log = logging.getLogger(__name__)

Job: TypeAlias = Callable[[datetime], Awaitable[bool]]
"""Does a part that holds nobody up; gives whether that was all until it is due again."""
DEFAULT_INTERVAL = timedelta(days=1)


class PeriodicJobs:
    """Chores by name. Each is begun at the first look after a start, and `every` after its end."""

    def __init__(self) -> None:
        self._jobs: dict[str, tuple[Job, timedelta]] = {}
        self._last_run_at: dict[str, datetime] = {}
        self._is_running = False

    def register(self, name: str, job: Job, interval: timedelta = DEFAULT_INTERVAL) -> None:
        """Do this from now on; with no time in between, at each look."""
        self._jobs[name] = (job, interval)

    def unregister(self, name: str) -> None:
        """Do this no more."""
        self._jobs.pop(name, None)
        self._last_run_at.pop(name, None)

    async def run_due(self, now: datetime) -> None:
        """Do a part of everything that is due; one chore's trouble stays its own."""
        if self._is_running:
            return
        self._is_running = True
        try:
            for name, (job, interval) in list(self._jobs.items()):
                last_run_at = self._last_run_at.get(name)
                # What was done in the future was done before the clock was set right.
                if last_run_at is None or not timedelta() <= now - last_run_at < interval:
                    await self._run_job(name, job, now)
        finally:
            self._is_running = False

    async def _run_job(self, name: str, job: Job, now: datetime) -> None:
        try:
            is_done = await job(now)
        except Exception:
            log.exception("the chore %r broke off; it is tried again when it is next due", name)
            is_done = True
        if is_done:
            self._last_run_at[name] = now
