"""The time zone that is offered first is that of the country where a language is spoken most."""

from __future__ import annotations

import pytest

from bot.setup.time_zones.search import TimeZoneIndex
from cogs.setup.likely_time_zones import LARGE_ZONES, MAX_ZONES, list_likely_zones

LANGUAGES = {
    "en-US": "America/New_York",
    "en-GB": "Europe/London",
    "de": "Europe/Berlin",
    "es-ES": "Europe/Madrid",
    "es-419": "America/Mexico_City",
    "pt-BR": "America/Sao_Paulo",
    "ja": "Asia/Tokyo",
    "zh-TW": "Asia/Taipei",
    "hi": "Asia/Kolkata",
    "uk": "Europe/Kyiv",
}
"""The likeliest zones by tags that Discord sends."""


@pytest.fixture(scope="module")
def index() -> TimeZoneIndex:
    return TimeZoneIndex()


@pytest.mark.parametrize(("language", "key"), LANGUAGES.items())
def test_a_language_points_to_a_zone(index: TimeZoneIndex, language: str, key: str) -> None:
    assert list_likely_zones(index, "UTC", [language])[0] == key


def test_what_a_server_has_chosen_comes_before_every_guess(index: TimeZoneIndex) -> None:
    keys = list_likely_zones(index, "Asia/Tokyo", ["de", "en-GB"])
    assert keys[:3] == ["Asia/Tokyo", "Europe/Berlin", "Europe/London"]


@pytest.mark.parametrize("language", ["", "xx", "no-such_language", "en-US"])
def test_there_is_always_something_to_choose_and_nothing_twice(
    index: TimeZoneIndex, language: str
) -> None:
    keys = list_likely_zones(index, "UTC", [language, "en-US", "ru", "pt-BR", "id"])
    assert len(set(keys)) == len(keys) == MAX_ZONES
    assert list_likely_zones(index, "UTC", ["xx"]) == list(LARGE_ZONES)
