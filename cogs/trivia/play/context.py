"""What running games use: the display of a game, and the shared storage and questions."""

from __future__ import annotations

import random
from collections.abc import Awaitable, Callable, Collection
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple, Protocol, TypeAlias

from cogs.trivia.questions.guild_banks import GuildQuestionBanks
from cogs.trivia.questions.picker import PickLocks, pick_question
from cogs.trivia.rules.delays import GameDelays
from cogs.trivia.rules.game import Game
from cogs.trivia.rules.round import Round
from seeds.trivia_question import TriviaQuestion
from storage.outbox import OutboxMessage
from storage.trivia.games import TriviaGames
from storage.trivia.questions import TriviaQuestions

CHANNEL_GONE = "its channel is gone"
NO_RESPONSE = "Discord didn't take its messages"
VisibleState: TypeAlias = tuple[object, ...]
"""What the card of a game shows; a card drawn for another state is outdated."""


class ChannelLostError(Exception):
    """The channel cannot be used any more; `reason` is a clause without "because"."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class PostedCard(NamedTuple):
    """A posted card: the id of its message, and Discord's time of it in epoch seconds."""

    id: int
    created_at: float


class GameDisplay(Protocol):
    """Shows one game in its channel. Every method that sends or edits may raise ChannelLostError.

    Publishing twice with one nonce (at most 25 characters) returns the first message.
    """

    def get_visible_state(self) -> VisibleState:
        """Return what a card of the game would show now."""
        ...

    async def find_lobby(self) -> int | None:
        """Return the id of the lobby's message, None when it is not in the channel."""
        ...

    async def publish_lobby(self, nonce: str) -> int:
        """Post the lobby, and return the id of its message."""
        ...

    async def close_lobby(self, card_id: int) -> None:
        """Show on the lobby's card that the game has started."""
        ...

    async def publish_question(self, round_: Round, ends_at: float, nonce: str) -> PostedCard:
        """Post a question whose time ends at `ends_at`, in epoch seconds."""
        ...

    async def redraw(self, card_id: int, now: float) -> int:
        """Show the game as it is; return the id of its card, a new one if it takes no edit."""
        ...

    async def mark_replaced(self, card_id: int, round_: Round) -> None:
        """Show on the card of a round that it does not count and is replaced."""
        ...

    async def publish_end(self, nonce: str) -> None:
        """Post the reason of the end, and the scores."""
        ...

    def build_lost_notice(self, reason: str) -> OutboxMessage:
        """Return what the starter, or else the admins, are told about a lost game."""
        ...

    async def relay(self, notice: OutboxMessage | None) -> None:
        """Send a stored notice, if there is one, without waiting for the next tick."""
        ...

    async def send_unstored(self, notice: OutboxMessage | None) -> bool:
        """Send a notice that could not be stored, if there is one; return whether it was sent."""
        ...


@dataclass(frozen=True, slots=True)
class GameContext:
    """What all running games of one bot share."""

    games: TriviaGames
    questions: TriviaQuestions
    banks: GuildQuestionBanks
    get_reserved_keys: Callable[[int], Awaitable[Collection[str]]]
    """Returns the keys of the questions that games of an audience should not ask now."""
    clock: Callable[[], datetime]
    delays: GameDelays
    rng: random.Random
    build_display: Callable[[Game, GameDelays], GameDisplay]
    pick_locks: PickLocks = field(default_factory=PickLocks)
    on_answer: Callable[[], object] = lambda: None
    """Called after each answer that is on disk."""

    async def pick_question(self, game: Game) -> TriviaQuestion | None:
        """Return a question for the next round of a game, None when no question is left.

        The caller holds the audience's pick lock until the question is stored as asked.
        """
        times_asked = await self.questions.get_times_asked(game.audience_id)
        bank = await self.banks.get(game.audience_id, game.rules.pack_slug)
        reserved_keys = await self.get_reserved_keys(game.audience_id)
        return pick_question(bank, game, times_asked, reserved_keys, self.rng)
