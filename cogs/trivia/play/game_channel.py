"""Sends and edits the cards of a game, and raises ChannelLostError when that cannot be done."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

import discord

from bot.base import BotBase
from bot.messaging.channels import Obstacle, PostableChannel, find_obstacle
from bot.messaging.rate_limiter import RateLimiter
from bot.messaging.sending import (
    REQUEST_ERRORS,
    MessageDeleted,
    Rejected,
    RetryLater,
    classify_error,
)
from bot.messaging.timeouts import wait_at_most
from bot.ui.card import Card
from cogs.trivia.play.context import CHANNEL_GONE, ChannelLostError
from cogs.trivia.rules.timing import Timing
from storage.posts.models import PauseReason

log = logging.getLogger(__name__)

SEND_TIMEOUT_S = 60.0
NO_SEND_PERMISSION = "I may no longer write there"
NO_RESPONSE = "Discord did not take its messages"
THREAD_LOCKED = "its thread is locked"
LOST_REASONS = {
    PauseReason.TIMED_OUT: "I am in a time-out on its server",
    PauseReason.THREAD_PRIVATE: "I was taken out of its private thread",
}
"""What ends a game although no permission is missing, by what the channel shows."""
T = TypeVar("T")


class ThreadLockedError(ChannelLostError):
    """The thread is locked or, for an edit, archived."""


class GameChannel:
    """The channel of a game. Every request waits for the rate limiter."""

    def __init__(
        self, bot: BotBase, channel_id: int, timing: Timing, rate_limiter: RateLimiter
    ) -> None:
        self._bot = bot
        self._channel = bot.get_partial_messageable(channel_id)
        self._timing = timing
        self._rate_limiter = rate_limiter

    async def post(self, card: Card, nonce: str) -> discord.Message:
        """Send a card; with a repeated `nonce` (at most 25 characters) return the first message.

        Raise ChannelLostError when that cannot be done.
        """
        card = self._fit_permissions(card)
        view = card.build_view(self._bot.colour)
        try:
            return await self._send_with_retries(
                lambda: self._channel.send(view=view, files=card.build_files(), nonce=nonce)
            )
        except discord.NotFound:
            # The message that was sent with this nonce before a restart has been deleted.
            return await self._send_with_retries(
                lambda: self._channel.send(view=view, files=card.build_files())
            )

    async def edit_or_repost(self, message_id: int, card: Card) -> int:
        """Edit a card; return the id of the message that shows it, a new one if it was deleted.

        Raise ChannelLostError when that cannot be done.
        """
        message = self._channel.get_partial_message(message_id)
        card = self._fit_permissions(card)
        view = card.build_view(self._bot.colour)
        try:
            await self._send_with_retries(
                lambda: message.edit(view=view, attachments=card.build_files())
            )
        except (discord.NotFound, ThreadLockedError):
            # A message reopens a thread that is only archived, an edit does not.
            return (await self.post(card, f"{message_id}again")).id
        return message_id

    def _fit_permissions(self, card: Card) -> Card:
        """Return the card, without its file where the bot may not attach any."""
        channel = self._bot.get_channel(self._channel.id)
        # What is not in the cache gets no file: a message that is refused ends the game.
        may_attach = isinstance(channel, discord.abc.PrivateChannel) or (
            isinstance(channel, discord.abc.GuildChannel | discord.Thread)
            and channel.permissions_for(channel.guild.me).attach_files
        )
        return card if may_attach else card.without_file()

    async def _send_with_retries(self, send: Callable[[], Coroutine[Any, Any, T]]) -> T:
        """Send; retry after errors that may be temporary.

        Raise NotFound when the message, or the first message of the nonce, was deleted, and
        ChannelLostError for a lasting obstacle or when all tries have failed.
        """
        for wait in (*self._timing.retries, None):
            try:
                async with self._rate_limiter.acquire():
                    return await wait_at_most(SEND_TIMEOUT_S, send())
            except REQUEST_ERRORS as error:
                _raise_unless_retryable(error, self._bot.get_channel(self._channel.id))
                log.warning("a card could not be sent: %r", error)
            if wait is not None:
                await asyncio.sleep(wait)
        raise ChannelLostError(NO_RESPONSE)


def _raise_unless_retryable(error: Exception, channel: object) -> None:
    match classify_error(error):
        case RetryLater():
            return
        case MessageDeleted():
            raise error
        case Obstacle(PauseReason.CHANNEL_GONE):
            raise ChannelLostError(CHANNEL_GONE) from error
        case Obstacle(PauseReason.THREAD_LOCKED):
            raise ThreadLockedError(THREAD_LOCKED) from error
        case Obstacle():
            seen = find_obstacle(channel) if isinstance(channel, PostableChannel) else None
            reason = NO_SEND_PERMISSION if seen is None else LOST_REASONS.get(seen.reason)
            raise ChannelLostError(reason or NO_SEND_PERMISSION) from error
        case Rejected():
            raise ChannelLostError(NO_SEND_PERMISSION) from error
