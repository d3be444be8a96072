"""Reads from a guild's entries and settings which events it is to have."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.base import BotBase
from bot.scheduling.schedule_editor import DEFAULT_POST_TIME
from bot.ui.citations import get_shown_sources
from cogs.anniversaries.digest import KIND, get_anniversary_index, get_options
from cogs.anniversaries.server_events.content import EventContent, EventPlace, EventPlanner
from seeds.promises.awaited_dates import list_awaited_dates
from seeds.schema import Source

NO_CHANNEL_LOCATION = "Right here"


async def plan_events(bot: BotBase, guild_id: int, now: datetime) -> list[EventContent]:
    """Return the events that a guild is to have, also those that have begun, the soonest first.

    They begin when its anniversaries are posted, and have the options of these.
    """
    canon = bot.store.canon.for_guild(guild_id)
    schedule = await bot.store.schedules.get(guild_id, KIND)
    local_time, location = DEFAULT_POST_TIME, NO_CHANNEL_LOCATION
    if schedule is not None:
        local_time = schedule.settings.local_time
        location = f"https://discord.com/channels/{guild_id}/{schedule.settings.channel_id}"
    place = EventPlace(await bot.get_time_zone(guild_id), local_time, location)
    planner = EventPlanner(place, get_options(schedule), now)
    anniversaries = planner.list_anniversaries(await get_anniversary_index(canon))
    entries = await canon.list_dated_entries()
    # What is to happen today has an event until midnight.
    yesterday = planner.today - timedelta(days=1)
    awaited = planner.select_awaited(list_awaited_dates(entries, yesterday))
    cited = [name for one in (*anniversaries, *awaited) for name in one.entry.sources]
    shown = await get_shown_sources(bot.store, canon, cited)
    sources = {source.id: source for source in shown}
    contents = [
        planner.build_anniversary(one, _get_sources(one.entry.sources, sources))
        for one in anniversaries
    ]
    contents += [
        planner.build_awaited(one, _get_sources(one.entry.sources, sources)) for one in awaited
    ]
    return planner.select_current(contents)


def _get_sources(ids: tuple[str, ...], sources: dict[str, Source]) -> list[Source]:
    return [sources[name] for name in ids if name in sources]
