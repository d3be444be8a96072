"""Guesses the time zones that people who use Discord in some languages are likely to be in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from babel import Locale, UnknownLocaleError
from babel.core import get_global

from bot.setup.time_zones.search import TimeZoneIndex

MAX_ZONES = 25
"""The most options that a select may have."""
LARGE_ZONES = (
    "America/New_York",
    "America/Chicago",
    "America/Denver",
    "America/Los_Angeles",
    "America/Mexico_City",
    "America/Sao_Paulo",
    "America/Argentina/Buenos_Aires",
    "UTC",
    "Europe/London",
    "Europe/Berlin",
    "Europe/Athens",
    "Europe/Moscow",
    "Africa/Lagos",
    "Africa/Johannesburg",
    "Asia/Dubai",
    "Asia/Kolkata",
    "Asia/Jakarta",
    "Asia/Shanghai",
    "Asia/Tokyo",
    "Australia/Sydney",
    "Pacific/Auckland",
)
"""Keys of zones with many people, offered after those that a language points to."""
_COUNTRIES = {"419": "MX"}
"""The largest country of a region that is none: Discord has one Spanish for Latin America."""


def list_likely_zones(
    index: TimeZoneIndex, current_key: str, languages: Iterable[str]
) -> list[str]:
    """Return at most `MAX_ZONES` keys, the likeliest first.

    `current_key` is the guild's zone, which is the likeliest unless it is UTC, the default.
    `languages` are the tags that Discord sends, such as "pt-BR".
    """
    chosen = () if current_key == "UTC" else (current_key,)
    likely = (
        zone.key
        for language in languages
        if (country := _get_country_name(language))
        for zone in index.suggest(country)
    )
    return list(dict.fromkeys((*chosen, *likely, *LARGE_ZONES)))[:MAX_ZONES]


def _get_country_name(language: str) -> str:
    """Return the English name of the country where a language is spoken most, "" if unknown."""
    return next(filter(None, _iter_country_names(language)), "")


def _iter_country_names(language: str) -> Iterator[str]:
    tag = language.replace("-", "_")
    try:
        territory = Locale.parse(tag).territory or get_global("likely_subtags")[tag].split("_")[-1]
    except (UnknownLocaleError, ValueError, KeyError):
        return
    names: dict[str, str] = dict(Locale("en").territories)
    yield names.get(_COUNTRIES.get(territory, territory), "")
