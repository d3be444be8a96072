"""Puts a game's cards into its channel, and says in one way what stands in the way."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Coroutine
from typing import TYPE_CHECKING, Any, TypeVar

import aiohttp
import discord

from bot.messaging.rate_limiter import Pace
from bot.messaging.timeouts import within
from bot.ui.card import Card
from cogs.trivia.rules.timing import Tempo

if TYPE_CHECKING:
    from bot.client import FanBot

log = logging.getLogger(__name__)

SEND_TIMEOUT_S = 60.0
UNKNOWN_MESSAGE = 10008
PASSING = (discord.RateLimited, aiohttp.ClientError, OSError)
"""What may be over in a moment. Timeouts and reset connections are OSErrors."""
CLOSED = "I may no longer write there"
GONE = "its channel is gone"
SILENT = "Discord did not take its messages"
T = TypeVar("T")


class StageLostError(Exception):
    """Nothing more can be shown in the channel; the message is the reason, as after "because"."""


class Stage:
    """One channel, and the cards of the game in it. Every request takes its turn in `pace`."""

    def __init__(self, bot: FanBot, channel_id: int, tempo: Tempo, pace: Pace) -> None:
        self._bot = bot
        self._channel = bot.get_partial_messageable(channel_id)
        self._tempo = tempo
        self._pace = pace

    async def post(self, card: Card, nonce: str) -> discord.Message:
        """Send a card, once for each `nonce` (at most 25 characters). Raises StageLostError."""
        view = card.view(self._bot.colour)
        try:
            return await self._insist(lambda: self._channel.send(view=view, nonce=nonce))
        except discord.NotFound:
            # Somebody has deleted what a former life sent under this nonce.
            return await self._insist(lambda: self._channel.send(view=view))

    async def redraw(self, message_id: int, card: Card) -> int:
        """Edit a card; gives the id of the message that shows it, another if it was deleted.

        Raises StageLostError.
        """
        message = self._channel.get_partial_message(message_id)
        view = card.view(self._bot.colour)
        try:
            await self._insist(lambda: message.edit(view=view))
        except discord.NotFound:
            return (await self.post(card, f"{message_id}again")).id
        return message_id

    async def _insist(self, send: Callable[[], Coroutine[Any, Any, T]]) -> T:
        """Try again while that may help.

        Raises NotFound for a message that was deleted, that of a nonce included.
        """
        for wait in (*self._tempo.retries, None):
            try:
                async with self._pace.turn():
                    return await within(SEND_TIMEOUT_S, send())
            except discord.HTTPException as refusal:
                _raise_unless_passing(refusal)
                log.warning("a card was not taken: %s", refusal)
            except PASSING as failure:
                log.warning("a card could not be sent: %r", failure)
            if wait is not None:
                await asyncio.sleep(wait)
        raise StageLostError(SILENT)


def _raise_unless_passing(refusal: discord.HTTPException) -> None:
    if refusal.code == UNKNOWN_MESSAGE:
        raise refusal
    if isinstance(refusal, discord.NotFound):
        raise StageLostError(GONE) from refusal
    if refusal.status < 500 and refusal.status != 429:
        raise StageLostError(CLOSED) from refusal
