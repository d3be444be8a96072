"""Where and when a server gets one kind of scheduled post, and what an admin changes about that.

Each change reads what holds, changes its own part, and promises the next date so that none is
posted twice and none is lost; two admins at once take turns.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from itertools import islice
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import discord

from bot.messaging.channels import Place, obstacle_in
from bot.messaging.permission_hints import how_to_mend
from bot.scheduling.advance import dates_to_come, due_at, promised_anew
from bot.scheduling.occurrences import Posting
from bot.setup.registry import RefusedError
from storage.guilds.time_zones import get_time_zone
from storage.posts.models import ScheduleSettings, PauseReason, Schedule
from storage.posts.post_log import PostLogEntry, PostState

if TYPE_CHECKING:
    from bot.client import FanBot
    from bot.scheduling.post_type import Poster

USUAL_TIME = time(9)
"""The local time at which a server gets its posts until it says otherwise."""
PLENTY = 16
"""Dates to look through for one that nobody has skipped yet."""
NOT_YET = "Choose a channel first: without one there is nothing to change."


@dataclass(frozen=True, slots=True)
class Booking:
    """One server's posts of one kind, at the instant `now`."""

    bot: FanBot
    guild: discord.Guild
    poster: Poster
    now: datetime

    async def schedule(self) -> Schedule | None:
        """What holds at the moment, None before it is set up."""
        return await self.bot.store.schedules.get(self.guild.id, self.poster.kind)

    async def choose_channel(
        self, channel: Place, admin_id: int, options: Mapping[str, bool]
    ) -> None:
        """Post there from now on; `options` are those a server has that never chose any."""
        obstacle = obstacle_in(channel)
        if obstacle is not None:
            raise RefusedError(f"{how_to_mend(obstacle, channel.id)} Nothing was changed.")
        async with self.bot.panel.turn(self.guild.id):
            old = await self.schedule()
            if old is None:
                zone = await self.bot.store.time_zones.get(self.guild.id)
                choice = ScheduleSettings(channel.id, zone.key, USUAL_TIME, None, options, admin_id)
            else:
                choice = replace(old.settings, channel_id=channel.id, set_up_by=admin_id)
            by_hand = old is not None and old.pause_reason is PauseReason.MANUAL
            await self._save(self.poster.kind, old, choice, keeps_pause=by_hand)

    async def change(self, admin_id: int, **fields: Any) -> None:
        """Change fields of the choice; a pause stays. Raises RefusedError before it is set up."""
        async with self.bot.panel.turn(self.guild.id):
            old = await self._set_up()
            choice = replace(old.settings, set_up_by=admin_id, **fields)
            await self._save(self.poster.kind, old, choice, keeps_pause=True)

    async def move_to(self, zone: ZoneInfo) -> None:
        """Let every scheduled post of the server go by this zone: it has one day, not several."""
        async with self.bot.panel.turn(self.guild.id):
            await self._set_up()
            for old in await self.bot.store.schedules.list_for_guild(self.guild.id):
                choice = replace(old.settings, zone=zone.key)
                await self._save(old.kind, old, choice, keeps_pause=True)

    async def pause(self) -> bool:
        """Post nothing until an admin says so; False when that holds already."""
        async with self.bot.panel.turn(self.guild.id):
            schedule = await self._set_up()
            return await self.bot.store.schedules.pause(schedule, PauseReason.MANUAL, "", None)

    async def restart(self) -> list[date]:
        """End a pause by hand, from the next date on; gives the dates it cost, now on record."""
        async with self.bot.panel.turn(self.guild.id):
            old = await self._set_up()
            if old.pause_reason is not PauseReason.MANUAL:
                return []
            posting = self._promise(old, old.settings)
            lost = await self._lost(old, posting.day)
            skipped = [self.skipped(old, day, "an admin had paused") for day in lost]
            await self.bot.store.post_log.settle(skipped)
            await self._save(old.kind, old, old.settings, keeps_pause=False)
        return lost

    async def _lost(self, paused: Schedule, resumes: date) -> list[date]:
        if paused.has_open_claim:
            return []
        await self.poster.prepare([self.guild.id])
        first = (paused.paused_day or paused.next_day).toordinal()
        days = (date.fromordinal(one) for one in range(first, resumes.toordinal()))
        return [day for day in days if self.poster.falls_on(paused, day)]

    def skipped(self, schedule: Schedule, day: date, reason: str) -> PostLogEntry:
        """What the ledger says of a date that an admin leaves out."""
        return PostLogEntry(
            guild_id=self.guild.id,
            kind=schedule.kind,
            day=day,
            state=PostState.SKIPPED,
            channel_id=schedule.settings.channel_id,
            claimed_at=self.now,
            reason=reason,
            settled_at=self.now,
        )

    async def dates(self, schedule: Schedule, limit: int = PLENTY) -> list[date]:
        """The dates to be posted next that nobody has settled yet, of the `limit` nearest."""
        await self.poster.prepare([self.guild.id])
        days = list(islice(dates_to_come(schedule, self.poster.falls_on), limit))
        get = self.bot.store.post_log.get
        return [day for day in days if await get(self.guild.id, schedule.kind, day) is None]

    async def next_at(self, schedule: Schedule) -> datetime | None:
        """When the next post is due, None when nothing is to come."""
        coming = await self.dates(schedule)
        return due_at(schedule, coming[0]) if coming else None

    async def _set_up(self) -> Schedule:
        schedule = await self.schedule()
        if schedule is None:
            raise RefusedError(NOT_YET)
        return schedule

    async def _save(
        self, kind: str, old: Schedule | None, choice: ScheduleSettings, *, keeps_pause: bool
    ) -> None:
        await self.bot.store.schedules.save(
            self.guild.id, kind, choice, self._promise(old, choice), keeps_pause=keeps_pause
        )

    def _promise(self, old: Schedule | None, choice: ScheduleSettings) -> Posting:
        return promised_anew(old, self.now, get_time_zone(choice.zone), choice.local_time)
