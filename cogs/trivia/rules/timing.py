"""How long things take in a game, in seconds. Members choose only the time for a question."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Timing:
    """The pace of every game of one bot."""

    grace: float = 0.5
    """How long answers may be on the wire, and how close is too close to call."""
    lobby: float = 30.0
    pause: float = 8.0
    """For reading a reveal."""
    redraw: float = 1.0
    """Between two edits of a card."""
    retries: tuple[float, ...] = (2.0, 10.0, 30.0)
    """Waits between tries when the platform fails; after the last the game ends."""
