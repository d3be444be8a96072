"""The limits of a guild for games, and the check of a requested game against them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from cogs.trivia.rules.delays import GameDelays
from cogs.trivia.rules.errors import (
    MissingPermissionsError,
    NoMatchingQuestionError,
    TooManyGamesError,
    TooManyRoundsError,
    UnknownTopicError,
    WrongChannelError,
)
from cogs.trivia.rules.settings import GameSettings, GameStyle, Shortening
from seeds.schema import Difficulty

DEFAULT_ROUNDS = 10
"""The number of rounds of a game whose starter chose none."""


@dataclass(frozen=True, slots=True)
class GameLimits:
    """The limits of one guild; empty `channel_ids` allow every channel."""

    channel_ids: Collection[int]
    max_rounds: int
    max_games: int
    asks_lists_always: bool = False
    """Whether games without a topic ask questions of imported lists."""

    def resolve_rounds(self, requested: int | None) -> int:
        """Return the number of rounds for a request, None for a request without a number."""
        return min(DEFAULT_ROUNDS, self.max_rounds) if requested is None else requested

    def check(self, venue: GameVenue, requested_rounds: int | None) -> None:
        """Raise the GameError of the first limit that a new game would exceed."""
        if self.channel_ids and not set(venue.channel_ids) & set(self.channel_ids):
            raise WrongChannelError(venue.playable_channel_ids)
        if requested_rounds is not None and requested_rounds > self.max_rounds:
            raise TooManyRoundsError(self.max_rounds)
        if venue.running_games >= self.max_games:
            raise TooManyGamesError(self.max_games)


@dataclass(frozen=True, slots=True)
class GameVenue:
    """The channel of a guild where a game is requested."""

    channel_ids: Collection[int]
    """The id of the channel and, for a thread, of its parent."""
    running_games: int
    """The number of running games in the guild."""
    playable_channel_ids: Sequence[int] = ()
    """Those channels of the guild's limits that still exist."""
    missing_permissions: Sequence[str] = ()
    """The permissions that the bot lacks there, by their names in Discord."""


@dataclass(frozen=True, slots=True)
class GameRequest:
    """A game as a member requests it."""

    rounds: int | None
    seconds: float
    style: GameStyle
    difficulty: Difficulty | None
    typed_topic: str | None
    """The topic as it was typed, None for every topic."""
    topic: str | None
    """The slug of the topic that `typed_topic` names, None when there is no such topic."""

    def check(
        self,
        limits: GameLimits,
        venue: GameVenue | None,
        topic_names: Sequence[str],
        question_count: int,
        delays: GameDelays,
    ) -> GameSettings:
        """Return the settings of the game, with at most `question_count` rounds.

        `venue` is None in direct messages, where no limits hold; `question_count` is the number
        of questions that match the request. Raise the GameError of the first failed check.
        """
        if self.typed_topic and self.topic is None:
            raise UnknownTopicError(self.typed_topic, topic_names)
        if not question_count:
            raise NoMatchingQuestionError
        if venue is not None:
            if venue.missing_permissions:
                raise MissingPermissionsError(venue.missing_permissions)
            limits.check(venue, self.rounds)
        wanted = self.rounds or DEFAULT_ROUNDS
        rounds = min(limits.resolve_rounds(self.rounds), question_count)
        return GameSettings(
            rounds=rounds,
            requested_rounds=wanted,
            shortened_to_fit=_find_shortening(rounds, wanted, question_count),
            seconds=self.seconds,
            style=self.style,
            topic=self.topic,
            difficulty=self.difficulty,
            with_lists=limits.asks_lists_always,
            lobby=delays.lobby,
            grace=delays.grace,
            pause=delays.pause,
        )


def _find_shortening(rounds: int, wanted: int, question_count: int) -> Shortening | None:
    """Return why a game of `rounds` has fewer than `wanted`, None when it has not."""
    if rounds >= wanted:
        return None
    return Shortening.FEW_QUESTIONS if rounds == question_count else Shortening.SERVER_LIMIT
