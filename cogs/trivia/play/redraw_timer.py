"""Decides when the card of a game has to be edited."""

from __future__ import annotations

import math

from cogs.trivia.play.context import VisibleState

NEVER = math.inf


class RedrawTimer:
    """The state that a card shows, and when it may be edited next; times are epoch seconds."""

    def __init__(self, interval: float) -> None:
        """Create a timer for edits at least `interval` seconds apart."""
        self._interval = interval
        self._state: VisibleState | None = None
        self._drawn_at = 0.0

    def record(self, state: VisibleState | None, now: float) -> None:
        """Record that the card shows `state` since `now`; None when what it shows is unknown."""
        self._state, self._drawn_at = state, now

    def postpone(self, now: float) -> None:
        """Count the interval from `now`, after the clock was set back."""
        self._drawn_at = now

    def is_outdated(self, state: VisibleState) -> bool:
        """Return whether the card does not show `state`."""
        return self._state != state

    def get_due_at(self, state: VisibleState) -> float:
        """Return when to draw `state`, NEVER while the card shows it."""
        return self._drawn_at + self._interval if self.is_outdated(state) else NEVER
