"""A year of ticks for fifty servers in fifty zones, beside a count that shares no code with it."""

from __future__ import annotations

import tomllib
from collections import Counter
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from simcord.builders import ChannelHandle

from bot.scheduling.occurrences import get_first_occurrence
from cogs.anniversaries.digest import KIND
from seeds.loader import BUNDLED_PACK
from storage.posts.models import ScheduleSettings
from tests.posting import list_posts
from tests.world import World, build_settings, open_world

pytestmark = pytest.mark.slow

START = datetime(2027, 1, 1, tzinfo=UTC)
YEAR = timedelta(days=366)
MINUTE = 60
ZONES = [
    "Africa/Abidjan",
    "Africa/Cairo",
    "Africa/Casablanca",
    "Africa/Johannesburg",
    "Africa/Nairobi",
    "America/Adak",
    "America/Anchorage",
    "America/Argentina/Ushuaia",
    "America/Asuncion",
    "America/Caracas",
    "America/Chicago",
    "America/Denver",
    "America/Halifax",
    "America/Havana",
    "America/Los_Angeles",
    "America/Miquelon",
    "America/New_York",
    "America/Noronha",
    "America/Nuuk",
    "America/Phoenix",
    "America/Santiago",
    "America/St_Johns",
    "Antarctica/Troll",
    "Asia/Beirut",
    "Asia/Dhaka",
    "Asia/Gaza",
    "Asia/Jerusalem",
    "Asia/Kabul",
    "Asia/Kathmandu",
    "Asia/Kolkata",
    "Asia/Pyongyang",
    "Asia/Shanghai",
    "Asia/Tehran",
    "Asia/Tokyo",
    "Asia/Yangon",
    "Atlantic/Azores",
    "Australia/Adelaide",
    "Australia/Brisbane",
    "Australia/Eucla",
    "Australia/Lord_Howe",
    "Europe/Dublin",
    "Europe/London",
    "Europe/Moscow",
    "Pacific/Apia",
    "Pacific/Auckland",
    "Pacific/Chatham",
    "Pacific/Honolulu",
    "Pacific/Kiritimati",
    "Pacific/Marquesas",
    "Pacific/Niue",
]
TIMES = (time(0), time(2, 30), time(9), time(12, 5), time(23, 59))


def dates_with_something(pack: Path) -> set[tuple[int, int]]:
    """Month and day of whatever returns in 2027, read straight out of the files."""
    entries = [
        entry["as_of" if kind == "status" else "date"]
        for path in pack.rglob("*.toml")
        for kind, found in tomllib.loads(path.read_text("utf-8")).items()
        if kind in ("event", "status")
        for entry in found
    ]
    parts = [[int(part) for part in str(when).rstrip("~").split("-")] for when in entries]
    padded = [[*numbers, 1, 1] for numbers in parts if numbers[0] < START.year]
    return {(2, 28) if (month, day) == (2, 29) else (month, day) for _, month, day, *_ in padded}


def set_up_everywhere(world: World) -> dict[str, tuple[ChannelHandle, time]]:
    """One server a zone, each with a channel and a time of day."""
    places: dict[str, tuple[ChannelHandle, time]] = {}
    for number, zone in enumerate(ZONES):
        guild = world.env.create_guild(zone)
        places[zone] = (guild.create_text_channel("general"), TIMES[number % len(TIMES)])
    return places


async def run_a_year(world: World) -> int:
    """Tick at every minute at which a schedule waits to be looked at; gives how many there were."""
    clock, ticks = world.env.backend.clock, 0
    while True:
        [(wake_at,)] = await world.bot.store.database.fetch("SELECT min(wake_at) FROM schedule")
        minute = datetime.fromtimestamp(-(-wake_at // MINUTE) * MINUTE, UTC)
        if minute >= START + YEAR:
            return ticks
        clock.advance((minute - world.env.now()).total_seconds())
        await world.bot.scheduler.run_due(minute)
        ticks += 1


async def test_every_server_gets_every_date_once_at_its_own_hour(tmp_path: Path) -> None:
    days = dates_with_something(BUNDLED_PACK)
    assert len(days) > 10
    async with open_world(
        build_settings(tmp_path, BUNDLED_PACK, posts_per_second=5_000), None
    ) as world:
        world.env.backend.clock.advance((START - world.env.now()).total_seconds())
        places = set_up_everywhere(world)
        assert len(places) == 50
        await world.env.settle()
        for zone, (channel, at) in places.items():
            options = {"month_entries": True, "year_entries": True, "day_counts": False}
            choice = ScheduleSettings(channel.id, at, None, options, 1)
            posting = get_first_occurrence(START - timedelta(days=1), ZoneInfo(zone), at)
            guild_id = world.env.backend.get_channel(channel.id).guild_id
            assert guild_id is not None
            await world.bot.store.guild_settings.update(guild_id, zone=zone)
            await world.bot.store.schedules.save(guild_id, KIND, choice, posting)
        ticks = await run_a_year(world)
        assert ticks > 5_000

        for zone, (channel, at) in places.items():
            local = [one.created_at.astimezone(ZoneInfo(zone)) for one in channel.history()]
            of_the_year = [one for one in local if one.year == START.year]
            assert Counter(one.date() for one in of_the_year) == {
                date(START.year, *day): 1 for day in days
            }, zone
            assert all(
                timedelta(0)
                <= one.replace(tzinfo=None) - datetime.combine(one.date(), at)
                <= timedelta(hours=1)
                for one in of_the_year
            ), zone
            assert not any("Late:" in post for post in list_posts(channel))
