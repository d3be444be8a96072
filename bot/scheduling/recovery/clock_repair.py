"""Takes back what a wrong clock did to schedules: dates that lie ahead are not missed."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from bot.base import BotBase
from bot.scheduling.occurrences import local_date, take_back_occurrence
from bot.time_zones import get_time_zone
from storage.posts.models import Schedule

log = logging.getLogger(__name__)

MAX_WAKE_AHEAD = timedelta(days=5)
"""How far ahead a schedule may be looked at next: a later time was stored by a wrong clock."""


async def take_back_dates_ahead(bot: BotBase, now: datetime) -> None:
    """Give each schedule that has moved far ahead of `now` (aware) its present date again."""
    for schedule in await bot.store.schedules.list_waking_after(now + MAX_WAKE_AHEAD):
        if bot.shard_set.has_guild(schedule.guild_id):
            async with bot.guild_locks.get(schedule.guild_id):
                await _take_back(bot, schedule, now)


async def _take_back(bot: BotBase, schedule: Schedule, now: datetime) -> None:
    guild_id, kind = schedule.guild_id, schedule.kind
    zone = get_time_zone(schedule.zone)
    settled_day = await bot.store.post_log.get_last_settled_day(
        guild_id, kind, local_date(now, zone)
    )
    occurrence = take_back_occurrence(schedule, settled_day, now, zone)
    log.warning(
        "server %d: %s was moved to %s by a wrong clock, and goes on at %s",
        guild_id,
        kind,
        schedule.next_day,
        occurrence.due_at,
    )
    await bot.store.schedules.save(guild_id, kind, schedule.settings, occurrence, keeps_pause=True)
