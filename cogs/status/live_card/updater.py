"""Updates the status cards of guilds: sends them, edits what has changed, and takes them away."""

from __future__ import annotations

import logging
from datetime import datetime, time, timedelta

import discord

from bot.base import BotBase, GuildLocks
from bot.markdown import mention_channel
from bot.messaging.channels import (
    ChannelNotFound,
    Obstacle,
    PostableChannel,
    find_channel,
    list_missing_permissions,
    resolve_channel,
)
from bot.messaging.message_search import find_message
from bot.messaging.outbox_relay import relay_now
from bot.messaging.sending import (
    REQUEST_ERRORS,
    MessageDeleted,
    Rejected,
    RequestFailure,
    RetryLater,
)
from bot.messaging.timeouts import get_backoff
from bot.permissions import PIN_PERMISSIONS
from bot.scheduling.delivery import LEFT_GUILD_RETRY, UNAVAILABLE_GUILD_RETRY, Delivery
from bot.scheduling.occurrences import local_date, resolve_local_time
from bot.ui.dates import override_language
from cogs.status.live_card.card import LiveCard, build_custom_id, build_live_card
from cogs.status.live_card.message import (
    delete_message,
    edit_message,
    look_for_message,
    pin_message,
)
from cogs.status.live_card.post import LOOK_INTERVAL, StatusCardPost
from storage.outbox import OutboxMessage
from storage.posts.status_cards import StatusCard

log = logging.getLogger(__name__)

UNDER_WAY = timedelta(minutes=10)
"""How long a message whose sending was given up may still appear."""
LEFT_BEHIND = "I couldn't delete my old status card in {}: delete it there, or it stays."


class StatusCardUpdater:
    """Brings one card at a time to what its guild chose and to the newest status."""

    def __init__(self, bot: BotBase) -> None:
        self._bot = bot
        self._cards = bot.store.status_cards
        self._locks = GuildLocks()

    async def update(self, guild_id: int, now: datetime) -> None:
        """Do what a guild's card needs at the aware instant `now`; never twice at a time."""
        async with self._locks.get(guild_id):
            stored = await self._cards.get(guild_id)
            if stored is None:
                return
            guild = self._bot.get_guild(guild_id)
            if guild is None or guild.unavailable:
                wait = LEFT_GUILD_RETRY if guild is None else UNAVAILABLE_GUILD_RETRY
                await self._cards.look_later(stored, now + wait, tries=stored.tries)
                return
            with override_language(await self._bot.get_language(guild_id)):
                try:
                    await self._update(guild, stored, now)
                except REQUEST_ERRORS as error:
                    await self._retry_later(stored, now, error)

    async def _update(self, guild: discord.Guild, stored: StatusCard, now: datetime) -> None:
        if stored.channel_id is None or stored.is_misplaced:
            if not await self._take_away(guild, stored, now):
                return
        elif stored.message_id is not None and await self._refresh(guild, stored, now):
            return
        to_send = await self._cards.get(guild.id)
        if to_send is not None and to_send.channel_id is not None:
            await self._send(guild, to_send, now)

    async def _send(self, guild: discord.Guild, stored: StatusCard, now: datetime) -> None:
        live = await build_live_card(self._bot, guild.id, stored.number)
        post = StatusCardPost(self._bot, stored, live, now)
        await Delivery(self._bot, post, now).run()
        sent = await self._cards.get(guild.id)
        if sent is not None and sent.message_id is not None:
            await self._look_later(sent, live, now)
            await self._set_pin(guild, sent)

    async def _refresh(self, guild: discord.Guild, stored: StatusCard, now: datetime) -> bool:
        """Edit the message if it shows something else; return False when it has to be sent again.

        A message that needs no edit is asked for, because members may delete it.
        """
        assert stored.channel_id is not None, "it was sent there"
        assert stored.message_id is not None, "it was sent"
        live = await build_live_card(self._bot, guild.id, stored.number)
        post = StatusCardPost(self._bot, stored, live, now)
        channel = await resolve_channel(guild, stored.channel_id)
        if isinstance(channel, Obstacle):
            await relay_now(self._bot, await post.hold(channel))
            return True
        message = channel.get_partial_message(stored.message_id)
        if stored.digest != live.digest and _may_edit(stored, now):
            card = live.card
            if not channel.permissions_for(guild.me).attach_files:
                card = card.without_file()
            failure = await edit_message(message, card, self._bot.packs.get(guild.id).colour)
            if failure is None:
                await self._cards.mark_edited(stored, live.digest, now)
                stored = stored._replace(digest=live.digest, edited_at=now)
        else:
            failure = await look_for_message(message)
        if failure is not None:
            return await self._handle_failure(post, stored, failure, now)
        await relay_now(self._bot, await post.resume())
        await self._look_later(stored, live, now)
        await self._set_pin(guild, stored)
        return True

    async def _handle_failure(
        self,
        post: StatusCardPost,
        stored: StatusCard,
        failure: RequestFailure,
        now: datetime,
    ) -> bool:
        match failure:
            case MessageDeleted():
                await self._cards.mark_gone(stored)
                return False
            case Obstacle():
                await relay_now(self._bot, await post.hold(failure))
            case Rejected(reason):
                await relay_now(self._bot, await post.refuse(reason))
            case RetryLater(error):
                await self._retry_later(stored, now, error)
        return True

    async def _retry_later(self, stored: StatusCard, now: datetime, error: Exception) -> None:
        retry_at = now + get_backoff(stored.tries)
        log.warning("server %d: its card waits until %s: %r", stored.guild_id, retry_at, error)
        await self._cards.look_later(stored, retry_at, tries=stored.tries + 1)

    async def _look_later(self, stored: StatusCard, live: LiveCard, now: datetime) -> None:
        """Look again in an hour, at midnight, or as soon as the card may be edited."""
        zone = await self._bot.get_time_zone(stored.guild_id)
        tomorrow = local_date(now, zone) + timedelta(days=1)
        look_at = min(now + LOOK_INTERVAL, resolve_local_time(tomorrow, zone, time.min))
        if stored.digest != live.digest and stored.edited_at is not None:
            look_at = max(now, stored.edited_at + LOOK_INTERVAL)
        await self._cards.look_later(stored, look_at)

    async def _take_away(self, guild: discord.Guild, stored: StatusCard, now: datetime) -> bool:
        """Delete the message that is not in the chosen channel; return False to try again."""
        if stored.posted_channel_id is None:
            await self._cards.mark_gone(stored)
            return True
        message = await self._find_posted(guild, stored)
        if message is None and _may_be_under_way(stored, now):
            await self._cards.look_later(stored, now + UNDER_WAY)
            return False
        failure = None
        if isinstance(message, discord.PartialMessage):
            failure = await delete_message(message)
        if isinstance(failure, RetryLater):
            await self._retry_later(stored, now, failure.error)
            return False
        notice = None
        if message is ChannelNotFound.HIDDEN or isinstance(failure, Obstacle | Rejected):
            text = LEFT_BEHIND.format(mention_channel(stored.posted_channel_id))
            notice = OutboxMessage.to_admins(guild.id, text, now)
        await self._cards.mark_gone(stored, notice)
        await relay_now(self._bot, notice)
        return True

    async def _find_posted(
        self, guild: discord.Guild, stored: StatusCard
    ) -> discord.PartialMessage | ChannelNotFound | None:
        """Return the message, None when there is none, or why its channel cannot be used."""
        assert stored.posted_channel_id is not None, "there was an attempt to send it"
        channel = await find_channel(guild, stored.posted_channel_id)
        if isinstance(channel, ChannelNotFound):
            return channel
        if not isinstance(channel, PostableChannel):
            return ChannelNotFound.GONE
        message_id = stored.message_id
        if message_id is None and stored.claimed_at is not None:
            prefix = build_custom_id(stored.number)
            found = await find_message(guild, channel.id, prefix, stored.claimed_at)
            message_id = None if found is None else found.id
        return None if message_id is None else channel.get_partial_message(message_id)

    async def _set_pin(self, guild: discord.Guild, stored: StatusCard) -> None:
        """Pin or unpin the message as the guild chose; the diagnosis says when that is denied."""
        if stored.wants_pin == stored.is_pinned or stored.channel_id is None:
            return
        channel = guild.get_channel(stored.channel_id)
        if not isinstance(channel, discord.TextChannel) or stored.message_id is None:
            return
        if list_missing_permissions(channel, PIN_PERMISSIONS):
            return
        message = channel.get_partial_message(stored.message_id)
        failure = await pin_message(message, is_pinned=stored.wants_pin)
        if failure is None:
            await self._cards.mark_pinned(stored, stored.wants_pin)
        else:
            log.info("server %d: the status card is not pinned: %r", guild.id, failure)


def _may_edit(stored: StatusCard, now: datetime) -> bool:
    """Return whether the last edit is long enough ago; one to come was made by a wrong clock."""
    if stored.edited_at is None:
        return True
    return not timedelta() <= now - stored.edited_at < LOOK_INTERVAL


def _may_be_under_way(stored: StatusCard, now: datetime) -> bool:
    """Return whether a message that is not found may still appear."""
    claimed_at = stored.claimed_at
    return stored.message_id is None and claimed_at is not None and now < claimed_at + UNDER_WAY
