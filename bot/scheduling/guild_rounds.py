"""Looks after what each guild has of one thing, once a minute those guilds that are due."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Collection
from datetime import datetime, timedelta
from typing import Protocol

from bot.base import BotBase
from bot.messaging.rate_limiter import share_rate
from bot.scheduling.scheduler import SCHEDULER
from storage.shards import ShardSet

log = logging.getLogger(__name__)

BATCH_SIZE = 100
LOOKS_PER_SECOND = 10
RETRY_AFTER_FAULT = timedelta(hours=1)


class GuildQueue(Protocol):
    """The repository that knows which guilds are to be looked at, and when."""

    async def list_due(self, now: datetime, shard_set: ShardSet, limit: int) -> list[int]:
        """Return at most `limit` guilds of `shard_set` to be looked at, the longest due first."""
        ...

    async def bring_forward(self, guild_ids: Collection[int] | None, now: datetime) -> None:
        """Have these guilds looked at by `now` at the latest; None means all of them."""
        ...

    async def postpone(self, guild_id: int, look_at: datetime) -> None:
        """Have one guild looked at no earlier than `look_at`."""
        ...


class GuildRounds:
    """Calls `look(guild_id, now)` for each due guild of a queue, at most ten a second.

    A guild is due as well after its entries have changed, and all are after a pack was loaded again
    and at the first round: what the program makes of it may have changed while it was not running.
    """

    def __init__(
        self,
        bot: BotBase,
        name: str,
        queue: GuildQueue,
        look: Callable[[int, datetime], Awaitable[None]],
    ) -> None:
        self._bot = bot
        self._name = name
        self._queue = queue
        self._look = look
        self._rate_limiter = share_rate(bot, LOOKS_PER_SECOND)
        self._changed_guild_ids: set[int] = set()
        self._are_all_changed = True
        self._round: asyncio.Task[None] | None = None

    def register(self) -> None:
        """Start a round every minute from now on."""
        scheduler = self._bot.resources[SCHEDULER]
        scheduler.periodic_jobs.register(self._name, self.start, interval=timedelta())
        self._bot.store.database.add_guild_listener(self._changed_guild_ids.add)
        self._bot.store.canon.add_load_listener(self._mark_all_changed)

    def _mark_all_changed(self) -> None:
        self._are_all_changed = True

    async def unregister(self) -> None:
        """Start no further round, and stop the one that is going on."""
        self._bot.resources[SCHEDULER].periodic_jobs.unregister(self._name)
        if self._round is not None:
            self._round.cancel()
            await asyncio.gather(self._round, return_exceptions=True)

    async def start(self, now: datetime) -> bool:
        """Start looking at what is due at `now`; return True, as a done job.

        It does not wait for that: Discord must not hold up other jobs. None is started while
        another goes on.
        """
        if self._round is None or self._round.done():
            self._round = asyncio.create_task(self._look_at_due(now), name=self._name)
        return True

    async def wait(self) -> None:
        """Wait until the round that was started is finished."""
        if self._round is not None:
            await self._round

    async def _look_at_due(self, now: datetime) -> None:
        try:
            await self._bring_forward(now)
            done = set[int]()
            while guild_ids := await self._list_due(now, done):
                done |= set(guild_ids)
                async with asyncio.TaskGroup() as group:
                    for guild_id in guild_ids:
                        group.create_task(self._look_safely(guild_id, now))
        except Exception:
            log.exception("%s broke off; the next minute goes on", self._name)

    async def _list_due(self, now: datetime, done: set[int]) -> list[int]:
        """Return the next guilds, none of them twice in one round."""
        limit = len(done) + BATCH_SIZE
        due = await self._queue.list_due(now, self._bot.shard_set, limit)
        return [guild_id for guild_id in due if guild_id not in done][:BATCH_SIZE]

    async def _bring_forward(self, now: datetime) -> None:
        changed = None if self._are_all_changed else set(self._changed_guild_ids)
        self._changed_guild_ids.clear()
        self._are_all_changed = False
        if changed is None or changed:
            await self._queue.bring_forward(changed, now)

    async def _look_safely(self, guild_id: int, now: datetime) -> None:
        """Look at one guild; whatever is wrong with it must not stop the others."""
        async with self._rate_limiter.acquire():
            try:
                await self._look(guild_id, now)
            except Exception:
                log.exception("server %d: %s", guild_id, self._name)
                await self._queue.postpone(guild_id, now + RETRY_AFTER_FAULT)
