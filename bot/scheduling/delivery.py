"""The state machine that delivers a post: claim, send, store the outcome.

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
from bot.messaging.channels import Obstacle
from bot.messaging.outbox_relay import relay_now
from bot.messaging.sending import (
    REASON_DELETED,
    REASON_UNREACHABLE,
    REQUEST_ERRORS,
    Rejected,
    RetryLater,
    SendOutcome,
    Sent,
)
from bot.messaging.timeouts import get_backoff
from bot.scheduling.post import (
    CONTENT_ERRORS,
    DeliveryResult,
    DeliveryStatus,
    Outlet,
    Post,
    Request,
)
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
                return await self._retry_later(error)

    async def _deliver(self, guild: discord.Guild) -> DeliveryResult:
        outlet = await self.post.resolve_outlet(guild)
        if await self._recover_open_claim(guild):
            if not isinstance(outlet, Obstacle):
                await self._resume()
            return DeliveryResult(DeliveryStatus.SENT)
        if self.post.cancel_reason is not None:
            return await self._fail(self.post.cancel_reason)
        if isinstance(outlet, Obstacle):
            return await self._hold(outlet)
        return await self._deliver_to(outlet)

    async def _recover_open_claim(self, guild: discord.Guild) -> bool:
        """Settle an open claim whose post is found; return False when it must be sent.

        While sending again gives the same post, that is sure to find it; a search may miss it.
        """
        claim = await self.post.get_claim()
        if claim is None or self.post.can_repeat(claim, self.now):
            return False
        sent = await self.post.find_sent(guild, claim)
        if sent is not None:
            await self.post.settle_sent(*sent)
        return sent is not None

    async def _deliver_to(self, outlet: Outlet) -> DeliveryResult:
        post = self.post
        if self.now >= post.until:
            await relay_now(self.bot, await post.settle_expired())
            return DeliveryResult(DeliveryStatus.FAILED, REASON_UNREACHABLE)
        if self.now < post.due_at:
            await post.reschedule(post.due_at)
            await self._resume()
            return DeliveryResult(DeliveryStatus.PENDING)
        if not post.has_content:
            await post.skip()
            await self._resume()
            return DeliveryResult(DeliveryStatus.SKIPPED)
        request = await self._prepare(outlet)
        if request is None:
            return await self._fail(REASON_NO_CARD)
        if not await post.claim():
            return DeliveryResult(DeliveryStatus.PENDING)
        return await self._settle(await request())

    async def _prepare(self, outlet: Outlet) -> Request | None:
        """Return the request that sends the post; None when its content cannot be built."""
        try:
            return await outlet.prepare()
        except CONTENT_ERRORS:
            log.exception("server %d: no card for %s", self.post.guild_id, self.post.key)
            return None

    async def _settle(self, outcome: SendOutcome) -> DeliveryResult:
        match outcome:
            case Sent(sent_id):
                await self.post.settle_sent(sent_id, self.now)
                if sent_id is None:
                    return DeliveryResult(DeliveryStatus.SENT, REASON_DELETED)
                await self._resume()
                return DeliveryResult(DeliveryStatus.SENT)
            case Rejected(reason):
                return await self._fail(reason)
            case RetryLater(error):
                return await self._retry_later(error)
            case Obstacle():
                if not self.post.has_open_claim:
                    await self.post.release()
                return await self._hold(outcome)

    async def _hold(self, obstacle: Obstacle) -> DeliveryResult:
        """Hold the post, or fail it when the obstacle cannot go away in time."""
        is_final = obstacle.is_channel_gone and self.post.fails_without_channel
        if is_final or self.now >= self.post.until:
            return await self._fail(obstacle.description)
        await relay_now(self.bot, await self.post.hold(obstacle))
        return DeliveryResult(DeliveryStatus.PENDING, obstacle.description)

    async def _retry_later(self, error: Exception) -> DeliveryResult:
        post = self.post
        if self.now >= post.give_up_at:
            return await self._fail(REASON_UNREACHABLE)
        retry_at = self.now + get_backoff(post.tries)
        if self.now < post.until:
            retry_at = min(retry_at, post.until)
        log.warning("server %d: trying again at %s: %r", post.guild_id, retry_at, error)
        await post.reschedule(retry_at, tries=post.tries + 1)
        return DeliveryResult(DeliveryStatus.PENDING)

    async def _fail(self, reason: str) -> DeliveryResult:
        await relay_now(self.bot, await self.post.settle_failed(reason))
        return DeliveryResult(DeliveryStatus.FAILED, reason)

    async def _resume(self) -> None:
        await relay_now(self.bot, await self.post.resume())
