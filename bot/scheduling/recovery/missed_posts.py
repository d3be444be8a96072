"""The log rows of dates that passed without a post."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

from bot.base import BotBase
from bot.messaging.channels import format_pause
from bot.messaging.sending import REASON_UNREACHABLE
from bot.scheduling.post import PostCalendar
from storage.posts.models import Advance, Schedule
from storage.posts.post_log import PostLogEntry, PostState


def build_missed_entries(
    bot: BotBase, calendar: PostCalendar, advance: Advance, now: datetime
) -> Iterator[PostLogEntry]:
    """Yield a log row for each date with a post that is over without having been posted."""
    schedule, end_day = advance.schedule, advance.next_occurrence.day
    if now < schedule.until:
        return
    for ordinal in range(schedule.next_day.toordinal(), end_day.toordinal()):
        day = date.fromordinal(ordinal)
        if calendar.has_post_on(schedule, day):
            yield PostLogEntry(
                guild_id=schedule.guild_id,
                kind=schedule.kind,
                day=day,
                state=PostState.MISSED,
                channel_id=schedule.settings.channel_id,
                claimed_at=now,
                reason=_get_missed_reason(bot, schedule),
                settled_at=now,
            )


def _get_missed_reason(bot: BotBase, schedule: Schedule) -> str:
    if schedule.pause_reason is not None:
        return format_pause(schedule.pause_reason, schedule.pause_detail)
    if schedule.tries:
        return REASON_UNREACHABLE
    guild = bot.get_guild(schedule.guild_id)
    if guild is None or guild.unavailable:
        return "Discord couldn't show me this server"
    return "I was offline"
