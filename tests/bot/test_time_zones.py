"""Time zones are found by their key; a key that means nothing here reads as UTC."""

from __future__ import annotations

import pytest

from bot.time_zones import get_time_zone, is_known_time_zone


def test_a_zone_is_found_by_its_key() -> None:
    assert get_time_zone("Asia/Kathmandu").key == "Asia/Kathmandu"
    assert is_known_time_zone("Asia/Kathmandu")


@pytest.mark.parametrize("key", ["Mars/Olympus", "", "../etc/passwd", "Europe", "a\0b"])
def test_an_unknown_key_reads_as_utc_and_is_logged_once(
    key: str, caplog: pytest.LogCaptureFixture
) -> None:
    get_time_zone.cache_clear()
    assert get_time_zone(key).key == "UTC"
    assert get_time_zone(key).key == "UTC"
    assert not is_known_time_zone(key)
    assert caplog.text.count("is used instead") == 1
