"""Sends and edits the cards of a game, and raises ChannelLostError when that cannot be done."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Coroutine
from datetime import UTC, datetime
from typing import Any, NamedTuple, TypeVar

import discord

from bot.base import BotBase
from bot.messaging.channels import Obstacle, PostableChannel, find_obstacle
from bot.messaging.message_search import MessageMark, search_history
from bot.messaging.rate_limiter import RateLimiter
from bot.messaging.sending import (
    NONCE_WINDOW,
    REQUEST_ERRORS,
    MessageDeleted,
    Rejected,
    RetryLater,
    classify_error,
)
from bot.messaging.timeouts import wait_at_most
from bot.ui.card import Card
from cogs.trivia.play.context import CHANNEL_GONE, NO_RESPONSE, ChannelLostError
from cogs.trivia.rules.delays import GameDelays
from storage.posts.models import PauseReason

log = logging.getLogger(__name__)

SEND_TIMEOUT_S = 60.0
NO_SEND_PERMISSION = "I can't write there anymore"
REFUSED = "Discord refused one of its messages"
THREAD_LOCKED = "its thread is locked"
LOST_REASONS = {
    PauseReason.TIMED_OUT: "I'm in a time-out on its server",
    PauseReason.THREAD_PRIVATE: "I was taken out of its private thread",
}
"""What ends a game although no permission is missing, by what the channel shows."""
T = TypeVar("T")


class RequestRefusedError(ChannelLostError):
    """Discord refuses the request for good, although the channel is there.

    An edit that is refused says nothing about posting: a message reopens a thread that is only
    archived, and a card that takes no edit can be posted again. `refusal` is Discord's reason for
    not taking what a card says, "" when the card is not the reason.
    """

    def __init__(self, reason: str, refusal: str = "") -> None:
        super().__init__(reason)
        self.refusal = refusal


class Posting(NamedTuple):
    """How a card is posted once, although it may have been sent before without its id being known.

    `nonce` has at most 25 characters; `since`, in epoch seconds, is when it was first about to be
    sent. While Discord remembers the nonce it returns the first message for it; later the channel
    is searched for `mark`.
    """

    nonce: str
    since: float
    mark: MessageMark


class GameChannel:
    """The channel of a game. Every request waits for the rate limiter.

    `on_refused` is called with Discord's reason for not taking what a card says.
    """

    def __init__(
        self,
        bot: BotBase,
        channel_id: int,
        colour: discord.Colour,
        delays: GameDelays,
        rate_limiter: RateLimiter,
        on_refused: Callable[[str], Awaitable[None]],
    ) -> None:
        self._bot = bot
        self._channel = bot.get_partial_messageable(channel_id)
        self._colour = colour
        self._delays = delays
        self._rate_limiter = rate_limiter
        self._on_refused = on_refused

    async def post(self, card: Card, posting: Posting) -> discord.Message:
        """Send a card, or return the message that it became at an earlier try.

        Raise ChannelLostError when that cannot be done.
        """
        try:
            return await self._send_with_retries(lambda: self._send_once(card, posting))
        except discord.NotFound:
            # The message that was sent with this nonce before a restart has been deleted.
            again = posting._replace(nonce=f"{posting.nonce}+")
            return await self._send_with_retries(lambda: self._send(card, again))
        except RequestRefusedError as refused:
            if refused.refusal:
                await self._on_refused(refused.refusal)
            raise

    async def find(self, since: float, mark: MessageMark) -> discord.Message | None:
        """Return the bot's message since an instant in epoch seconds that has a mark, else None.

        Raise ChannelLostError when Discord cannot be asked.
        """
        return await self._send_with_retries(lambda: self._search(since, mark))

    async def edit(self, message_id: int, card: Card) -> bool:
        """Edit a card; return False when its message is deleted or takes no edit any more.

        Raise ChannelLostError when the channel is gone or Discord does not answer.
        """
        message = self._channel.get_partial_message(message_id)
        card = self._fit_permissions(card)
        view = card.build_view(self._colour)
        try:
            await self._send_with_retries(
                lambda: message.edit(view=view, attachments=card.build_files())
            )
        except discord.NotFound:
            return False
        except RequestRefusedError as refused:
            log.info("message %d takes no edit: %r", message_id, refused.__cause__)
            return False
        return True

    async def edit_or_repost(self, message_id: int, card: Card, mark: MessageMark) -> int:
        """Edit a card; return the id of the message that shows it, a new one if it takes no edit.

        Raise ChannelLostError when that cannot be done.
        """
        if await self.edit(message_id, card):
            return message_id
        # An earlier run may have posted it again and been stopped before it knew the id.
        since = discord.utils.snowflake_time(message_id).timestamp()
        found = await self.find(since, mark)
        if found is not None and found.id > message_id and await self.edit(found.id, card):
            return found.id
        now = self._bot.clock().timestamp()
        return (await self.post(card, Posting(f"{message_id}again", now, mark))).id

    async def _send_once(self, card: Card, posting: Posting) -> discord.Message:
        age = self._bot.clock().timestamp() - posting.since
        if age > NONCE_WINDOW.total_seconds():
            found = await self._search(posting.since, posting.mark)
            if found is not None:
                return found
        return await self._send(card, posting)

    async def _send(self, card: Card, posting: Posting) -> discord.Message:
        card = self._fit_permissions(card)
        return await self._channel.send(
            view=card.build_view(self._colour), files=card.build_files(), nonce=posting.nonce
        )

    async def _search(self, since: float, mark: MessageMark) -> discord.Message | None:
        user = self._bot.user
        assert user is not None, "games run once the bot is logged in"
        instant = datetime.fromtimestamp(since, UTC)
        return await search_history(self._channel, user.id, instant, mark)

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
        for wait in (*self._delays.retries, None):
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
            raise RequestRefusedError(THREAD_LOCKED) from error
        case Obstacle():
            seen = find_obstacle(channel) if isinstance(channel, PostableChannel) else None
            reason = NO_SEND_PERMISSION if seen is None else LOST_REASONS.get(seen.reason)
            raise RequestRefusedError(reason or NO_SEND_PERMISSION) from error
        case Rejected(refusal):
            raise RequestRefusedError(REFUSED, refusal) from error
