"""Reads from a guild's entries and settings which events it is to have."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import NamedTuple

from bot.base import BotBase
from bot.scheduling.schedule_editor import DEFAULT_POST_TIME
from bot.ui.citations import get_shown_sources
from bot.ui.entry_cards import find_release_date
from cogs.anniversaries.calendar import Anniversary
from cogs.anniversaries.digest import KIND, get_anniversary_index, get_options
from cogs.anniversaries.server_events.content import EventContent, EventPlace, EventPlanner
from seeds.dates import PartialDate
from seeds.promises.awaited_dates import AwaitedDate, list_awaited_dates
from seeds.schema import Source, Status
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
    return planner.select_current(occasions.build_events(planner, canon.manifest.awaited, sources))


class _Release(NamedTuple):
    """The release date that stands, and the newest status that says it."""

    when: PartialDate
    announced: Status


class _Occasions(NamedTuple):
    """What a guild has an event for."""

    anniversaries: list[Anniversary]
    awaited: list[AwaitedDate]
    release: _Release | None

    def list_cited(self) -> list[tuple[str, ...]]:
        """Return the ids of the sources of each occasion."""
        cited = [one.entry.sources for one in (*self.anniversaries, *self.awaited)]
        return [*cited, self.release.announced.sources] if self.release else cited

    def build_events(
        self, planner: EventPlanner, awaited_name: str, sources: dict[str, Source]
    ) -> list[EventContent]:
        """Return the events; `awaited_name` is what is to be released."""

        def get(ids: Iterable[str]) -> list[Source]:
            return [sources[name] for name in ids if name in sources]

        events = [
            planner.build_anniversary(one, get(one.entry.sources)) for one in self.anniversaries
        ]
        events += [planner.build_awaited(one, get(one.entry.sources)) for one in self.awaited]
        if self.release is not None:
            when, announced = self.release
            shown = get(announced.sources)
            events.append(planner.build_release(awaited_name, when, announced, shown))
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
    awaited = list_awaited_dates(await canon.list_dated_entries(), yesterday)
    statuses = await canon.list_statuses()
    when = find_release_date(statuses, canon.manifest)
    announced = next((one for one in statuses if when and one.release_date == when), None)
    release = None
    if when is not None and announced is not None and planner.allows(when):
        release = _Release(when, announced)
    return _Occasions(
        planner.list_anniversaries(await get_anniversary_index(canon)),
        [one for one in awaited if planner.allows(one.due)],
        release,
    )
