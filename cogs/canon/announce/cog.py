"""Delivers open announcements: at once after an approval, and at every tick of the scheduler."""

from __future__ import annotations

import asyncio
import logging
from datetime import datetime, timedelta

from discord.ext import commands

from bot.base import BotBase, ResourceKey
from bot.messaging.rate_limiter import share_rate
from bot.messaging.timeouts import get_backoff
from bot.scheduling.delivery import Delivery
from bot.scheduling.post import DeliveryResult, DeliveryStatus
from bot.scheduling.scheduler import SCHEDULER
from cogs.canon.announce.marking import update_message
from cogs.canon.announce.post import AnnouncementPost
from storage.proposals.announcements import Announcement

log = logging.getLogger(__name__)

JOB_NAME = "announcements"
POSTS_PER_SECOND = 10


class AnnouncerCog(commands.Cog, name="Announcements"):
    """Delivers announcements, never two deliveries of the same one at a time."""

    def __init__(self, bot: BotBase) -> None:
        self._bot = bot
        self._announcements = bot.store.announcements
        self._rate_limiter = share_rate(bot, POSTS_PER_SECOND)
        self._in_progress: set[tuple[int, str]] = set()
        self._is_updating = False

    async def cog_load(self) -> None:
        self._bot.resources[ANNOUNCER] = self
        self._bot.resources[SCHEDULER].periodic_jobs.register(
            JOB_NAME, self.deliver_due, interval=timedelta()
        )

    async def cog_unload(self) -> None:
        self._bot.resources[SCHEDULER].periodic_jobs.unregister(JOB_NAME)
        del self._bot.resources[ANNOUNCER]

    async def deliver_due(self, now: datetime) -> bool:
        """Deliver the announcements that are due at `now`; return True, as a job that is done."""
        async with asyncio.TaskGroup() as group:
            for one in await self._announcements.list_open(now):
                if self._bot.shard_set.has_guild(one.guild_id):
                    group.create_task(self._deliver(one.guild_id, one.entry_id, now))
        await self.update_messages()
        return True

    async def update_messages(self) -> None:
        """Let every announcement show whether its entry is retracted."""
        if self._is_updating:
            return
        self._is_updating = True
        try:
            for posted in await self._announcements.list_wrongly_marked():
                if self._bot.shard_set.has_guild(posted.guild_id):
                    async with self._rate_limiter.acquire():
                        await update_message(self._bot, posted)
        finally:
            self._is_updating = False

    async def announce(self, guild_id: int, entry_id: str) -> DeliveryResult:
        """Deliver one queued announcement now; return its outcome."""
        return await self._deliver(guild_id, entry_id, self._bot.clock())

    async def _deliver(self, guild_id: int, entry_id: str, now: datetime) -> DeliveryResult:
        key = guild_id, entry_id
        if key in self._in_progress:
            return DeliveryResult(DeliveryStatus.PENDING)
        self._in_progress.add(key)
        try:
            async with self._rate_limiter.acquire():
                # Read only now: it may have been settled during the wait.
                announcement = await self._announcements.get_open(guild_id, entry_id)
                if announcement is None:
                    return await self._read_result(guild_id, entry_id)
                return await self._deliver_open(announcement, now)
        finally:
            self._in_progress.discard(key)

    async def _deliver_open(self, announcement: Announcement, now: datetime) -> DeliveryResult:
        try:
            post = await AnnouncementPost.load(self._bot, announcement, now)
            return await Delivery(self._bot, post, now).run()
        except Exception:
            # One guild's failure must not stop the announcements of the others.
            log.exception("server %d: the announcement of %s", *announcement[:2])
            await self._announcements.reschedule(
                announcement, now + get_backoff(announcement.tries), tries=announcement.tries + 1
            )
            return DeliveryResult(DeliveryStatus.PENDING)

    async def _read_result(self, guild_id: int, entry_id: str) -> DeliveryResult:
        """Return the stored result of another delivery."""
        outcome = await self._announcements.get_outcome(guild_id, entry_id)
        if outcome is None:
            return DeliveryResult(DeliveryStatus.SKIPPED)
        state, reason = outcome
        return DeliveryResult(DeliveryStatus(state), reason)


ANNOUNCER = ResourceKey[AnnouncerCog]("announcer")


async def announce_now(bot: BotBase, guild_id: int, entry_id: str) -> DeliveryResult:
    """Announce accepted news without waiting for the next tick; return the outcome."""
    announcer = bot.resources.get(ANNOUNCER)
    if announcer is None:
        return DeliveryResult(DeliveryStatus.PENDING)
    return await announcer.announce(guild_id, entry_id)


async def update_announcements(bot: BotBase) -> None:
    """Mark the announcements of retracted entries without waiting for the next tick."""
    announcer = bot.resources.get(ANNOUNCER)
    if announcer is not None:
        await announcer.update_messages()
