"""Runs registered jobs, such as deleting old data, at intervals of their own."""

from __future__ import annotations

import logging
import time
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import NamedTuple, TypeAlias

log = logging.getLogger(__name__)

Job: TypeAlias = Callable[[datetime], Awaitable[bool]]
"""Does a short part of the work at an aware instant; returns whether all of it is done."""
DEFAULT_INTERVAL = timedelta(days=1)


class _Registration(NamedTuple):
    job: Job
    interval: timedelta
    is_common: bool


class PeriodicJobs:
    """Jobs by name. Each runs at every tick until it is done, then again after its interval."""

    def __init__(self, does_common_work: Callable[[], bool] = lambda: True) -> None:
        """`does_common_work` returns whether jobs that belong to no guild run in this process."""
        self._does_common_work = does_common_work
        self._jobs: dict[str, _Registration] = {}
        self._last_run_at: dict[str, datetime] = {}
        self._is_running = False
        self.current_job: tuple[str, float] | None = None
        """The name of the job under way and the monotonic time in seconds at which it began."""

    def register(
        self,
        name: str,
        job: Job,
        interval: timedelta = DEFAULT_INTERVAL,
        *,
        is_common: bool = False,
    ) -> None:
        """Run `job` from the next tick on; with an interval of zero, at each tick.

        One that `is_common` belongs to no guild: of several processes, one runs it.
        """
        self._jobs[name] = _Registration(job, interval, is_common)

    def unregister(self, name: str) -> None:
        """Stop running the job of this name."""
        self._jobs.pop(name, None)
        self._last_run_at.pop(name, None)

    async def run_due(self, now: datetime) -> None:
        """Run a part of each job that is due; a job that raises does not stop the others."""
        if self._is_running:
            return
        self._is_running = True
        try:
            for name, (job, interval, is_common) in list(self._jobs.items()):
                if is_common and not self._does_common_work():
                    continue
                last_run_at = self._last_run_at.get(name)
                # A run in the future happened before the clock was set back.
                if last_run_at is None or not timedelta() <= now - last_run_at < interval:
                    await self._run_job(name, job, now)
        finally:
            self._is_running = False

    async def _run_job(self, name: str, job: Job, now: datetime) -> None:
        self.current_job = name, time.monotonic()
        try:
            is_done = await job(now)
        except Exception:
            log.exception("the job %r failed; it is tried again when it is next due", name)
            is_done = True
        finally:
            self.current_job = None
        if is_done:
            self._last_run_at[name] = now
