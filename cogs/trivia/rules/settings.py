"""What a game agrees on before it starts, the phases it goes through, and how it may end."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from pydantic import BaseModel

from seeds.schema import Difficulty


class GameStyle(StrEnum):
    """How a round is won."""

    EVERYONE = "everyone"
    FIRST = "first"


class Phase(StrEnum):
    """Where a game is. OPEN and GRACE take answers, and so does ASKING once a question is out."""

    LOBBY = "lobby"
    ASKING = "asking"
    OPEN = "open"
    GRACE = "grace"
    REVEAL = "reveal"
    OVER = "over"


class Ending(StrEnum):
    """Why a game is over."""

    PLAYED = "played"
    STOPPED = "stopped"
    NOBODY_ANSWERED = "nobody answered"
    CANCELLED = "cancelled"
    NO_QUESTIONS = "no questions left"
    LOST = "lost"


class GameSettings(BaseModel):
    """What was agreed before the start; `grace`, `pause` and `lobby` are in seconds too."""

    rounds: int
    seconds: float
    style: GameStyle = GameStyle.EVERYONE
    topic: str | None = None
    difficulty: Difficulty | None = None
    lobby: float = 30.0
    grace: float = 0.5
    pause: float = 8.0


@dataclass(slots=True)
class Player:
    """What one member has earned so far; `position` is the order of joining, from 0."""

    position: int = 0
    score: int = 0
    streak: int = 0
    right: int = 0
    answered: int = 0


@dataclass(slots=True)
class ChangedMembers:
    """Ids of the members whose part in a game has changed since they were last taken.

    A note for the game's storage and no part of the game, so any two are equal.
    """

    ids: set[int] = field(default_factory=set[int], compare=False)
