"""Watches one open bot: looks at its parts each second, and says when only a new start helps."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Coroutine
from datetime import timedelta
from typing import Any, NoReturn

from bot.base import BotBase
from bot.errors import HungError
from bot.health.database_watch import DatabaseWatch
from bot.health.gateway_watch import GatewayWatch
from bot.health.limits import HealthLimits
from bot.health.state import HealthState
from bot.health.tick_watch import TickWatch
from bot.owner_messages.reporter import OwnerReporter
from bot.scheduling.scheduler import SCHEDULER
from storage.errors import DatabaseError

log = logging.getLogger(__name__)


class Monitor:
    """Keeps the state of one bot up to date."""

    def __init__(self, bot: BotBase, state: HealthState, limits: HealthLimits) -> None:
        self._bot = bot
        self._state = state
        self._limits = limits
        self._gateway = GatewayWatch(bot, limits)
        self._database = DatabaseWatch(bot.store.database, limits, bot.concerns)
        self._tick = TickWatch(bot.resources[SCHEDULER], limits)

    async def run(self) -> NoReturn:
        """Watch until cancelled. Raises HungError when only a new start helps."""
        jobs: list[Coroutine[Any, Any, None]] = [
            self._gateway.run(),
            self._database.run(),
            self._count_overdue(),
        ]
        if self._bot.settings.owner_messages:
            jobs.append(OwnerReporter(self._bot).run())
        tasks = [asyncio.create_task(job, name="watch over the bot") for job in jobs]
        try:
            while True:
                self._look()
                await asyncio.sleep(self._limits.beat)
        finally:
            for task in tasks:
                task.cancel()
            state = self._state
            state.shards, state.shard_count, state.is_ready = (), None, False
            state.tick = state.database = None

    def _look(self) -> None:
        now, state, bot = time.monotonic(), self._state, self._bot
        state.shards = self._gateway.list_shards()
        state.shard_count = bot.shard_count if bot.shard_ids is None else len(bot.shard_ids)
        state.servers = len(bot.guilds)
        state.is_ready = bot.is_ready()
        state.tick = self._tick.state
        state.database = self._database.state
        state.gauges = {name: read() for name, read in bot.observers.gauges.items()}
        if not bot.store.database.is_alive():
            raise HungError("A thread of the database has died: I end, to be started again.")
        if self._database.look(now):
            raise HungError("The database no longer answers: I end, to be started again.")
        if self._tick.look(now):
            raise HungError("The scheduler no longer makes progress: I end, to be started again.")

    async def _count_overdue(self) -> None:
        while True:
            now = self._bot.clock()
            before = now - timedelta(seconds=self._limits.overdue)
            try:
                counted = await self._bot.store.overdue_posts.count(
                    now, before, self._bot.shard_set
                )
            except DatabaseError as error:
                log.debug("overdue posts were not counted: %r", error)
            else:
                self._state.overdue = {**dict.fromkeys(self._state.overdue, 0), **counted}
            await asyncio.sleep(self._limits.overdue / 10)
