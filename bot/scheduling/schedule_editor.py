"""The changes that an admin makes to a schedule: channel, time, options, pause and resume.

A change keeps the other settings, and moves the next occurrence so that no date is posted twice or
lost. Changes in one guild run one at a time.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from itertools import islice
from typing import Any
from zoneinfo import ZoneInfo

import discord

from bot.base import BotBase
from bot.errors import RefusedError
from bot.messaging.channels import PostableChannel, find_obstacle
from bot.scheduling.occurrences import get_due_at, reschedule_occurrence, upcoming_dates
from bot.scheduling.post import PostCalendar, PostType
from bot.ui.permission_hints import obstacle_hint
from storage.posts.models import Occurrence, PauseReason, Schedule, ScheduleSettings
from storage.posts.post_log import PostLogEntry, PostState

DEFAULT_POST_TIME = time(9)
"""The local time of posts in a new schedule."""
MAX_UPCOMING_DATES = 16
"""How many of the next dates with a post are looked up in the post log."""
NO_CHANNEL_CHOSEN = "Choose a channel first: there's nothing to change until you do."


@dataclass(frozen=True, slots=True)
class ScheduleEditor:
    """Edits the schedule of one guild and type of post, at the aware instant `now`."""

    bot: BotBase
    guild: discord.Guild
    post_type: PostType
    now: datetime

    async def get_schedule(self) -> Schedule | None:
        """Return the stored schedule, None before it is set up."""
        return await self.bot.store.schedules.get(self.guild.id, self.post_type.kind)

    async def set_channel(
        self, channel: PostableChannel, admin_id: int, default_options: Mapping[str, bool]
    ) -> None:
        """Post to `channel` from now on; `default_options` are those of a new schedule.

        Raises RefusedError when the bot may not post there.
        """
        obstacle = find_obstacle(channel)
        if obstacle is not None:
            raise RefusedError(f"{obstacle_hint(obstacle, channel.id)} Nothing was changed.")
        async with self.bot.guild_locks.get(self.guild.id):
            old = await self.get_schedule()
            if old is None:
                settings = ScheduleSettings(
                    channel.id, DEFAULT_POST_TIME, None, default_options, admin_id
                )
            else:
                settings = replace(old.settings, channel_id=channel.id, set_up_by=admin_id)
            is_manual_pause = old is not None and old.pause_reason is PauseReason.MANUAL
            await self._save(self.post_type.kind, old, settings, keeps_pause=is_manual_pause)

    async def update(self, admin_id: int, **fields: Any) -> None:
        """Change fields of ScheduleSettings; a pause stays. Raises RefusedError before set-up."""
        async with self.bot.guild_locks.get(self.guild.id):
            old = await self._require_schedule()
            settings = replace(old.settings, set_up_by=admin_id, **fields)
            await self._save(self.post_type.kind, old, settings, keeps_pause=True)

    async def pause(self) -> bool:
        """Pause; return False when an admin has already. Raises RefusedError before set-up."""
        async with self.bot.guild_locks.get(self.guild.id):
            schedule = await self._require_schedule()
            return await self.bot.store.schedules.pause(schedule, PauseReason.MANUAL, "", None)

    async def resume(self) -> list[date]:
        """End an admin's pause; return the dates without a post because of it, now in the log.

        The next post is one that is still to come. Raises RefusedError before set-up.
        """
        async with self.bot.guild_locks.get(self.guild.id):
            old = await self._require_schedule()
            if old.pause_reason is not PauseReason.MANUAL:
                return []
            occurrence = await self._reschedule(old, old.settings)
            skipped_days = await self._list_skipped_dates(old, occurrence.day)
            entries = [
                self.build_skipped_entry(old, day, "an admin had paused posts")
                for day in skipped_days
            ]
            await self.bot.store.post_log.settle(entries)
            await self._save(old.kind, old, old.settings, keeps_pause=False)
        return skipped_days

    async def _list_skipped_dates(self, paused: Schedule, resume_day: date) -> list[date]:
        if paused.has_open_claim:
            return []
        calendar = await self._load_calendar()
        first = (paused.paused_day or paused.next_day).toordinal()
        days = (date.fromordinal(number) for number in range(first, resume_day.toordinal()))
        return [day for day in days if calendar.has_post_on(paused, day)]

    def build_skipped_entry(self, schedule: Schedule, day: date, reason: str) -> PostLogEntry:
        """Return the log row of a date that an admin skips."""
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

    async def list_upcoming_dates(
        self, schedule: Schedule, limit: int = MAX_UPCOMING_DATES
    ) -> list[date]:
        """Return those of the next `limit` dates with a post that have no row in the post log."""
        calendar = await self._load_calendar()
        days = list(islice(upcoming_dates(schedule, calendar.has_post_on), limit))
        get = self.bot.store.post_log.get
        return [day for day in days if await get(self.guild.id, schedule.kind, day) is None]

    async def get_next_due_at(self, schedule: Schedule) -> datetime | None:
        """Return when the next post is due, None without one."""
        upcoming = await self.list_upcoming_dates(schedule)
        return get_due_at(schedule, upcoming[0]) if upcoming else None

    async def _load_calendar(self) -> PostCalendar:
        return (await self.post_type.load_calendars([self.guild.id]))[self.guild.id]

    async def _require_schedule(self) -> Schedule:
        schedule = await self.get_schedule()
        if schedule is None:
            raise RefusedError(NO_CHANNEL_CHOSEN)
        return schedule

    async def _save(
        self, kind: str, old: Schedule | None, settings: ScheduleSettings, *, keeps_pause: bool
    ) -> None:
        occurrence = await self._reschedule(old, settings)
        await self.bot.store.schedules.save(
            self.guild.id, kind, settings, occurrence, keeps_pause=keeps_pause
        )

    async def _reschedule(self, old: Schedule | None, settings: ScheduleSettings) -> Occurrence:
        zone = await self.bot.get_time_zone(self.guild.id)
        return reschedule_occurrence(old, self.now, zone, settings.local_time)


async def set_time_zone(bot: BotBase, guild_id: int, zone: ZoneInfo, now: datetime) -> None:
    """Change the guild's time zone, and move the next occurrence of each of its schedules."""
    async with bot.guild_locks.get(guild_id):
        moved = [
            (old, reschedule_occurrence(old, now, zone, old.settings.local_time))
            for old in await bot.store.schedules.list_for_guild(guild_id)
        ]
        await bot.store.schedules.set_time_zone(guild_id, zone.key, moved)
