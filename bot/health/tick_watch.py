"""Notices that the scheduler makes no progress, and logs once what it waits for."""

from __future__ import annotations

import asyncio
import logging
import time
import traceback
from collections.abc import Iterator
from types import FrameType
from typing import Any

from bot.health.limits import HealthLimits
from bot.health.state import TickState
from bot.scheduling.scheduler import Scheduler

log = logging.getLogger(__name__)


class TickWatch:
    """Watches the batches of posts and the jobs of one scheduler."""

    def __init__(self, scheduler: Scheduler, limits: HealthLimits) -> None:
        self._scheduler = scheduler
        self._limits = limits
        self._watched_since = time.monotonic()
        self._is_reported = False

    @property
    def state(self) -> TickState:
        """What is under way and when the last step ended."""
        steps = [
            ("a batch of posts", self._scheduler.batch_began_at),
            *((f"the job {name!r}", began) for name, began in self._list_jobs()),
        ]
        under_way = [(name, began) for name, began in steps if began is not None]
        name, began = min(under_way, key=lambda step: step[1], default=("", 0.0))
        ended_at = began or self._scheduler.last_run_at or self._watched_since
        return TickState(max(ended_at, self._watched_since), name)

    def _list_jobs(self) -> list[tuple[str, float]]:
        job = self._scheduler.periodic_jobs.current_job
        return [] if job is None else [job]

    def look(self, now: float) -> bool:
        """Log a lack of progress; return whether only a new start helps.

        `now` is the monotonic time in seconds.
        """
        state = self.state
        silence = now - state.ended_at
        if silence < self._limits.tick_silence:
            self._is_reported = False
        elif not self._is_reported:
            self._is_reported = True
            waiting_for = f" waits for {state.step}" if state.step else " has not run"
            log.error("the scheduler%s for %.0f s%s", waiting_for, silence, _format_tasks())
        return silence >= self._limits.tick_end


def _format_tasks() -> str:
    """Return where the tasks that run the scheduler wait, each from the outermost call on."""
    chains = [list(_iter_frames(task)) for task in asyncio.all_tasks()]
    name = Scheduler.run_due.__name__
    return "".join(
        "\n" + "".join(traceback.format_list(traceback.StackSummary.extract(iter(chain)))).rstrip()
        for chain in chains
        if any(frame.f_code.co_name == name for frame, _ in chain)
    )


def _iter_frames(task: asyncio.Task[Any]) -> Iterator[tuple[FrameType, int]]:
    """Yield the frames of a task that waits, with their lines; `Task.get_stack` has only one."""
    waiting: Any = task.get_coro()
    while (frame := getattr(waiting, "cr_frame", None)) is not None:
        yield frame, frame.f_lineno
        waiting = waiting.cr_await
