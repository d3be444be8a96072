"""Finds the time zone that a person means by a city, a country, an abbreviation or an offset."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from zoneinfo import ZoneInfo, available_timezones

from babel import Locale
from babel.core import get_global

from bot.setup.time_zones.names import ABBREVIATIONS, FIXED_OFFSETS, PRIMARY_ZONES, TIME_NAMES
from bot.setup.time_zones.places import CITIES, REGIONS, STATES_BY_ABBREVIATION
from bot.time_zones import get_time_zone
from seeds.folding import contains_words, fold

MAX_SUGGESTIONS = 5
MIN_MISSPELLED_LETTERS = 6
"""Letters of a name from which one slip is forgiven: shorter names are too near each other."""
MIN_SIMILARITY = 72
"""Similarity in percent from which a name is suggested."""
_OFFSET = re.compile(
    r"(?:UTC|GMT)?\s*([+\-−–])\s*(\d{1,2})(?::?([0-5]\d)|[.,](5|25|50|75))?", re.IGNORECASE
)
_MINUTES = {"25": "15", "5": "30", "50": "30", "75": "45"}
"""Minutes by the fraction of an hour that is written after a point."""
_MAX_OFFSET_HOURS = {"-": 12, "+": 14}
_TIME_WORDS = re.compile(r" (?:(?:standard|daylight|summer) )?time(?: ?zone)?$| ?time ?zone$")
_PARENTHESIS = re.compile(r"\s*\((.*?)\)\s*")
_POINTS = re.compile(r"[.\s]")


class TimeZoneIndex:
    """What people call the zones of this computer's tz database; about 2,000 names."""

    def __init__(self) -> None:
        available = available_timezones()
        self._keys = {key.casefold(): key for key in available}
        self._zones_by_name: dict[str, dict[str, None]] = {}
        for name, zones in _iter_names():
            known = dict.fromkeys(zone for zone in zones if zone in available)
            if known:
                self._zones_by_name.setdefault(fold(name), {}).update(known)
        self._exact_names = {
            fold(name): zones
            for table in (TIME_NAMES, ABBREVIATIONS)
            for name, zones in table.items()
        }

    def find(self, typed: str) -> ZoneInfo | None:
        """Return the only zone that `typed` can mean; None when it means several or none."""
        zones = self._match(typed)
        is_clear = len(zones) == 1 and not self._has_unknown_qualifier(typed)
        return get_time_zone(zones[0]) if is_clear else None

    def suggest(self, typed: str) -> list[ZoneInfo]:
        """Return up to five zones that `typed` may mean, the likeliest first."""
        zones = self._match(typed) or self._match_similar(fold(typed.rpartition("/")[2]))
        return [get_time_zone(zone) for zone in zones[:MAX_SUGGESTIONS]]

    def _match(self, typed: str) -> tuple[str, ...]:
        """Return the keys of every zone that `typed` names."""
        offset = _OFFSET.fullmatch(typed.strip())
        if offset is not None:
            return _list_offset_zones(*offset.groups())
        key = self._keys.get(typed.strip().replace(" ", "_").casefold())
        # A key such as EST or Eire is a name that people use with another meaning.
        if key is not None and ("/" in key or key[-1].isdigit() or key == "EST5EDT"):
            return (_resolve_alias(key),)
        return self._match_name(fold(typed)) or self._match_parts(typed) or self._match_slip(typed)

    def _match_name(self, folded: str) -> tuple[str, ...]:
        for name in (folded, _TIME_WORDS.sub("", folded)):
            zones = self._exact_names.get(name) or self._zones_by_name.get(name)
            if zones:
                return tuple(zones)
        return ()

    def _match_parts(self, typed: str) -> tuple[str, ...]:
        """Match "Portland, Maine" and "EST (New York)": what all of the known parts can mean."""
        matches = self._match_each_part(typed)
        known = list(filter(None, matches))
        if len(matches) == 1 or not known:
            return ()
        common = [zone for zone in known[0] if all(zone in zones for zones in known)]
        return tuple(common or dict.fromkeys(zone for zones in known for zone in zones))

    def _match_each_part(self, typed: str) -> list[tuple[str, ...]]:
        first, *others = _PARENTHESIS.sub(r",\1,", typed).strip(" ,").split(",")
        states = (STATES_BY_ABBREVIATION.get(_POINTS.sub("", part).upper()) for part in others)
        names = (first, *(state or part for state, part in zip(states, others, strict=True)))
        return [self._match_name(fold(name)) for name in names]

    def _has_unknown_qualifier(self, typed: str) -> bool:
        """Return whether what is not known follows the name of a place: "Paris, Atlantis"."""
        if self._match_name(fold(typed)):
            return False
        first, *others = self._match_each_part(typed)
        return bool(first) and not all(others)

    def _match_slip(self, typed: str) -> tuple[str, ...]:
        """Match names with one letter too many, too few, wrong or swapped with the next."""
        folded = _TIME_WORDS.sub("", fold(typed))
        if len(folded) < MIN_MISSPELLED_LETTERS:
            return ()
        # Imported late: it takes 2.5 MB, and is used when an admin types a zone.
        from rapidfuzz.distance import OSA

        return tuple(
            dict.fromkeys(
                zone
                for name, zones in self._zones_by_name.items()
                if len(name) >= MIN_MISSPELLED_LETTERS
                # A wrong first letter is rare, and Siberia is not Liberia.
                and name[0] == folded[0]
                and OSA.distance(folded, name, score_cutoff=1) <= 1
                for zone in zones
            )
        )

    def _match_similar(self, folded: str) -> tuple[str, ...]:
        """Match the names inside `folded`, the longest first, then those that look like it."""
        from rapidfuzz import fuzz, process

        inside = [name for name in self._zones_by_name if contains_words(folded, name)]
        inside.sort(key=len, reverse=True)
        similar = process.extract(
            folded, self._zones_by_name.keys(), scorer=fuzz.ratio, score_cutoff=MIN_SIMILARITY
        )
        names = (*inside, *(name for name, _, _ in similar))
        return tuple(dict.fromkeys(zone for name in names for zone in self._zones_by_name[name]))


def _iter_names() -> Iterator[tuple[str, Iterable[str]]]:
    """Yield names of places with the keys of their zones."""
    yield from REGIONS.items()
    yield from ((city, (zone,)) for zone, cities in CITIES.items() for city in cities)
    yield from _iter_cldr_cities()
    yield from _iter_cldr_countries()


def _iter_cldr_cities() -> Iterator[tuple[str, Iterable[str]]]:
    """Yield the city in each zone's key, and CLDR's exemplar city where it is spelled otherwise."""
    exemplars: dict[str, dict[str, str]] = dict(Locale("en").time_zones)
    for zones in get_global("territory_zones").values():
        for key in zones:
            zone = _resolve_alias(key)
            yield zone.rpartition("/")[2].replace("_", " "), (zone,)
    for key, names in exemplars.items():
        if "city" in names:
            yield names["city"], (_resolve_alias(key),)
    yield "UTC", ("UTC",)


def _iter_cldr_countries() -> Iterator[tuple[str, Iterable[str]]]:
    """Yield the name of each country that is not in `REGIONS`, with one zone for each clock.

    CLDR maps each zone of Windows, which has one for each clock of a country, to a zone.
    """
    names: dict[str, str] = dict(Locale("en").territories)
    known = {fold(region) for region in REGIONS}
    distinct = set(map(_resolve_alias, get_global("windows_zone_mapping").values()))
    for territory, keys in get_global("territory_zones").items():
        zones = list(map(_resolve_alias, keys))
        if territory in PRIMARY_ZONES:
            zones = [PRIMARY_ZONES[territory]]
        elif len(zones) > 1:
            zones = [zone for zone in zones if zone in distinct] or zones
        name = names.get(territory, "").replace(" SAR China", "")
        for one in {name, *re.split(r"[()]", name)} - {""}:
            # The state of Georgia and the country share a name.
            if fold(one) not in known or territory == "GE":
                yield one, zones


def _resolve_alias(key: str) -> str:
    """Return today's key of a zone: "America/New_York" for "US/Eastern"."""
    return "UTC" if key == "Etc/UTC" else get_global("zone_aliases").get(key, key)


def _list_offset_zones(
    sign: str, hours: str, minutes: str | None, fraction: str | None
) -> tuple[str, ...]:
    """Return the key of the zone with a fixed offset from UTC, none for an offset not in use."""
    sign = "+" if sign == "+" else "-"
    minutes = _MINUTES[fraction] if fraction else minutes
    if minutes not in (None, "00"):
        zone = FIXED_OFFSETS.get(f"{sign}{int(hours):02}:{minutes}")
        return (zone,) if zone else ()
    if int(hours) == 0:
        return ("UTC",)
    # The signs of these keys are those of POSIX: Etc/GMT+8 is UTC−8.
    inverted = "+" if sign == "-" else "-"
    return (f"Etc/GMT{inverted}{int(hours)}",) if int(hours) <= _MAX_OFFSET_HOURS[sign] else ()
