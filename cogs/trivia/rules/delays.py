"""The delays of games, in seconds."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class GameDelays:
    """The delays of every game of one bot; only the time for a question is chosen by members."""

    grace: float = 0.5
    """How long answers may take to arrive, and how close two of them count as equal."""
    lobby: float = 30.0
    pause: float = 8.0
    """How long a reveal is shown before the next question."""
    redraw: float = 1.0
    """The shortest time between two edits of a card."""
    retries: tuple[float, ...] = (2.0, 10.0, 30.0)
    """The delays before each retry when Discord fails; after the last the game ends."""
