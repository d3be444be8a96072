"""Time zones are found by their key; a key that means nothing here reads as UTC."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
import tzdata

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


WHICH = """
from bot.time_zones import get_time_zone, read_used_edition, use_newest_zone_data
use_newest_zone_data()
print(read_used_edition(), get_time_zone("Europe/Oslo").key)
"""


@pytest.mark.parametrize(
    ("system", "is_chosen", "used"),
    [
        ("1999a", False, tzdata.IANA_VERSION),
        ("2999a", False, "2999a"),
        ("1999a", True, "1999a"),
    ],
)
def test_the_newer_of_the_data_of_the_system_and_of_the_bot_are_used_unless_chosen(
    tmp_path: Path, system: str, is_chosen: bool, used: str
) -> None:
    (tmp_path / "tzdata.zi").write_text(f"# version {system}-lamp1\n", "ascii")
    environment = {name: text for name, text in os.environ.items() if name != "PYTHONTZPATH"}
    if is_chosen:
        environment["PYTHONTZPATH"] = str(tmp_path)
    # Where the data of the system are, is compiled into Python.
    as_system = f"import zoneinfo\nzoneinfo.reset_tzpath(({str(tmp_path)!r},))\n"
    done = subprocess.run(
        [sys.executable, "-c", as_system + WHICH],
        env={**environment, "PYTHONPATH": str(Path(__file__).parents[2])},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.split() == [used, "Europe/Oslo"]
