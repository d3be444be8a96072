"""Sends the messages of the outbox, each once, to the first place that takes it.

A message is claimed for a place before it is sent there. Discord creates one message for requests
that repeat its nonce within minutes; a later run looks in that place for its words first.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Sequence
from datetime import datetime, timedelta
from enum import Enum
from itertools import groupby
from operator import attrgetter

import discord

from bot.base import BotBase, ResourceKey
from bot.messaging.message_search import MessageMark, search_history
from bot.messaging.rate_limiter import share_rate
from bot.messaging.sending import (
    NONCE_WINDOW,
    REQUEST_ERRORS,
    SEND_TIMEOUT_S,
    RetryLater,
    Sent,
    classify_error,
    send_once,
)
from bot.messaging.timeouts import get_backoff, wait_at_most
from storage.outbox import Addressee, MessageButton, OutboxMessage

log = logging.getLogger(__name__)

GIVE_UP_AFTER = timedelta(days=3)
"""How long a message is tried: what is older would be news to no one."""
MAX_WAIT = timedelta(hours=1)
MESSAGES_PER_SECOND = 10
BATCH_SIZE = 200
MAX_TEXT = 2_000
"""The most characters of a message without components; a limit of the platform."""


class Relayed(Enum):
    """What became of a message."""

    TOLD = "told"
    REFUSED = "refused"
    """No place takes it, so it is given up."""
    PENDING = "pending"
    """It is tried again."""


class OutboxRelay:
    """Sends what is due, never one message twice at a time."""

    def __init__(self, bot: BotBase) -> None:
        self._bot = bot
        self._outbox = bot.store.outbox
        self._rate_limiter = share_rate(bot, MESSAGES_PER_SECOND)
        self._in_progress: set[int] = set()

    async def relay_due(self, now: datetime) -> bool:
        """Send what is due at `now`; return True, as a job that is done."""
        due = await self._outbox.list_due(now, BATCH_SIZE, self._bot.shard_set)
        due.sort(key=lambda message: (message.audience_id, message.id))
        async with asyncio.TaskGroup() as group:
            for _, messages in groupby(due, attrgetter("audience_id")):
                group.create_task(self._relay_in_turn(list(messages)))
        return True

    async def _relay_in_turn(self, messages: Sequence[OutboxMessage]) -> None:
        for message in messages:
            await self.relay(message)

    async def relay(self, message: OutboxMessage | None) -> Relayed:
        """Send a stored message now, if there is one; what fails is tried again later."""
        if message is None or message.id in self._in_progress:
            return Relayed.PENDING
        self._in_progress.add(message.id)
        try:
            async with self._rate_limiter.acquire():
                # Read only now: it may have been sent during the wait.
                stored = await self._outbox.get(message.id)
                return Relayed.TOLD if stored is None else await self._relay_stored(stored)
        except Exception:
            # One message's failure must not stop the others; it is read again at the next tick.
            log.exception("server %d: a message was not sent", message.audience_id)
            return Relayed.PENDING
        finally:
            self._in_progress.discard(message.id)

    async def send_unstored(self, message: OutboxMessage | None) -> bool:
        """Send a message that could not be stored, if there is one; return whether it was sent."""
        if message is None:
            return False
        try:
            async for channel in self._iter_channels(message):
                if await self._send(channel, message) is Relayed.TOLD:
                    return True
        except REQUEST_ERRORS as error:
            log.info("server %d: a message was not sent: %r", message.audience_id, error)
        return False

    async def _relay_stored(self, message: OutboxMessage) -> Relayed:
        now = self._bot.clock()
        if now - message.made_at >= GIVE_UP_AFTER:
            return await self._give_up(message, "Discord could not be reached for days")
        guild = self._bot.get_guild(message.audience_id)
        if guild is not None and guild.unavailable:
            return await self._retry_later(message, now, "the server is unavailable")
        try:
            relayed = await self._send_to_first(message, now)
        except REQUEST_ERRORS as error:
            return await self._retry_later(message, now, repr(error))
        if relayed is Relayed.REFUSED:
            return await self._give_up(message, "no place takes it")
        await self._outbox.delete(message)
        return relayed

    async def _send_to_first(self, message: OutboxMessage, now: datetime) -> Relayed:
        """Send a message to the first place that takes it.

        Raises one of `REQUEST_ERRORS` when another try may succeed.
        """
        if message.channel_id is not None and message.claimed_at is not None:
            channel = self._bot.get_partial_messageable(message.channel_id)
            if now - message.claimed_at >= NONCE_WINDOW:
                if await self._is_sent(channel, message, message.claimed_at):
                    return Relayed.TOLD
                await self._outbox.claim(message, channel.id, now)
            if await self._send(channel, message, is_repeated=True) is Relayed.TOLD:
                return Relayed.TOLD
        async for channel in self._iter_channels(message):
            await self._outbox.claim(message, channel.id, now)
            if await self._send(channel, message) is Relayed.TOLD:
                return Relayed.TOLD
        return Relayed.REFUSED

    async def _is_sent(
        self, channel: discord.PartialMessageable, message: OutboxMessage, since: datetime
    ) -> bool:
        me = self._bot.user
        assert me is not None, "messages are sent once the bot is logged in"
        mark = MessageMark(content=_get_text(message))
        return await search_history(channel, me.id, since, mark) is not None

    async def _send(
        self,
        channel: discord.abc.Messageable,
        message: OutboxMessage,
        *,
        is_repeated: bool = False,
    ) -> Relayed:
        """Send a message to a place, and return whether that takes it.

        Raises one of `REQUEST_ERRORS` when another try may succeed.
        """
        text, nonce = _get_text(message), f"told:{message.id}"
        if message.button is None or isinstance(channel, discord.DMChannel):
            request = channel.send(text, nonce=nonce)
        else:
            request = channel.send(text, nonce=nonce, view=_build_view(message.button))
        outcome = await send_once(request, is_repeated=is_repeated)
        match outcome:
            case Sent():
                return Relayed.TOLD
            case RetryLater(error):
                raise error
            case _:
                log.info("server %d: a message was refused: %r", message.audience_id, outcome)
                return Relayed.REFUSED

    async def _iter_channels(
        self, message: OutboxMessage
    ) -> AsyncIterator[discord.TextChannel | discord.DMChannel | discord.PartialMessageable]:
        """Yield the places for a message, the best first.

        Raises one of `REQUEST_ERRORS` at the end, when one could not be opened at the moment.
        """
        failure: Exception | None = None
        for place in self._list_places(message):
            if not isinstance(place, int):
                yield place
                continue
            try:
                request = self._bot.create_dm(discord.Object(place))
                yield await wait_at_most(SEND_TIMEOUT_S, request)
            except REQUEST_ERRORS as error:
                if isinstance(classify_error(error), RetryLater):
                    failure = error
        if failure is not None:
            raise failure

    def _list_places(
        self, message: OutboxMessage
    ) -> list[discord.TextChannel | discord.PartialMessageable | int]:
        """Return channels, and the ids of users who may have direct messages, the best first."""
        guild = self._bot.get_guild(message.audience_id)
        first_id = message.first_channel_id
        first = None if first_id is None else self._bot.get_partial_messageable(first_id)
        member_id = message.member_id or None
        if message.addressee is Addressee.MEMBER or guild is None:
            places = [None if message.addressee is Addressee.ADMINS else member_id]
        elif message.addressee is Addressee.ADMINS:
            admin_id = None if member_id == guild.owner_id else member_id
            places = [
                first,
                guild.public_updates_channel,
                admin_id,
                guild.owner_id,
                guild.system_channel,
            ]
        else:
            owner_id = None if member_id == guild.owner_id else guild.owner_id
            places = [member_id, guild.public_updates_channel, owner_id, guild.system_channel]
        return [place for place in places if place is not None]

    async def _retry_later(self, message: OutboxMessage, now: datetime, why: str) -> Relayed:
        wait = get_backoff(message.tries, longest=MAX_WAIT)
        log.info("server %d: a message waits %s: %s", message.audience_id, wait, why)
        await self._outbox.reschedule(message, now + wait)
        return Relayed.PENDING

    async def _give_up(self, message: OutboxMessage, why: str) -> Relayed:
        log.warning("server %d: message %d is given up: %s", message.audience_id, message.id, why)
        await self._outbox.delete(message)
        return Relayed.REFUSED


def _get_text(message: OutboxMessage) -> str:
    """Return the text as it is sent; Discord takes spaces and line breaks off its ends."""
    return message.body[:MAX_TEXT].strip()


def _build_view(button: MessageButton) -> discord.ui.View:
    label, custom_id = button
    view = discord.ui.View(timeout=None)
    view.add_item(
        discord.ui.Button(label=label, custom_id=custom_id, style=discord.ButtonStyle.primary)
    )
    # Its clicks are answered by the button that has this id, so the library need not remember it.
    view.stop()
    return view


OUTBOX_RELAY = ResourceKey[OutboxRelay]("outbox relay")


async def relay_now(bot: BotBase, message: OutboxMessage | None) -> Relayed:
    """Send a stored message, if there is one, without waiting for the next tick."""
    return await bot.resources[OUTBOX_RELAY].relay(message)
