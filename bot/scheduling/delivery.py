"""The state machine that delivers a post: claim, send with a nonce, store the outcome.

A delivery ends in one of four ways: the outcome is stored; the post is held because of an obstacle,
which admins are notified of once; it is rescheduled; or its claim stays open, and the next delivery
finds out whether the post was sent.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta

import discord

from bot.base import BotBase
from bot.messaging.admin_notices import notify_admins
from bot.messaging.channels import Obstacle, PostableChannel, resolve_channel
from bot.messaging.message_search import find_message
from bot.messaging.sending import (
    NONCE_WINDOW,
    REASON_DELETED,
    REASON_UNREACHABLE,
    REQUEST_ERRORS,
    OutgoingMessage,
    Rejected,
    RetryLater,
    SendOutcome,
    Sent,
    send_once,
)
from bot.scheduling.post import DeliveryResult, DeliveryStatus, Post, backoff, build_nonce
from bot.ui.card import Card
from bot.ui.dates import override_language

log = logging.getLogger(__name__)

UNAVAILABLE_GUILD_RETRY = timedelta(minutes=5)
"""The wait for a guild that an outage at Discord makes unavailable."""
LEFT_GUILD_RETRY = timedelta(hours=1)
"""The wait for a guild that the bot is not in; it keeps its settings in case the bot returns."""
REASON_GUILD_LEFT = "I wasn't in this server"
REASON_NO_CARD = "I couldn't build the card"


@dataclass(frozen=True, slots=True)
class Delivery:
    """One post to be delivered at the aware instant `now`."""

    bot: BotBase
    post: Post
    now: datetime

    async def run(self) -> DeliveryResult:
        """Deliver the post as far as possible. Raises none of `REQUEST_ERRORS`."""
        guild = self.bot.get_guild(self.post.guild_id)
        if guild is None:
            retry_at = self.now + LEFT_GUILD_RETRY
            return await self.post.wait_for_guild(REASON_GUILD_LEFT, retry_at)
        if guild.unavailable:
            retry_at = self.now + UNAVAILABLE_GUILD_RETRY
            return await self.post.wait_for_guild(REASON_UNREACHABLE, retry_at)
        with override_language(await self.bot.get_language(guild.id)):
            try:
                return await self._deliver(guild)
            except REQUEST_ERRORS as error:
                return await self._retry_later(guild, error)

    async def _deliver(self, guild: discord.Guild) -> DeliveryResult:
        channel = await resolve_channel(guild, self.post.channel_id)
        if await self._recover_open_claim(guild):
            if not isinstance(channel, Obstacle):
                await self._resume(guild)
            return DeliveryResult(DeliveryStatus.SENT)
        if self.post.cancel_reason is not None:
            return await self._fail(guild, self.post.cancel_reason)
        if isinstance(channel, Obstacle):
            return await self._hold(guild, channel)
        return await self._deliver_to(guild, channel)

    async def _recover_open_claim(self, guild: discord.Guild) -> bool:
        """Settle an open claim whose message is found; return False when the post must be sent.

        While Discord remembers the nonce, sending again is safe and finds the message for sure;
        a search may miss it.
        """
        claim = await self.post.get_claim()
        if claim is None:
            return False
        repeatable_until = min(claim.claimed_at + NONCE_WINDOW, self.post.until)
        if claim.channel_id == self.post.channel_id and self.now < repeatable_until:
            return False
        message = await find_message(
            guild, claim.channel_id, self.post.custom_id_prefix, claim.claimed_at
        )
        if message is not None:
            await self.post.settle_sent(message.id, message.created_at)
        return message is not None

    async def _deliver_to(self, guild: discord.Guild, channel: PostableChannel) -> DeliveryResult:
        post = self.post
        if self.now >= post.until:
            await self._notify_admins(guild, await post.settle_expired())
            return DeliveryResult(DeliveryStatus.FAILED, REASON_UNREACHABLE)
        if self.now < post.due_at:
            await post.reschedule(post.due_at)
            await self._resume(guild)
            return DeliveryResult(DeliveryStatus.PENDING)
        if not post.has_content:
            await post.skip()
            await self._resume(guild)
            return DeliveryResult(DeliveryStatus.SKIPPED)
        card = await self._build_card()
        if card is None:
            return await self._fail(guild, REASON_NO_CARD)
        if not await post.claim():
            return DeliveryResult(DeliveryStatus.PENDING)
        return await self._settle(guild, await self._send(guild, channel, card))

    async def _build_card(self) -> Card | None:
        """Return the card; None when building it fails, which must not stop other posts."""
        try:
            return await self.post.build_card()
        except (LookupError, ValueError, TypeError, AttributeError):
            log.exception("server %d: no card for %s", self.post.guild_id, self.post.key)
            return None

    async def _send(
        self, guild: discord.Guild, channel: PostableChannel, card: Card
    ) -> SendOutcome:
        post = self.post
        if not channel.permissions_for(guild.me).attach_files:
            card = card.without_file()
        role = guild.get_role(post.role_id) if post.role_id else None
        view = card.build_view(self.bot.colour, role.mention if role else "")
        allowed = discord.AllowedMentions.none()
        if role is not None:
            allowed = discord.AllowedMentions(
                everyone=False, users=False, roles=[role], replied_user=False
            )
        nonce = build_nonce(guild.id, channel.id, post.kind, post.key)
        return await send_once(
            channel,
            OutgoingMessage(
                view,
                nonce,
                allowed,
                is_repeated=post.has_open_claim,
                files=card.build_files(),
            ),
        )

    async def _settle(self, guild: discord.Guild, outcome: SendOutcome) -> DeliveryResult:
        match outcome:
            case Sent(message_id):
                await self.post.settle_sent(message_id, self.now)
                if message_id is None:
                    return DeliveryResult(DeliveryStatus.SENT, REASON_DELETED)
                await self._resume(guild)
                return DeliveryResult(DeliveryStatus.SENT)
            case Rejected(reason):
                return await self._fail(guild, reason)
            case RetryLater(error):
                return await self._retry_later(guild, error)
            case Obstacle():
                if not self.post.has_open_claim:
                    await self.post.release()
                return await self._hold(guild, outcome)

    async def _hold(self, guild: discord.Guild, obstacle: Obstacle) -> DeliveryResult:
        """Hold the post, or fail it when the obstacle cannot go away in time."""
        is_final = obstacle.is_channel_gone and self.post.fails_without_channel
        if is_final or self.now >= self.post.until:
            return await self._fail(guild, obstacle.description)
        await self._notify_admins(guild, await self.post.hold(obstacle))
        return DeliveryResult(DeliveryStatus.PENDING, obstacle.description)

    async def _retry_later(self, guild: discord.Guild, error: Exception) -> DeliveryResult:
        post = self.post
        if self.now >= post.give_up_at:
            return await self._fail(guild, REASON_UNREACHABLE)
        retry_at = self.now + backoff(post.tries)
        if self.now < post.until:
            retry_at = min(retry_at, post.until)
        log.warning("server %d: trying again at %s: %r", post.guild_id, retry_at, error)
        await post.reschedule(retry_at, tries=post.tries + 1)
        return DeliveryResult(DeliveryStatus.PENDING)

    async def _fail(self, guild: discord.Guild, reason: str) -> DeliveryResult:
        await self._notify_admins(guild, await self.post.settle_failed(reason))
        return DeliveryResult(DeliveryStatus.FAILED, reason)

    async def _resume(self, guild: discord.Guild) -> None:
        await self._notify_admins(guild, await self.post.resume())

    async def _notify_admins(self, guild: discord.Guild, notice: str | None) -> None:
        if notice is not None:
            await notify_admins(self.bot, guild, await self.post.get_admin_id(), notice)
