"""Looks after the status cards of all guilds, once a minute those that are due."""

from __future__ import annotations

import asyncio
import logging
from datetime import datetime, timedelta

from discord.ext import commands

from bot.base import BotBase
from bot.messaging.rate_limiter import RateLimiter
from bot.scheduling.scheduler import SCHEDULER
from bot.setup.registry import SETUP_REGISTRY
from cogs.status.live_card.keeper import StatusCardKeeper
from cogs.status.live_card.setup_page import StatusCardPage

log = logging.getLogger(__name__)

JOB_NAME = "status cards"
BATCH_SIZE = 100
LOOKS_PER_SECOND = 10


class StatusCardCog(commands.Cog, name="Status card"):
    """Starts a round of looks every minute, and looks at once after a change in `/setup`."""

    def __init__(self, bot: BotBase) -> None:
        self._bot = bot
        self._cards = bot.store.status_cards
        self._keeper = StatusCardKeeper(bot)
        self._page = StatusCardPage(bot, self._keeper)
        self._rate_limiter = RateLimiter(LOOKS_PER_SECOND)
        self._changed_guild_ids: set[int] = set()
        self._is_first_round = True
        self._round: asyncio.Task[None] | None = None

    async def cog_load(self) -> None:
        scheduler = self._bot.resources[SCHEDULER]
        scheduler.periodic_jobs.register(JOB_NAME, self.start_round, interval=timedelta())
        scheduler.add_retry(self._retry_held_up)
        self._bot.store.database.add_guild_listener(self._changed_guild_ids.add)
        self._bot.resources[SETUP_REGISTRY].register_settings_page(self._page)

    async def cog_unload(self) -> None:
        scheduler = self._bot.resources[SCHEDULER]
        scheduler.periodic_jobs.unregister(JOB_NAME)
        scheduler.remove_retry(self._retry_held_up)
        self._bot.resources[SETUP_REGISTRY].unregister(self._page.key)
        if self._round is not None:
            self._round.cancel()
            await asyncio.gather(self._round, return_exceptions=True)

    async def start_round(self, now: datetime) -> bool:
        """Start looking at the cards that are due at `now`; return True, as a done job.

        It does not wait for that: Discord must not hold up other jobs. A round that is still going
        on takes the place of this one.
        """
        if self._round is None or self._round.done():
            self._round = asyncio.create_task(self._look_at_due(now), name="looking at cards")
        return True

    async def wait(self) -> None:
        """Wait until the round that was started is finished."""
        if self._round is not None:
            await self._round

    async def _look_at_due(self, now: datetime) -> None:
        try:
            await self._bring_forward(now)
            shard_set = self._bot.shard_set
            while guild_ids := await self._cards.list_due(now, shard_set, BATCH_SIZE):
                async with asyncio.TaskGroup() as group:
                    for guild_id in guild_ids:
                        group.create_task(self._look_safely(guild_id, now))
                if len(guild_ids) < BATCH_SIZE:
                    return
        except Exception:
            log.exception("looking at status cards broke off; the next minute goes on")

    async def _bring_forward(self, now: datetime) -> None:
        """Have the cards of guilds whose entries changed looked at now; at first all of them.

        The pack, and what a card says, may have changed while the bot was not running.
        """
        changed = None if self._is_first_round else set(self._changed_guild_ids)
        self._changed_guild_ids.clear()
        self._is_first_round = False
        if changed is None or changed:
            await self._cards.bring_forward(changed, now)

    async def _look_safely(self, guild_id: int, now: datetime) -> None:
        """Look at one card; whatever is wrong with it must not stop the others."""
        async with self._rate_limiter.acquire():
            try:
                await self._keeper.keep(guild_id, now)
            except Exception:
                log.exception("server %d: its status card", guild_id)
                stored = await self._cards.get(guild_id)
                if stored is not None:
                    await self._cards.look_later(stored, now + timedelta(hours=1))

    async def _retry_held_up(self, guild_id: int) -> None:
        """Look at a guild's card after a change that may have removed what keeps it back."""
        stored = await self._cards.get(guild_id)
        if stored is not None and (stored.obstacle or stored.wants_pin != stored.is_pinned):
            await self._keeper.keep(guild_id, self._bot.clock())
