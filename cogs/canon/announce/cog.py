"""Announces what is due to news channels: at once when it is approved, and again at every tick."""

from __future__ import annotations

import asyncio
import logging
from datetime import datetime, timedelta
from typing import NamedTuple

from discord.ext import commands

from bot.client import FanBot
from bot.messaging.rate_limiter import Pace
from cogs.canon.announce.post import Announcing
from storage.posts.models import ShardSet
from storage.proposals.announcements import Announcement

log = logging.getLogger(__name__)

NAME = "Announcements"
CHORE = "announcements"
POSTS_PER_SECOND = 10
FIRST_WAIT = timedelta(seconds=50)
LONGEST_WAIT = timedelta(minutes=15)


class _Wait(NamedTuple):
    """How often an announcement was tried in vain, and when it is tried again."""

    tries: int
    until: datetime


class AnnouncerCog(commands.Cog, name=NAME):
    """Sends announcements, no two attempts at the same one at a time."""

    def __init__(self, bot: FanBot) -> None:
        self._bot = bot
        self._pace = Pace(POSTS_PER_SECOND)
        self._busy: set[tuple[int, str]] = set()
        self._waits: dict[tuple[int, str], _Wait] = {}

    async def cog_load(self) -> None:
        self._bot.scheduler.chores.register(CHORE, self.run, every=timedelta())

    async def cog_unload(self) -> None:
        self._bot.scheduler.chores.forget(CHORE)

    async def run(self, now: datetime, guild_id: int | None = None) -> bool:
        """Deal with what is due, in one server or in all; gives True: that was all for now."""
        share = ShardSet(frozenset(self._bot.shards), self._bot.shard_count or 1)
        async with asyncio.TaskGroup() as group:
            for one in await self._bot.store.announcements.list_open():
                is_meant = one.guild_id == guild_id if guild_id else share.has_guild(one.guild_id)
                if is_meant and self._is_due(one, now):
                    self._busy.add(one[:2])
                    group.create_task(self._deal_with(one, now))
        return True

    def _is_due(self, announcement: Announcement, now: datetime) -> bool:
        wait = self._waits.get(announcement[:2])
        return announcement[:2] not in self._busy and (wait is None or wait.until <= now)

    async def _deal_with(self, announcement: Announcement, now: datetime) -> None:
        """One server's trouble stays its own."""
        key = announcement[:2]
        try:
            async with self._pace.turn():
                fresh = await self._bot.store.announcements.refresh(announcement)
                is_settled = fresh is None or await Announcing(self._bot, fresh, now).run()
        except Exception:
            log.exception("server %d: the announcement of %s", *key)
            is_settled = False
        finally:
            self._busy.discard(key)
        self._note(key, now, is_settled=is_settled)

    def _note(self, key: tuple[int, str], now: datetime, *, is_settled: bool) -> None:
        if is_settled:
            self._waits.pop(key, None)
            return
        tries = self._waits[key].tries if key in self._waits else 0
        wait = min(FIRST_WAIT * 2**tries, LONGEST_WAIT)
        self._waits[key] = _Wait(tries + 1, now + wait)


async def announce_now(bot: FanBot, guild_id: int) -> None:
    """Announce what has just become due in a server, without waiting for the next tick."""
    announcer = bot.get_cog(NAME)
    if isinstance(announcer, AnnouncerCog):
        await announcer.run(bot.clock(), guild_id)
