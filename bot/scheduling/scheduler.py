"""The one job that posts by itself: every minute, whatever is due, once, and never in a burst.

Features register a `Poster`; storage knows which servers are due. A batch is taken under a lease,
so that two processes or two ticks never hold the same server, and the unique claim in the ledger
decides all the same.
"""

from __future__ import annotations

import asyncio
import logging
import random
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from itertools import islice
from typing import TYPE_CHECKING, Any

from bot.base import BotBase, ResourceKey
from bot.messaging.channels import format_pause
from bot.messaging.rate_limiter import RateLimiter
from bot.messaging.sending import REASON_UNREACHABLE, SEND_TIMEOUT_S
from bot.scheduling.delivery import Delivery
from bot.scheduling.occurrences import advance_schedule, upcoming_instants
from bot.scheduling.periodic_jobs import PeriodicJobs
from bot.scheduling.post_type import PostType
from storage.posts.models import Advance, Schedule, ShardSet
from storage.posts.post_log import PostLogEntry, PostState
from storage.posts.schedules import FAIRNESS_MODULUS

if TYPE_CHECKING:
    from apscheduler.schedulers.asyncio import AsyncIOScheduler

log = logging.getLogger(__name__)

LEASE_DURATION = timedelta(seconds=50)
"""How long a batch belongs to whoever took it; after a crash, the next tick takes it up."""
BATCH_SIZE = 150
"""Schedules taken at a time: few, so that the loop stays free and newly due ones join in soon."""
YIELD_EVERY = 25
"""Schedules dealt with between two looks at the rest of the bot."""
WATCH_S = 60.0
"""Seconds between two looks, by no clock that can be set, whether the next tick is near."""


class Scheduler:
    """Sends the posts of every registered kind; at most `rate` a second."""

    def __init__(self, bot: BotBase, rate: int, rng: random.Random) -> None:
        self._bot = bot
        self._rng = rng
        self._rate_limiter = RateLimiter(rate)
        self._post_types: dict[str, PostType] = {}
        self.periodic_jobs = PeriodicJobs()
        self._is_ticking = False
        self._apscheduler: AsyncIOScheduler | None = None
        self._last_error = ""
        """What broke the last tick off."""
        self._clock_watch: asyncio.Task[None] | None = None

    def register(self, post_type: PostType) -> None:
        """Send this kind of post from now on."""
        self._post_types[post_type.kind] = post_type

    def unregister(self, kind: str) -> None:
        """Leave this kind of post alone from now on; its schedules stay as they are."""
        self._post_types.pop(kind, None)

    def start(self) -> None:
        """Tick at the start of every minute until `stop`."""
        # Imported late: it looks through every installed package for plug-ins.
        from apscheduler.schedulers.asyncio import AsyncIOScheduler
        from apscheduler.triggers.cron import CronTrigger

        apscheduler = AsyncIOScheduler(timezone=UTC)
        apscheduler.add_job(  # pyright: ignore[reportUnknownMemberType] - the library has no types
            self.run_due,
            CronTrigger(second=0, timezone=UTC),
            misfire_grace_time=None,
            coalesce=True,
            max_instances=1,
        )
        apscheduler.start()
        self._apscheduler = apscheduler
        self._clock_watch = asyncio.create_task(
            _watch_clock(apscheduler), name="watch over the clock"
        )

    def stop(self) -> None:
        """Tick no more."""
        if self._apscheduler is not None:
            self._apscheduler.shutdown(wait=False)
            self._apscheduler = None
        if self._clock_watch is not None:
            self._clock_watch.cancel()
            self._clock_watch = None

    async def run_due(self, now: datetime | None = None) -> None:
        """Deal with all that is due, at `now` or at the clock's time as it passes; then chores."""
        try:
            while await self.tick(now or self._bot.clock()):
                pass
            if self._bot.is_ready():
                await self.periodic_jobs.run_due(now or self._bot.clock())
            self._last_error = ""
        except Exception as error:
            # What lasts, like a full disk, would fill the log with the same lines every minute.
            is_new, self._last_error = repr(error) != self._last_error, repr(error)
            log.error("a tick broke off; the next one goes on: %r", error, exc_info=is_new)

    async def tick(self, now: datetime) -> int:
        """Deal with one batch of what is due at `now`; gives how many schedules it took."""
        if self._is_ticking or not self._post_types or not self._bot.is_ready():
            return 0
        self._is_ticking = True
        try:
            return await self._process_batch(now)
        finally:
            self._is_ticking = False

    async def get_next_due_at(self, guild_id: int) -> datetime | None:
        """When a server's next post of any kind is due; None when nothing is to come."""
        due: list[datetime] = []
        for kind, poster in self._post_types.items():
            schedule = await self._bot.store.schedules.get(guild_id, kind)
            if schedule is not None and schedule.pause_reason is None:
                await poster.preload([guild_id])
                due += islice(upcoming_instants(schedule, poster.has_post_on), 1)
        return min(due, default=None)

    async def retry_held_up(self, guild_id: int) -> None:
        """Look again at what is held up in a server, because something there has changed."""
        now = self._bot.clock()
        if await self._bot.store.schedules.retry_held_up(guild_id, now):
            await self.run_due(now)

    async def _process_batch(self, now: datetime) -> int:
        began = asyncio.get_running_loop().time()
        leased = await self._bot.store.schedules.lease_due(
            now,
            now + LEASE_DURATION,
            kinds=sorted(self._post_types),
            limit=BATCH_SIZE,
            shard_set=self._get_shard_set(),
            order_offset=self._rng.randrange(FAIRNESS_MODULUS),
        )
        if leased:
            guild_ids = {schedule.guild_id for schedule in leased}
            for poster in self._post_types.values():
                await poster.preload(guild_ids)
            to_deliver = await self._settle_without_sending(leased, now)
            self._rng.shuffle(to_deliver)
            await self._deliver_all(
                to_deliver, now, began + LEASE_DURATION.total_seconds() - SEND_TIMEOUT_S
            )
        return len(leased)

    def _get_shard_set(self) -> ShardSet:
        bot = self._bot
        return ShardSet(frozenset(bot.shards), bot.shard_count or 1)

    async def _settle_without_sending(
        self, leased: Sequence[Schedule], now: datetime
    ) -> list[Schedule]:
        """Write down, in one go, what needs no word to the platform; gives the others."""
        to_deliver: list[Schedule] = []
        entries: list[PostLogEntry] = []
        advances: list[Advance] = []
        for number, schedule in enumerate(leased):
            if number % YIELD_EVERY == 0:
                await asyncio.sleep(0)
            try:
                if self._needs_discord(schedule, now):
                    to_deliver.append(schedule)
                    continue
                advance = advance_schedule(schedule, now)
                entries += self._build_missed_entries(schedule, advance.next_occurrence.day, now)
                advances.append(advance)
            except Exception:
                log.exception("server %d: a schedule cannot be read", schedule.guild_id)
        if advances:
            await self._bot.store.post_log.settle(entries, advances)
        return to_deliver

    def _needs_discord(self, schedule: Schedule, now: datetime) -> bool:
        if schedule.has_open_claim:
            return True
        if now >= schedule.until:
            return False
        has_post = self._post_types[schedule.kind].has_post_on(schedule, schedule.next_day)
        return has_post or schedule.pause_reason is not None or now < schedule.due_at

    def _build_missed_entries(
        self, schedule: Schedule, end_day: date, now: datetime
    ) -> Iterator[PostLogEntry]:
        """A row for every promised date that passed by and had something to post."""
        if now < schedule.until:
            return
        poster = self._post_types[schedule.kind]
        for ordinal in range(schedule.next_day.toordinal(), end_day.toordinal()):
            day = date.fromordinal(ordinal)
            if poster.has_post_on(schedule, day):
                yield PostLogEntry(
                    guild_id=schedule.guild_id,
                    kind=schedule.kind,
                    day=day,
                    state=PostState.MISSED,
                    channel_id=schedule.settings.channel_id,
                    claimed_at=now,
                    reason=self._get_missed_reason(schedule),
                    settled_at=now,
                )

    def _get_missed_reason(self, schedule: Schedule) -> str:
        if schedule.pause_reason is not None:
            return format_pause(schedule.pause_reason, schedule.pause_detail)
        if schedule.tries:
            return REASON_UNREACHABLE
        guild = self._bot.get_guild(schedule.guild_id)
        if guild is None or guild.unavailable:
            return "Discord could not show me this server"
        return "the bot was not running"

    async def _deliver_all(
        self, schedules: Sequence[Schedule], now: datetime, deadline: float
    ) -> None:
        async with asyncio.TaskGroup() as group:
            for schedule in schedules:
                group.create_task(self._deliver_one(schedule, now, deadline))

    async def _deliver_one(self, schedule: Schedule, now: datetime, deadline: float) -> None:
        """One server's trouble stays its own; what is left over waits for its lease to end."""
        async with self._rate_limiter.acquire():
            if asyncio.get_running_loop().time() >= deadline:
                return
            try:
                poster = self._post_types[schedule.kind]
                await Delivery(self._bot, poster, schedule, now).run()
            except Exception:
                log.exception("server %d: the post of %s", schedule.guild_id, schedule.next_day)


SCHEDULER = ResourceKey[Scheduler]("scheduler")


async def _watch_clock(apscheduler: Any) -> None:
    """Tick at once when the clock was set back: the library waits until it shows the old time."""
    while True:
        await asyncio.sleep(WATCH_S)
        now = datetime.now(UTC)
        for job in apscheduler.get_jobs():
            if job.next_run_time - now > 2 * timedelta(seconds=WATCH_S):
                log.warning("the clock was set back; going on at %s", now)
                job.modify(next_run_time=now)
