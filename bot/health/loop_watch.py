"""Notices from a thread that the event loop stands still, logs where, and ends the process."""

from __future__ import annotations

import asyncio
import logging
import os
import sys
import threading
import time
import traceback
from collections.abc import Callable, Mapping
from types import FrameType
from typing import NoReturn

from bot.health.limits import HealthLimits

log = logging.getLogger(__name__)

RESTART_EXIT_CODE = 75
"""The code after which a service manager starts the process again (EX_TEMPFAIL)."""
_LOG_TIMEOUT_S = 1.0
_get_current_frames: Callable[[], Mapping[int, FrameType]] = vars(sys)["_current_frames"]
"""Returns the frame of each thread by its id; documented, although its name is a private one."""


class LoopWatch:
    """A beat on the event loop of this thread, and a thread that misses it.

    Time is counted in turns of the thread, so that a computer that slept is no stalled loop.
    """

    def __init__(self, limits: HealthLimits) -> None:
        self._limits = limits
        self._loop_thread_id = threading.get_ident()
        self._beats: int = 0
        self._seen_beats: int = 0
        self._silence = 0.0
        """Seconds without a beat."""
        self._is_stopped = False
        self.may_end_process = False
        """Whether a stalled loop ends the process. A start may stall it, as it loads everything."""
        self._time_left: float | None = None
        self._thread = threading.Thread(target=self._watch, name="loop watch", daemon=True)

    async def beat(self, on_beat: Callable[[float], object]) -> None:
        """Beat until cancelled; call `on_beat` each time with the seconds that it came late."""
        self._thread.start()
        try:
            while True:
                began = time.monotonic()
                await asyncio.sleep(self._limits.beat)
                self._beats += 1
                on_beat(max(0.0, time.monotonic() - began - self._limits.beat))
        finally:
            self._is_stopped = True

    def end_process_within(self, seconds: float) -> None:
        """End the process with code 75 after that time, however its closing goes."""
        self._time_left = seconds

    def _watch(self) -> None:
        while self._time_left is not None or not self._is_stopped:
            time.sleep(self._limits.beat)
            self._count_down()
            if not self._is_stopped:
                self._look()

    def _count_down(self) -> None:
        if self._time_left is not None:
            self._time_left -= self._limits.beat
            if self._time_left <= 0:
                _end_process("closing takes too long: I end without it")

    def _look(self) -> None:
        stall, before = self._limits.loop_stall, self._silence
        if self._beats != self._seen_beats:
            self._seen_beats, self._silence = self._beats, 0.0
            if before >= stall:
                _log(logging.WARNING, f"the event loop goes on, after {before:.0f} s")
            return
        self._silence += self._limits.beat
        if before < stall <= self._silence:
            where = self._format_stack()
            _log(logging.ERROR, f"the event loop has stood still for {stall:.0f} s, here:\n{where}")
        if self._silence >= self._limits.loop_end and self.may_end_process:
            _end_process(f"the event loop has stood still for {self._silence:.0f} s: I end")

    def _format_stack(self) -> str:
        frame = _get_current_frames().get(self._loop_thread_id)
        return "".join(traceback.format_stack(frame)).rstrip() if frame else "nowhere"


def _end_process(reason: str) -> NoReturn:
    _log(logging.ERROR, reason)
    os._exit(RESTART_EXIT_CODE)


def _log(level: int, message: str) -> None:
    # The event loop may stand still because the log cannot be written, and hold its lock.
    writing = threading.Thread(target=_write, args=(level, message), daemon=True)
    writing.start()
    writing.join(_LOG_TIMEOUT_S)


def _write(level: int, message: str) -> None:
    log.log(level, "%s", message)
    for handler in logging.getLogger().handlers:
        handler.flush()
