"""Announces what is due to news channels: at once when it is approved, and again at every tick."""

from __future__ import annotations

import asyncio
import logging
from datetime import datetime, timedelta
from typing import NamedTuple

from discord.ext import commands

from bot.base import BotBase
from bot.messaging.rate_limiter import RateLimiter
from bot.scheduling.scheduler import SCHEDULER
from cogs.canon.announce.post import AnnouncementDelivery
from storage.posts.models import ShardSet
from storage.proposals.announcements import Announcement

log = logging.getLogger(__name__)

COG_NAME = "Announcements"
JOB_NAME = "announcements"
POSTS_PER_SECOND = 10
INITIAL_BACKOFF = timedelta(seconds=50)
MAX_BACKOFF = timedelta(minutes=15)


class _Backoff(NamedTuple):
    """How often an announcement was tried in vain, and when it is tried again."""

    tries: int
    retry_at: datetime


class AnnouncerCog(commands.Cog, name=COG_NAME):
    """Sends announcements, no two attempts at the same one at a time."""

    def __init__(self, bot: BotBase) -> None:
        self._bot = bot
        self._rate_limiter = RateLimiter(POSTS_PER_SECOND)
        self._in_progress: set[tuple[int, str]] = set()
        self._backoffs: dict[tuple[int, str], _Backoff] = {}

    async def cog_load(self) -> None:
        self._bot.resources[SCHEDULER].periodic_jobs.register(
            JOB_NAME, self.send_due, interval=timedelta()
        )

    async def cog_unload(self) -> None:
        self._bot.resources[SCHEDULER].periodic_jobs.unregister(JOB_NAME)

    async def send_due(self, now: datetime, guild_id: int | None = None) -> bool:
        """Deal with what is due, in one server or in all; gives True: that was all for now."""
        shard_set = ShardSet(frozenset(self._bot.shards), self._bot.shard_count or 1)
        async with asyncio.TaskGroup() as group:
            for one in await self._bot.store.announcements.list_open():
                is_selected = (
                    one.guild_id == guild_id if guild_id else shard_set.has_guild(one.guild_id)
                )
                if is_selected and self._is_due(one, now):
                    self._in_progress.add(one[:2])
                    group.create_task(self._process(one, now))
        return True

    def _is_due(self, announcement: Announcement, now: datetime) -> bool:
        backoff = self._backoffs.get(announcement[:2])
        return announcement[:2] not in self._in_progress and (
            backoff is None or backoff.retry_at <= now
        )

    async def _process(self, announcement: Announcement, now: datetime) -> None:
        """One server's trouble stays its own."""
        key = announcement[:2]
        try:
            async with self._rate_limiter.acquire():
                current = await self._bot.store.announcements.refresh(announcement)
                is_settled = (
                    current is None or await AnnouncementDelivery(self._bot, current, now).run()
                )
        except Exception:
            log.exception("server %d: the announcement of %s", *key)
            is_settled = False
        finally:
            self._in_progress.discard(key)
        self._update_backoff(key, now, is_settled=is_settled)

    def _update_backoff(self, key: tuple[int, str], now: datetime, *, is_settled: bool) -> None:
        if is_settled:
            self._backoffs.pop(key, None)
            return
        tries = self._backoffs[key].tries if key in self._backoffs else 0
        delay = min(INITIAL_BACKOFF * 2**tries, MAX_BACKOFF)
        self._backoffs[key] = _Backoff(tries + 1, now + delay)


async def announce_now(bot: BotBase, guild_id: int) -> None:
    """Announce what has just become due in a server, without waiting for the next tick."""
    cog = bot.get_cog(COG_NAME)
    if isinstance(cog, AnnouncerCog):
        await cog.send_due(bot.clock(), guild_id)
