"""The settings of a game, its phases and endings, and what it keeps of each player."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from pydantic import BaseModel

from seeds.schema import Difficulty


class GameStyle(StrEnum):
    """How the points of a round are given."""

    EVERYONE = "everyone"
    FIRST = "first"


class Phase(StrEnum):
    """The phase of a game. OPEN, GRACE and, once a question is set, ASKING take answers."""

    LOBBY = "lobby"
    ASKING = "asking"
    OPEN = "open"
    GRACE = "grace"
    REVEAL = "reveal"
    OVER = "over"


class Ending(StrEnum):
    """Why a game has ended."""

    PLAYED = "played"
    STOPPED = "stopped"
    NOBODY_ANSWERED = "nobody answered"
    CANCELLED = "cancelled"
    NO_QUESTIONS = "no questions left"
    LOST = "lost"


class Shortening(StrEnum):
    """Why a game has fewer rounds than its starter wanted."""

    FEW_QUESTIONS = "few questions"
    """Too few questions fit the request."""
    SERVER_LIMIT = "server limit"
    """The limit of the guild is below the default number of rounds."""


class GameSettings(BaseModel):
    """The settings of one game; `seconds`, `lobby`, `grace` and `pause` are in seconds."""

    rounds: int
    seconds: float
    style: GameStyle = GameStyle.EVERYONE
    topic: str | None = None
    difficulty: Difficulty | None = None
    with_lists: bool = False
    """Whether questions of imported lists are asked in a game without a topic."""
    pack_slug: str = ""
    """The pack that its questions are from, also after its guild chose another; "" for any."""
    requested_rounds: int | None = None
    """The rounds that were wanted, before `shortened_to_fit`; None for the same number."""
    shortened_to_fit: Shortening | None = None
    """Why there are fewer, None when there are not."""
    lobby: float = 30.0
    grace: float = 0.5
    pause: float = 8.0


@dataclass(slots=True)
class Player:
    """The totals of one member; `position` is the order of joining, from 0."""

    position: int = 0
    score: int = 0
    streak: int = 0
    right: int = 0
    answered: int = 0
    last_seen_turn: int = 0
    """The turn of the latest round that the member answered, took a hint in, voted to skip, or
    joined during; 0 before the first. It goes up with each round that is skipped or replaced."""


@dataclass(slots=True)
class ActiveMembers:
    """The players that round `turn` waits for, found once a round; -1 for no round.

    They follow from the state of a game and are no part of it, so any two are equal.
    """

    turn: int = field(default=-1, compare=False)
    ids: set[int] = field(default_factory=set[int], compare=False)


@dataclass(slots=True)
class ChangedMembers:
    """Ids of the members whose data has changed since the ids were last taken.

    It is for the storage and no part of the state of a game, so any two are equal.
    """

    ids: set[int] = field(default_factory=set[int], compare=False)
