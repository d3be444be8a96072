"""What a server allows of games, and whether a game that is asked for may begin."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from cogs.trivia.rules.errors import (
    MissingPermissionsError,
    NoMatchingQuestionError,
    TooManyGamesError,
    TooManyRoundsError,
    UnknownTopicError,
    WrongChannelError,
)
from cogs.trivia.rules.settings import GameSettings, GameStyle
from cogs.trivia.rules.timing import Timing
from seeds.schema import Difficulty

DEFAULT_ROUNDS = 10
"""Rounds of a game whose starter names no number."""


@dataclass(frozen=True, slots=True)
class GameLimits:
    """One server's limits; no channels at all means every channel."""

    channel_ids: Collection[int]
    max_rounds: int
    max_games: int

    def resolve_rounds(self, requested: int | None) -> int:
        """Return how many rounds a game has whose starter asked for `requested`, None for any."""
        return min(DEFAULT_ROUNDS, self.max_rounds) if requested is None else requested

    def check(self, venue: GameVenue, requested_rounds: int | None) -> None:
        """Raise the GameError of the first limit that a new game would break."""
        if self.channel_ids and not set(venue.channel_ids) & set(self.channel_ids):
            raise WrongChannelError(venue.playable_channel_ids)
        if requested_rounds is not None and requested_rounds > self.max_rounds:
            raise TooManyRoundsError(self.max_rounds)
        if venue.running_games >= self.max_games:
            raise TooManyGamesError(self.max_games)


@dataclass(frozen=True, slots=True)
class GameVenue:
    """The channel of a server where a game is asked for."""

    channel_ids: Collection[int]
    """The channel's id and, of a thread, its parent's too."""
    running_games: int
    """Games being played in the server."""
    playable_channel_ids: Sequence[int] = ()
    """Those channels of the server's limits that still exist."""
    missing_permissions: Sequence[str] = ()
    """What the bot may not do there but has to, as Discord names it."""


@dataclass(frozen=True, slots=True)
class GameRequest:
    """A game as a member asks for it; `topic` is its slug, None for every topic."""

    rounds: int | None
    seconds: float
    style: GameStyle
    difficulty: Difficulty | None
    typed_topic: str | None
    """The topic as it was typed, None when none was."""
    topic: str | None
    """The slug that was meant by `typed_topic`, None when there is no such topic."""

    def check(
        self,
        limits: GameLimits,
        venue: GameVenue | None,
        topic_names: Sequence[str],
        question_count: int,
        timing: Timing,
    ) -> GameSettings:
        """Return what the game is played by, no longer than there are questions.

        `venue` is None in direct messages, where no limits hold; `question_count` is the number
        of questions that fit the request. Raise the GameError of the first thing in the way.
        """
        if self.typed_topic and self.topic is None:
            raise UnknownTopicError(self.typed_topic, topic_names)
        if not question_count:
            raise NoMatchingQuestionError
        if venue is not None:
            if venue.missing_permissions:
                raise MissingPermissionsError(venue.missing_permissions)
            limits.check(venue, self.rounds)
        return GameSettings(
            rounds=min(limits.resolve_rounds(self.rounds), question_count),
            seconds=self.seconds,
            style=self.style,
            topic=self.topic,
            difficulty=self.difficulty,
            lobby=timing.lobby,
            grace=timing.grace,
            pause=timing.pause,
        )
