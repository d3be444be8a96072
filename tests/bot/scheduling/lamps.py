"""A small post type, and schedules of it, for tests of the scheduler's parts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

import discord

from bot.markdown import Markdown
from bot.scheduling.occurrences import get_first_occurrence
from bot.scheduling.scheduled_post import ScheduledPost
from bot.time_zones import get_time_zone
from bot.ui.card import Card
from bot.ui.components import PersistentButton
from bot.ui.dates import ISO, format_day
from storage.posts.models import Schedule, ScheduleSettings
from tests.world import NOW, World

KIND = "lamps"
NINE = time(9)
DUE = NOW + timedelta(hours=9)
DAY = NOW.date()


@dataclass(frozen=True)
class LampCalendar:
    """A lamp is lit on every date but the dark ones."""

    dark_days: frozenset[date] = frozenset()
    is_broken: bool = False

    def has_post_on(self, _schedule: Schedule, day: date) -> bool:
        return day not in self.dark_days

    async def build_card(self, _schedule: Schedule, day: date) -> Card:
        if self.is_broken:
            raise LookupError("no such lamp")
        return Card("A lamp is lit", f"It burns on {format_day(day, ISO)}.").with_buttons(
            LampButton(day)
        )


class LampPostType:
    """One lamp a date."""

    kind = KIND
    title: Markdown = "Lamp posts"

    def __init__(self, *dark_days: date, is_broken: bool = False) -> None:
        self.calendar = LampCalendar(frozenset(dark_days), is_broken)

    async def load_calendars(self, guild_ids: Iterable[int]) -> dict[int, LampCalendar]:
        return dict.fromkeys(guild_ids, self.calendar)

    def custom_id_prefix(self, day: date) -> str:
        return f"lamp:{day}"

    async def may_publish(self, _guild_id: int) -> bool:
        return True


class LampButton(PersistentButton, template=r"lamp:(?P<day>\S+)"):
    """The button under a lamp."""

    def __init__(self, day: date) -> None:
        super().__init__("Blow it out", f"lamp:{day}")


async def save_schedule(world: World, channel_id: int, now: datetime = NOW) -> Schedule:
    """Store a schedule at nine in UTC whose first date is after `now`; gives it as stored."""
    settings = ScheduleSettings(channel_id, NINE, None, {}, world.alice.id)
    occurrence = get_first_occurrence(now, get_time_zone("UTC"), NINE)
    await world.bot.store.schedules.save(world.guild.id, KIND, settings, occurrence)
    return await get_schedule(world)


async def get_schedule(world: World) -> Schedule:
    """The schedule as it is stored."""
    schedule = await world.bot.store.schedules.get(world.guild.id, KIND)
    assert schedule is not None
    return schedule


async def load_post(
    world: World, now: datetime = DUE, post_type: LampPostType | None = None
) -> ScheduledPost:
    """The post of the schedule's next date as the scheduler would hand it to its delivery."""
    post_type = post_type or LampPostType()
    schedule = await get_schedule(world)
    calendar = post_type.calendar
    has_content = calendar.has_post_on(schedule, schedule.next_day)
    return ScheduledPost(world.bot, post_type, calendar, schedule, now, has_content=has_content)


def get_guild(world: World) -> discord.Guild:
    """The guild as the bot sees it."""
    guild = world.bot.get_guild(world.guild.id)
    assert guild is not None
    return guild
