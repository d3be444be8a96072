"""Tells the time by Discord: the clock of this computer, held against two others.

Countdowns and answers are timed by both: a question is posted by this clock and answered by
Discord's. Every response says when Discord sent it, in whole seconds. Between responses the time
since the last reading is known from the monotonic clock, which cannot be set.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from types import SimpleNamespace
from typing import Any, TypeAlias

import aiohttp

from bot.markdown import Markdown, format_number

Clock: TypeAlias = Callable[[], datetime]
"""Returns the current instant, aware, in UTC."""
MonotonicClock: TypeAlias = Callable[[], float]
"""Returns seconds since an unknown instant. It cannot be set, but stops while a computer sleeps."""
log = logging.getLogger(__name__)

MAX_OFFSET = timedelta(seconds=5)
"""How far the clock may be off before it is called wrong."""
_RESOLUTION = timedelta(seconds=1)


class ClockWatch:
    """The time by Discord, measured at its responses; before the first, that of this computer.

    Without `monotonic`, every reading of `clock` is taken for true until a response differs.
    """

    def __init__(self, clock: Clock, monotonic: MonotonicClock | None = None) -> None:
        self._clock = clock
        self._monotonic = monotonic or (lambda: clock().timestamp())
        self._last_wall, self._last_monotonic = clock(), self._monotonic()
        self._step = timedelta()
        """How far the clock was set forward since the last response, negative for back."""
        self.offset = timedelta()
        """How far this computer's clock is ahead, negative when behind; zero while it is right."""

    @property
    def is_confirmed(self) -> bool:
        """Whether the clock went on as it should since Discord's time was last known.

        A computer that was asleep looks like one whose clock was set. Only Discord can say which.
        """
        self._read()
        return abs(self._step) <= MAX_OFFSET

    def now(self) -> datetime:
        """Return the time by Discord, aware, in UTC."""
        return self._read() - self._step - self.offset

    def _read(self) -> datetime:
        """Return what the clock of this computer shows, and measure how far it was set."""
        wall, monotonic = self._clock(), self._monotonic()
        passed = timedelta(seconds=monotonic - self._last_monotonic)
        step = wall - self._last_wall - passed
        self._last_wall, self._last_monotonic = wall, monotonic
        if abs(step) > MAX_OFFSET:
            self._step += step
            log.warning(
                "this computer's clock is suddenly %s; I go by the time that has passed until "
                "Discord's is known",
                format_offset(step),
            )
        return wall

    def build_trace(self) -> aiohttp.TraceConfig:
        """Return a trace that observes each response of a client session."""
        trace = aiohttp.TraceConfig()
        trace.on_request_start.append(self._on_start)
        trace.on_request_end.append(self._on_end)
        return trace

    async def _on_start(
        self, _session: aiohttp.ClientSession, context: SimpleNamespace, _request: Any
    ) -> None:
        context.started_at = self._monotonic()

    async def _on_end(
        self,
        _session: aiohttp.ClientSession,
        context: SimpleNamespace,
        request: aiohttp.TraceRequestEndParams,
    ) -> None:
        try:
            sent_at = parsedate_to_datetime(request.response.headers.get("Date", ""))
        except (ValueError, TypeError):
            return
        if sent_at.tzinfo is not None:
            ended_at = self._read()
            took = timedelta(seconds=self._monotonic() - context.started_at)
            self.observe(ended_at - took, sent_at, ended_at)

    def observe(self, started_at: datetime, sent_at: datetime, ended_at: datetime) -> None:
        """Take a response in: Discord sent it at `sent_at`, between the other two if all is well.

        The response proves no more than that, however long it took. All instants are aware.
        """
        ahead, behind = started_at - sent_at - _RESOLUTION, sent_at - ended_at
        offset = timedelta()
        if max(ahead, behind) > MAX_OFFSET:
            offset = ahead if ahead > behind else -behind
        has_changed = abs(offset - self.offset) > MAX_OFFSET
        if has_changed and offset:
            log.warning("this computer's clock is %s: I go by Discord's", format_offset(offset))
        elif has_changed:
            log.info("this computer's clock is right again")
        self.offset, self._step = offset, timedelta()


def format_offset(offset: timedelta) -> Markdown:
    """Return "12 seconds ahead" or "3 hours behind", in the largest unit that fits."""
    seconds = abs(round(offset.total_seconds()))
    units: tuple[tuple[Markdown, int], ...] = (
        ("day", 86_400),
        ("hour", 3_600),
        ("minute", 60),
        ("second", 1),
    )
    for name, length in units:
        if seconds >= 2 * length or length == 1:
            direction = "ahead" if offset > timedelta() else "behind"
            return f"{format_number(seconds // length)} {name}s {direction}"
    raise AssertionError("the last unit always fits")
