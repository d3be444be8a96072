"""Finds time zones by their key, by the city in it, or by the name of another city in the zone."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo, available_timezones

from discord import app_commands

from bot.time_zones import get_time_zone
from bot.ui.dates import format_clock
from bot.ui.name_search import NameIndex

CITIES_BY_ZONE = {
    "Africa/Johannesburg": ("Cape Town", "Pretoria"),
    "Africa/Casablanca": ("Marrakesh",),
    "America/Chicago": (
        "Dallas",
        "Houston",
        "Austin",
        "New Orleans",
        "Minneapolis",
        "Central Time",
    ),
    "America/Denver": ("Salt Lake City", "Mountain Time"),
    "America/Los_Angeles": (
        "San Francisco",
        "Seattle",
        "San Diego",
        "Portland",
        "Las Vegas",
        "Hollywood",
        "Pacific Time",
        "PST",
    ),
    "America/New_York": (
        "Boston",
        "Washington",
        "Philadelphia",
        "Atlanta",
        "Miami",
        "NYC",
        "Eastern Time",
    ),
    "America/Phoenix": ("Tucson", "Arizona"),
    "America/Sao_Paulo": ("Rio de Janeiro", "Brasília"),
    "America/Toronto": ("Ottawa", "Montreal", "Quebec"),
    "America/Vancouver": ("Victoria", "Whistler"),
    "America/Edmonton": ("Calgary",),
    "America/Mexico_City": ("Guadalajara",),
    "Asia/Dubai": ("Abu Dhabi",),
    "Asia/Ho_Chi_Minh": ("Hanoi",),
    "Asia/Jerusalem": ("Tel Aviv", "Haifa"),
    "Asia/Karachi": ("Lahore", "Islamabad"),
    "Asia/Kolkata": ("Mumbai", "Delhi", "New Delhi", "Bangalore", "Bengaluru", "Chennai", "India"),
    "Asia/Riyadh": ("Mecca", "Jeddah"),
    "Asia/Shanghai": ("Beijing", "Shenzhen", "Guangzhou", "China"),
    "Asia/Tokyo": ("Osaka", "Kyoto", "Japan"),
    "Australia/Sydney": ("Canberra",),
    "Europe/Amsterdam": ("Rotterdam", "The Hague"),
    "Europe/Berlin": ("Munich", "Hamburg", "Cologne", "Frankfurt", "CET"),
    "Europe/Istanbul": ("Ankara", "Izmir"),
    "Europe/Kyiv": ("Odesa", "Lviv"),
    "Europe/London": ("Edinburgh", "Glasgow", "Manchester", "Cardiff", "Birmingham"),
    "Europe/Madrid": ("Barcelona", "Valencia"),
    "Europe/Moscow": ("Saint Petersburg",),
    "Europe/Paris": ("Lyon", "Marseille"),
    "Europe/Rome": ("Milan", "Naples", "Florence"),
    "Europe/Warsaw": ("Krakow",),
    "Europe/Zurich": ("Geneva", "Basel", "Bern"),
    "Pacific/Auckland": ("Wellington", "Christchurch"),
}
"""Names of large cities and regions, by the key of the zone that applies there."""
_NON_PLACE_PREFIXES = ("Etc/", "SystemV/", "US/", "Canada/", "Brazil/", "Mexico/", "Chile/")
"""Keys that name no place: old aliases, and zones with a fixed offset."""


class TimeZoneIndex:
    """A search index over every place in the tz database of this computer."""

    def __init__(self) -> None:
        known = available_timezones()
        places = sorted(
            key for key in known if "/" in key and not key.startswith(_NON_PLACE_PREFIXES)
        )
        self._names = NameIndex({key: _list_names(key) for key in (*places, "UTC") if key in known})

    def find(self, typed: str) -> ZoneInfo | None:
        """Return the zone that `typed` names, also misspelled a little; None without a match."""
        key = self._names.find(typed)
        return None if key is None else get_time_zone(key)

    def suggest(self, typed: str, now: datetime) -> list[app_commands.Choice[str]]:
        """Return choices for an incomplete `typed`, each with its local time at `now` (aware)."""
        return [
            app_commands.Choice(
                name=f"{one.value} (now {format_clock(now, get_time_zone(one.value))})",
                value=one.value,
            )
            for one in self._names.suggest(typed)
        ]


def _list_names(key: str) -> tuple[str, ...]:
    city = key.rpartition("/")[2].replace("_", " ")
    return (key, city, *CITIES_BY_ZONE.get(key, ()))
