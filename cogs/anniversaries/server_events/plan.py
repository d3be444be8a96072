"""Reads from a guild's entries and settings which events it is to have."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import NamedTuple

from bot.base import BotBase
from bot.scheduling.schedule_editor import DEFAULT_POST_TIME
from bot.ui.citations import get_shown_sources
from cogs.anniversaries.awaited import Release, find_awaited
from cogs.anniversaries.calendar import Anniversary, get_person_born
from cogs.anniversaries.digest import KIND, get_anniversary_index, get_options
from cogs.anniversaries.server_events.content import EventContent, EventPlace, EventPlanner
from seeds.promises.awaited_dates import AwaitedDate
from seeds.schema import Source
from storage.canon.guild_canon import GuildCanon

NO_CHANNEL_LOCATION = "Right here"


async def plan_events(bot: BotBase, guild_id: int, now: datetime) -> list[EventContent]:
    """Return the events that a guild is to have, also those that have begun, the soonest first.

    They begin when its anniversaries are posted, and have the options of these.
    """
    canon = bot.store.canon.for_guild(guild_id)
    planner = await _build_planner(bot, guild_id, now)
    occasions = await _list_occasions(canon, planner)
    cited = [name for names in occasions.list_cited() for name in names]
    shown = await get_shown_sources(bot.store, canon, cited)
    sources = {source.id: source for source in shown}
    return planner.select_current(occasions.build_events(planner, sources))


class _Occasions(NamedTuple):
    """What a guild has an event for."""

    anniversaries: list[Anniversary]
    awaited: list[AwaitedDate]
    release: Release | None
    people: dict[str, str]
    """Names by slug."""

    def list_cited(self) -> list[tuple[str, ...]]:
        """Return the ids of the sources of each occasion."""
        cited = [one.entry.sources for one in (*self.anniversaries, *self.awaited)]
        return [*cited, self.release.announced.sources] if self.release else cited

    def build_events(self, planner: EventPlanner, sources: dict[str, Source]) -> list[EventContent]:
        """Return the events; `sources` are by id."""

        def get(ids: Iterable[str]) -> list[Source]:
            return [sources[name] for name in ids if name in sources]

        events = [
            planner.build_anniversary(
                one, get(one.entry.sources), self.people.get(get_person_born(one.entry) or "")
            )
            for one in self.anniversaries
        ]
        events += [planner.build_awaited(one, get(one.entry.sources)) for one in self.awaited]
        if self.release is not None:
            name, when, announced = self.release
            shown = get(announced.sources)
            events.append(planner.build_release(name, when, announced, shown))
        return events


async def _build_planner(bot: BotBase, guild_id: int, now: datetime) -> EventPlanner:
    schedule = await bot.store.schedules.get(guild_id, KIND)
    local_time, location = DEFAULT_POST_TIME, NO_CHANNEL_LOCATION
    if schedule is not None:
        local_time = schedule.settings.local_time
        location = f"https://discord.com/channels/{guild_id}/{schedule.settings.channel_id}"
    place = EventPlace(await bot.get_time_zone(guild_id), local_time, location)
    return EventPlanner(place, get_options(schedule), now)


async def _list_occasions(canon: GuildCanon, planner: EventPlanner) -> _Occasions:
    # What is to happen today has an event until midnight.
    yesterday = planner.today - timedelta(days=1)
    awaited = await find_awaited(canon, yesterday)
    release = awaited.release
    return _Occasions(
        planner.list_anniversaries(await get_anniversary_index(canon)),
        [one for one in awaited.dates if planner.allows(one.due)],
        release if release and planner.allows(release.when) else None,
        {slug: person.name for slug, person in (await canon.get_people()).items()},
    )
