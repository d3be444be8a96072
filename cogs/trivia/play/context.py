"""What a running game needs from outside: its display, its questions, its place on disk."""

from __future__ import annotations

import random
from collections.abc import Awaitable, Callable, Collection
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple, Protocol, TypeAlias

from cogs.trivia.questions.guild_banks import GuildQuestionBanks
from cogs.trivia.questions.picker import DrawLocks, pick_question
from cogs.trivia.rules.game import Game
from cogs.trivia.rules.round import Round
from cogs.trivia.rules.timing import Timing
from seeds.trivia_question import TriviaQuestion
from storage.trivia.games import TriviaGames
from storage.trivia.group_commit import GroupCommit
from storage.trivia.questions import TriviaQuestions

CHANNEL_GONE = "its channel is gone"
VisibleState: TypeAlias = tuple[object, ...]
"""What can be seen on the card of a game; a card drawn for another state is old."""


class ChannelLostError(Exception):
    """Nothing more can be shown in the channel; the message is the reason, as after "because"."""


class PostedCard(NamedTuple):
    """A card in the channel: its message's id, and when the platform took it in epoch seconds."""

    id: int
    created_at: float


class GameDisplay(Protocol):
    """Shows one game in its channel. Everything that publishes may raise ChannelLostError.

    Publishing twice under one nonce (at most 25 characters) brings back the first message.
    """

    def get_visible_state(self) -> VisibleState:
        """Return what can be seen of the game as it is now."""
        ...

    async def close_lobby(self, card_id: int) -> None:
        """Show on the lobby's card that the game has started."""
        ...

    async def publish_question(self, round_: Round, ends_at: float, nonce: str) -> PostedCard:
        """Post a question whose time is up at `ends_at`, in epoch seconds."""
        ...

    async def redraw(self, card_id: int, now: float) -> int:
        """Show the game as it is; return the id of its card, a new one if that was deleted."""
        ...

    async def mark_replaced(self, card_id: int, round_: Round) -> None:
        """Show on the card of a round that it does not count and another takes its place."""
        ...

    async def publish_end(self, nonce: str) -> None:
        """Post why the game ended, and its scores."""
        ...

    async def notify_lost(self, reason: str) -> None:
        """Tell a person who can still be reached why the game ended; never raise."""
        ...


@dataclass(frozen=True, slots=True)
class GameContext:
    """What all running games of one bot share."""

    games: TriviaGames
    commits: GroupCommit
    questions: TriviaQuestions
    banks: GuildQuestionBanks
    get_reserved_keys: Callable[[int], Awaitable[Collection[str]]]
    """Keys of the questions that an audience, by its id, should not be asked in games now."""
    clock: Callable[[], datetime]
    timing: Timing
    rng: random.Random
    build_display: Callable[[Game, Timing], GameDisplay]
    draw_locks: DrawLocks = field(default_factory=DrawLocks)

    async def draw_question(self, game: Game) -> TriviaQuestion | None:
        """Return a question for the next round of a game, None when no question is left.

        The caller holds the audience's draw lock until the question is stored as asked.
        """
        times_asked = await self.questions.get_times_asked(game.audience_id)
        bank = await self.banks.get(game.audience_id)
        reserved_keys = await self.get_reserved_keys(game.audience_id)
        return pick_question(bank, game, times_asked, reserved_keys, self.rng)
