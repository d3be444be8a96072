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

from bot.messaging.channels import pause_in_words
from bot.messaging.rate_limiter import Pace
from bot.messaging.sending import SEND_TIMEOUT_S, UNREACHABLE
from bot.scheduling.advance import coming, next_move
from bot.scheduling.delivery import Delivery
from bot.scheduling.periodic_jobs import Chores
from bot.scheduling.post_type import Poster
from storage.posts.models import Advance, Schedule, ShardSet
from storage.posts.post_log import PostLogEntry, PostState

if TYPE_CHECKING:
    from apscheduler.schedulers.asyncio import AsyncIOScheduler

    from bot.client import FanBot

log = logging.getLogger(__name__)

LEASE = timedelta(seconds=50)
"""How long a batch belongs to whoever took it; after a crash, the next tick takes it up."""
BATCH = 150
"""Schedules taken at a time: few, so that the loop stays free and newly due ones join in soon."""
BREATH = 25
"""Schedules dealt with between two looks at the rest of the bot."""
SPREAD = 7_919
WATCH_S = 60.0
"""Seconds between two looks, by no clock that can be set, whether the next tick is near."""


class Scheduler:
    """Sends the posts of every registered kind; at most `rate` a second."""

    def __init__(self, bot: FanBot, rate: int, rng: random.Random) -> None:
        self._bot = bot
        self._rng = rng
        self._pace = Pace(rate)
        self._posters: dict[str, Poster] = {}
        self.chores = Chores()
        self._is_busy = False
        self._ticking: AsyncIOScheduler | None = None
        self._trouble = ""
        """What broke the last tick off."""
        self._watch: asyncio.Task[None] | None = None

    def register(self, poster: Poster) -> None:
        """Send this kind of post from now on."""
        self._posters[poster.kind] = poster

    def forget(self, kind: str) -> None:
        """Leave this kind of post alone from now on; its schedules stay as they are."""
        self._posters.pop(kind, None)

    def start(self) -> None:
        """Tick at the start of every minute until `stop`."""
        # Imported late: it looks through every installed package for plug-ins.
        from apscheduler.schedulers.asyncio import AsyncIOScheduler
        from apscheduler.triggers.cron import CronTrigger

        ticking = AsyncIOScheduler(timezone=UTC)
        ticking.add_job(  # pyright: ignore[reportUnknownMemberType] - the library has no types
            self.run_due,
            CronTrigger(second=0, timezone=UTC),
            misfire_grace_time=None,
            coalesce=True,
            max_instances=1,
        )
        ticking.start()
        self._ticking = ticking
        self._watch = asyncio.create_task(_keep_ticking(ticking), name="watch over the clock")

    def stop(self) -> None:
        """Tick no more."""
        if self._ticking is not None:
            self._ticking.shutdown(wait=False)
            self._ticking = None
        if self._watch is not None:
            self._watch.cancel()
            self._watch = None

    async def run_due(self, now: datetime | None = None) -> None:
        """Deal with all that is due, at `now` or at the clock's time as it passes; then chores."""
        try:
            while await self.tick(now or self._bot.clock()):
                pass
            if self._bot.is_ready():
                await self.chores.run_due(now or self._bot.clock())
            self._trouble = ""
        except Exception as error:
            # What lasts, like a full disk, would fill the log with the same lines every minute.
            is_new, self._trouble = repr(error) != self._trouble, repr(error)
            log.error("a tick broke off; the next one goes on: %r", error, exc_info=is_new)

    async def tick(self, now: datetime) -> int:
        """Deal with one batch of what is due at `now`; gives how many schedules it took."""
        if self._is_busy or not self._posters or not self._bot.is_ready():
            return 0
        self._is_busy = True
        try:
            return await self._deal_with_batch(now)
        finally:
            self._is_busy = False

    async def next_post(self, guild_id: int) -> datetime | None:
        """When a server's next post of any kind is due; None when nothing is to come."""
        due: list[datetime] = []
        for kind, poster in self._posters.items():
            schedule = await self._bot.store.schedules.get(guild_id, kind)
            if schedule is not None and schedule.pause_reason is None:
                await poster.prepare([guild_id])
                due += islice(coming(schedule, poster.falls_on), 1)
        return min(due, default=None)

    async def nudge(self, guild_id: int) -> None:
        """Look again at what is held up in a server, because something there has changed."""
        now = self._bot.clock()
        if await self._bot.store.schedules.retry_held_up(guild_id, now):
            await self.run_due(now)

    async def _deal_with_batch(self, now: datetime) -> int:
        began = asyncio.get_running_loop().time()
        taken = await self._bot.store.schedules.lease_due(
            now,
            now + LEASE,
            kinds=sorted(self._posters),
            limit=BATCH,
            shard_set=self._share(),
            order_offset=self._rng.randrange(SPREAD),
        )
        if taken:
            guild_ids = {schedule.guild_id for schedule in taken}
            for poster in self._posters.values():
                await poster.prepare(guild_ids)
            busy = await self._settle_the_quiet(taken, now)
            self._rng.shuffle(busy)
            await self._deliver(busy, now, began + LEASE.total_seconds() - SEND_TIMEOUT_S)
        return len(taken)

    def _share(self) -> ShardSet:
        bot = self._bot
        return ShardSet(frozenset(bot.shards), bot.shard_count or 1)

    async def _settle_the_quiet(self, taken: Sequence[Schedule], now: datetime) -> list[Schedule]:
        """Write down, in one go, what needs no word to the platform; gives the others."""
        busy: list[Schedule] = []
        entries: list[PostLogEntry] = []
        moves: list[Advance] = []
        for number, schedule in enumerate(taken):
            if number % BREATH == 0:
                await asyncio.sleep(0)
            try:
                if self._needs_the_platform(schedule, now):
                    busy.append(schedule)
                    continue
                move = next_move(schedule, now)
                entries += self._missed(schedule, move.next_occurrence.day, now)
                moves.append(move)
            except Exception:
                log.exception("server %d: a schedule cannot be read", schedule.guild_id)
        if moves:
            await self._bot.store.post_log.settle(entries, moves)
        return busy

    def _needs_the_platform(self, schedule: Schedule, now: datetime) -> bool:
        if schedule.has_open_claim:
            return True
        if now >= schedule.until:
            return False
        falls = self._posters[schedule.kind].falls_on(schedule, schedule.next_day)
        return falls or schedule.pause_reason is not None or now < schedule.due_at

    def _missed(self, schedule: Schedule, before: date, now: datetime) -> Iterator[PostLogEntry]:
        """A row for every promised date that passed by and had something to post."""
        if now < schedule.until:
            return
        poster = self._posters[schedule.kind]
        for ordinal in range(schedule.next_day.toordinal(), before.toordinal()):
            day = date.fromordinal(ordinal)
            if poster.falls_on(schedule, day):
                yield PostLogEntry(
                    guild_id=schedule.guild_id,
                    kind=schedule.kind,
                    day=day,
                    state=PostState.MISSED,
                    channel_id=schedule.settings.channel_id,
                    claimed_at=now,
                    reason=self._why_missed(schedule),
                    settled_at=now,
                )

    def _why_missed(self, schedule: Schedule) -> str:
        if schedule.pause_reason is not None:
            return pause_in_words(schedule.pause_reason, schedule.pause_detail)
        if schedule.tries:
            return UNREACHABLE
        guild = self._bot.get_guild(schedule.guild_id)
        if guild is None or guild.unavailable:
            return "Discord could not show me this server"
        return "the bot was not running"

    async def _deliver(self, busy: Sequence[Schedule], now: datetime, deadline: float) -> None:
        async with asyncio.TaskGroup() as group:
            for schedule in busy:
                group.create_task(self._deliver_one(schedule, now, deadline))

    async def _deliver_one(self, schedule: Schedule, now: datetime, deadline: float) -> None:
        """One server's trouble stays its own; what is left over waits for its lease to end."""
        async with self._pace.turn():
            if asyncio.get_running_loop().time() >= deadline:
                return
            try:
                poster = self._posters[schedule.kind]
                await Delivery(self._bot, poster, schedule, now).run()
            except Exception:
                log.exception("server %d: the post of %s", schedule.guild_id, schedule.next_day)


async def _keep_ticking(ticking: Any) -> None:
    """Tick at once when the clock was set back: the library waits until it shows the old time."""
    while True:
        await asyncio.sleep(WATCH_S)
        now = datetime.now(UTC)
        for job in ticking.get_jobs():
            if job.next_run_time - now > 2 * timedelta(seconds=WATCH_S):
                log.warning("the clock was set back; going on at %s", now)
                job.modify(next_run_time=now)
