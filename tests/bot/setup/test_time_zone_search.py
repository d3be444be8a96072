"""Time zones by their names, by cities, and in spite of typos."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import available_timezones

import pytest

from bot.setup.time_zone_search import CITIES_BY_ZONE, TimeZoneIndex

NOW = datetime(2026, 7, 1, 12, tzinfo=UTC)


@pytest.fixture(scope="module")
def zones() -> TimeZoneIndex:
    return TimeZoneIndex()


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("Europe/London", "Europe/London"),
        ("europe/london", "Europe/London"),
        ("londn", "Europe/London"),
        ("New York", "America/New_York"),
        ("new yrok", "America/New_York"),
        ("los angelos", "America/Los_Angeles"),
        ("Tucson", "America/Phoenix"),
        ("mumbai", "Asia/Kolkata"),
        ("sao paulo", "America/Sao_Paulo"),
        ("São Paulo", "America/Sao_Paulo"),
        ("pacific time", "America/Los_Angeles"),
        ("utc", "UTC"),
        ("Kathmandu", "Asia/Kathmandu"),
    ],
)
def test_a_zone_is_found_by_what_people_call_it(zones: TimeZoneIndex, typed: str, key: str) -> None:
    found = zones.find(typed)
    assert found is not None
    assert found.key == key
    assert any(choice.value == key for choice in zones.suggest(typed, NOW))


def test_nonsense_is_no_zone(zones: TimeZoneIndex) -> None:
    assert zones.find("qqqq") is None


def test_every_suggestion_says_what_time_it_is_there(zones: TimeZoneIndex) -> None:
    assert zones.suggest("kathmandu", NOW)[0].name == "Asia/Kathmandu (now 17:45)"
    assert len(zones.suggest("", NOW)) == 25


def test_the_cities_are_in_zones_that_exist() -> None:
    assert CITIES_BY_ZONE.keys() <= available_timezones()


def test_every_place_of_the_database_is_found_by_its_own_name(zones: TimeZoneIndex) -> None:
    places = [key for key in available_timezones() if key.startswith(("Africa/", "Europe/"))]
    assert [key for key in places if zones.find(key).key != key] == []
