"""The jobs that poll feeds and tell of finds, and the feature's page of `/setup`."""

from __future__ import annotations

import random
from datetime import datetime, timedelta

from discord.ext import commands

from bot import __version__
from bot.base import BotBase, ResourceKey
from bot.fetching.fetcher import FETCHER, Fetcher
from bot.fetching.user_agent import build_user_agent
from bot.scheduling.scheduler import SCHEDULER
from bot.setup.registry import SETUP_REGISTRY
from cogs.news.notices import send_notices
from cogs.news.polling import FeedPoller
from cogs.news.setup_page import NewsPage
from seeds.feeds.stories import STORY_SPAN

POLL_JOB, NOTICE_JOB, CLEAN_JOB = "feeds", "notices about feeds", "old stories"


class NewsCog(commands.Cog, name="News"):
    """Runs the jobs while the feature is loaded."""

    def __init__(self, bot: BotBase) -> None:
        self._bot = bot
        self._owns_fetcher = bot.resources.get(FETCHER) is None
        if self._owns_fetcher:
            contact = bot.settings.contact or f"https://discord.com/users/{bot.application_id}"
            user_agent = build_user_agent(__version__, bot.packs.get(None).manifest.title, contact)
            bot.resources[FETCHER] = Fetcher(user_agent)
        fetcher = bot.resources[FETCHER]
        self._poller = FeedPoller(bot, fetcher, random.Random())
        self._page = NewsPage(bot, fetcher, self._poller)

    async def cog_load(self) -> None:
        self._bot.resources[FEED_POLLER] = self._poller
        self._bot.resources[SETUP_REGISTRY].register_settings_page(self._page)
        jobs = self._bot.resources[SCHEDULER].periodic_jobs
        jobs.register(POLL_JOB, self._poller.start_due, timedelta(), is_common=True)
        jobs.register(NOTICE_JOB, self._send_notices, timedelta())
        jobs.register(CLEAN_JOB, self._clean, is_common=True)

    async def cog_unload(self) -> None:
        jobs = self._bot.resources[SCHEDULER].periodic_jobs
        for name in (POLL_JOB, NOTICE_JOB, CLEAN_JOB):
            jobs.unregister(name)
        self._bot.resources[SETUP_REGISTRY].unregister(self._page.key)
        await self._poller.stop()
        del self._bot.resources[FEED_POLLER]
        if self._owns_fetcher:
            await self._bot.resources[FETCHER].close()
            del self._bot.resources[FETCHER]

    async def _send_notices(self, now: datetime) -> bool:
        return await send_notices(self._bot, now)

    async def _clean(self, now: datetime) -> bool:
        await self._bot.store.finds.forget_stories(now - 2 * STORY_SPAN)
        await self._bot.store.feeds.delete_unwatched()
        return True


FEED_POLLER = ResourceKey[FeedPoller]("feed poller")
