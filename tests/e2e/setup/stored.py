"""Reads what a server set, as it is stored."""

from __future__ import annotations

from cogs.trivia.daily.question_of_the_day import DAILY_QUESTION_KIND as DAILY
from storage.guilds.settings import GuildSettings
from storage.posts.models import Schedule
from tests.world import World


async def settings_of(world: World) -> GuildSettings:
    """What the server chose, as it is stored."""
    return await world.bot.store.guild_settings.get(world.guild.id)


async def daily_of(world: World) -> Schedule:
    """The schedule of the daily question as it is stored."""
    schedule = await world.bot.store.schedules.get(world.guild.id, DAILY)
    assert schedule is not None
    return schedule
