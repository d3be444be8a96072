"""The scheduler: each minute it delivers the posts that are due, under a rate limit.

Features register a `PostType`; storage returns the schedules that are due. A batch is leased, so
that no two processes or ticks process a schedule at once. If a lease fails to prevent that, the
unique claim in the post log does: only one of them posts.
"""

from __future__ import annotations

import asyncio
import logging
import random
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import TYPE_CHECKING, Any, TypeAlias

from bot.base import BotBase, ResourceKey
from bot.connection.clock_check import confirm_clock
from bot.instrumentation.observers import PostSettled
from bot.markdown import Markdown, escape
from bot.messaging.rate_limiter import share_rate
from bot.messaging.sending import SEND_TIMEOUT_S
from bot.scheduling.delivery import Delivery
from bot.scheduling.occurrences import advance_schedule, upcoming_instants
from bot.scheduling.periodic_jobs import PeriodicJobs
from bot.scheduling.post import PostCalendar, PostType
from bot.scheduling.recovery.clock_repair import take_back_dates_ahead
from bot.scheduling.recovery.missed_posts import build_missed_entries
from bot.scheduling.scheduled_post import ScheduledPost
from storage.posts.models import Advance, Schedule
from storage.posts.post_log import PostLogEntry
from storage.posts.schedules import FAIRNESS_MODULUS

if TYPE_CHECKING:
    from apscheduler.schedulers.asyncio import AsyncIOScheduler

log = logging.getLogger(__name__)

LEASE_DURATION = timedelta(seconds=50)
"""How long a tick may process a batch; after a crash, a later tick takes it over."""
BATCH_SIZE = 150
"""Schedules leased at a time: few, so that the event loop stays responsive."""
YIELD_EVERY = 25
"""Schedules settled between two yields to the event loop."""
Calendars: TypeAlias = Mapping[str, Mapping[int, PostCalendar]]
"""Calendars by kind of post and guild id."""
WATCH_S = 60.0
"""Seconds, on the monotonic clock, between two checks that the last tick is not long ago."""


class Scheduler:
    """Sends the posts of every registered type, at most `rate` a second with other processes."""

    def __init__(self, bot: BotBase, rate: int, rng: random.Random) -> None:
        self._bot = bot
        self._rng = rng
        self._rate_limiter = share_rate(bot, rate)
        self._post_types: dict[str, PostType] = {}
        self._retries: list[Callable[[int], Awaitable[object]]] = []
        self.periodic_jobs = PeriodicJobs(lambda: bot.does_common_work)
        self.batch_began_at: float | None = None
        """The monotonic time in seconds at which the batch under way began, None between two."""
        self.last_run_at: float | None = None
        """The monotonic time at which a tick last ended, or the ticks began; None before that."""
        self._apscheduler: AsyncIOScheduler | None = None
        self._last_error = ""
        """The error that ended the last tick, "" when it succeeded."""
        self._tick_watch: asyncio.Task[None] | None = None
        self._is_running = False

    def register(self, post_type: PostType) -> None:
        """Deliver posts of this type from now on."""
        self._post_types[post_type.kind] = post_type

    def unregister(self, kind: str) -> None:
        """Stop delivering posts of this kind; its schedules stay in storage."""
        self._post_types.pop(kind, None)

    def add_retry(self, retry: Callable[[int], Awaitable[object]]) -> None:
        """Have `retry_held_up` call `retry` with the guild's id, for what has no schedule."""
        self._retries.append(retry)

    def remove_retry(self, retry: Callable[[int], Awaitable[object]]) -> None:
        """Undo `add_retry`."""
        self._retries.remove(retry)

    def get_title(self, kind: str) -> Markdown:
        """Return the name of a kind of post; its capitalized key when it is not registered."""
        post_type = self._post_types.get(kind)
        return escape(kind.capitalize()) if post_type is None else post_type.title

    def start(self) -> None:
        """Run what is due at the start of every minute until `stop`."""
        # Imported late: it searches every installed package for plug-ins.
        from apscheduler.schedulers.asyncio import AsyncIOScheduler

        from bot.scheduling.minute_trigger import MinuteTrigger

        apscheduler = AsyncIOScheduler(timezone=UTC)
        apscheduler.add_job(  # pyright: ignore[reportUnknownMemberType] - the library has no types
            self.run_due,
            MinuteTrigger(),
            misfire_grace_time=None,
            coalesce=True,
            max_instances=1,
        )
        apscheduler.start()
        self._apscheduler = apscheduler
        self.last_run_at = time.monotonic()
        self._tick_watch = asyncio.create_task(
            self._watch_ticks(apscheduler), name="watch over the ticks"
        )

    def stop(self) -> None:
        """Stop the ticks."""
        if self._apscheduler is not None:
            self._apscheduler.shutdown(wait=False)
            self._apscheduler = None
        if self._tick_watch is not None:
            self._tick_watch.cancel()
            self._tick_watch = None

    async def _watch_ticks(self, apscheduler: Any) -> None:
        """Have a tick run when the last one was too long ago.

        APScheduler waits for a time that the clock shows: for days when it was set back at the
        moment of a tick, however soon it was right again.
        """
        while True:
            await asyncio.sleep(WATCH_S)
            waited = time.monotonic() - (self.last_run_at or 0.0)
            if self._is_running or waited < 2 * WATCH_S:
                continue
            log.warning("the last tick was %d seconds ago: the clock was set, and I go on", waited)
            for job in apscheduler.get_jobs():
                job.modify(next_run_time=datetime.now(UTC))

    async def run_due(self, now: datetime | None = None) -> None:
        """Deliver the posts due at `now`, then run periodic jobs.

        None means the clock's time; while that may be wrong, nothing is due. Nor is it while
        another process may have the shards of this one.
        """
        if not self._bot.holds_part:
            return
        self._is_running = True
        try:
            if now is None and self._bot.is_ready() and not await confirm_clock(self._bot):
                return
            await take_back_dates_ahead(self._bot, now or self._bot.clock())
            while await self.tick(now or self._bot.clock()):
                pass
            if self._bot.is_ready():
                await self.periodic_jobs.run_due(now or self._bot.clock())
            self._last_error = ""
        except Exception as error:
            # A lasting failure, like a full disk, would log the same traceback every minute.
            is_new, self._last_error = repr(error) != self._last_error, repr(error)
            log.error("a tick broke off; the next one goes on: %r", error, exc_info=is_new)
        finally:
            self._is_running = False
            self.last_run_at = time.monotonic()

    async def tick(self, now: datetime) -> int:
        """Process one batch of the schedules due at `now`; return how many they are."""
        if self.batch_began_at is not None or not self._post_types or not self._bot.is_ready():
            return 0
        self.batch_began_at = time.monotonic()
        try:
            return await self._process_batch(now)
        finally:
            self.batch_began_at = None

    async def get_next_due_at(self, guild_id: int) -> datetime | None:
        """Return when a guild's next post of any kind is due, None without one."""
        due: list[datetime] = []
        for kind, post_type in self._post_types.items():
            schedule = await self._bot.store.schedules.get(guild_id, kind)
            if schedule is not None and schedule.pause_reason is None:
                calendar = (await post_type.load_calendars([guild_id]))[guild_id]
                due += islice(upcoming_instants(schedule, calendar.has_post_on), 1)
        return min(due, default=None)

    async def retry_held_up(self, guild_id: int) -> None:
        """Retry a guild's held-up posts, after a change that may have removed the obstacle."""
        if await self._bot.store.schedules.retry_held_up(guild_id, self._bot.clock()):
            await self.run_due()
        for retry in tuple(self._retries):
            await retry(guild_id)

    async def _process_batch(self, now: datetime) -> int:
        began = asyncio.get_running_loop().time()
        leased = await self._bot.store.schedules.lease_due(
            now,
            now + LEASE_DURATION,
            kinds=sorted(self._post_types),
            limit=BATCH_SIZE,
            shard_set=self._bot.shard_set,
            order_offset=self._rng.randrange(FAIRNESS_MODULUS),
        )
        if leased:
            calendars = await self._load_calendars(leased)
            to_deliver = await self._settle_without_sending(leased, calendars, now)
            self._rng.shuffle(to_deliver)
            await self._deliver_all(
                to_deliver, began + LEASE_DURATION.total_seconds() - SEND_TIMEOUT_S
            )
        return len(leased)

    async def _load_calendars(self, leased: Sequence[Schedule]) -> Calendars:
        return {
            kind: await post_type.load_calendars(
                {schedule.guild_id for schedule in leased if schedule.kind == kind}
            )
            for kind, post_type in self._post_types.items()
        }

    async def _settle_without_sending(
        self, leased: Sequence[Schedule], calendars: Calendars, now: datetime
    ) -> list[Delivery]:
        """Settle the schedules that need no request to Discord; return deliveries of the others.

        One transaction writes all of them.
        """
        to_deliver: list[Delivery] = []
        entries: list[PostLogEntry] = []
        advances: list[Advance] = []
        for number, schedule in enumerate(leased):
            if number % YIELD_EVERY == 0:
                await asyncio.sleep(0)
            try:
                calendar = calendars[schedule.kind][schedule.guild_id]
                has_post = calendar.has_post_on(schedule, schedule.next_day)
                if _needs_discord(schedule, now, has_post=has_post):
                    to_deliver.append(self._build_delivery(schedule, calendar, now, has_post))
                    continue
                advance = advance_schedule(schedule, now)
                entries += build_missed_entries(self._bot, calendar, advance, now)
                advances.append(advance)
            except Exception:
                log.exception("server %d: a schedule cannot be read", schedule.guild_id)
        if advances:
            await self._bot.store.post_log.settle(entries, advances)
            for entry in entries:
                self._bot.observers.notify(PostSettled(entry.kind, entry.state))
        return to_deliver

    def _build_delivery(
        self, schedule: Schedule, calendar: PostCalendar, now: datetime, has_post: bool
    ) -> Delivery:
        post_type = self._post_types[schedule.kind]
        post = ScheduledPost(self._bot, post_type, calendar, schedule, now, has_content=has_post)
        return Delivery(self._bot, post, now)

    async def _deliver_all(self, deliveries: Sequence[Delivery], deadline: float) -> None:
        async with asyncio.TaskGroup() as group:
            for delivery in deliveries:
                group.create_task(self._deliver_one(delivery, deadline))

    async def _deliver_one(self, delivery: Delivery, deadline: float) -> None:
        """Deliver, unless `deadline` (in loop time) is past: then a later tick leases it again."""
        async with self._rate_limiter.acquire():
            if asyncio.get_running_loop().time() >= deadline:
                return
            try:
                await delivery.run()
            except Exception:
                # One guild's failure must not stop the posts of the others.
                post = delivery.post
                log.exception("server %d: the post of %s", post.guild_id, post.key)


def _needs_discord(schedule: Schedule, now: datetime, *, has_post: bool) -> bool:
    """Return whether settling needs a request: to post, or to check the channel."""
    if schedule.has_open_claim:
        return True
    if now >= schedule.until:
        return False
    return has_post or schedule.pause_reason is not None or now < schedule.due_at


SCHEDULER = ResourceKey[Scheduler]("scheduler")
