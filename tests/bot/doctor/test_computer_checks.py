"""The clock, the data of time zones and the releases that a checkout knows of."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest

import bot
from bot.doctor.check_results import Verdict
from bot.doctor.computer_checks import check_release, judge_clock, judge_zone_data
from tests.bot.doctor.installation import SetUp


@pytest.mark.parametrize(
    ("offset", "verdict"),
    [
        (timedelta(), Verdict.GOOD),
        (timedelta(seconds=20), Verdict.WARNING),
        (timedelta(seconds=-20), Verdict.WARNING),
        (timedelta(hours=1), Verdict.BROKEN),
    ],
)
def test_a_clock_far_off_is_worse_than_one_a_little_off(
    offset: timedelta, verdict: Verdict
) -> None:
    assert judge_clock(offset).verdict is verdict


@pytest.mark.parametrize(
    ("edition", "verdict"),
    [("2026a", Verdict.GOOD), ("2025c", Verdict.GOOD), ("2024b", Verdict.WARNING)],
)
def test_time_zones_of_two_years_ago_are_old(edition: str, verdict: Verdict) -> None:
    result = judge_zone_data(edition, date(2026, 6, 1))
    assert result.verdict is verdict
    assert edition in result.text


@pytest.mark.parametrize("is_packed", [True, False])
def test_a_checkout_knows_the_releases_that_it_has_fetched(tmp_path: Path, is_packed: bool) -> None:
    git = tmp_path / ".git"
    (git / "refs" / "tags").mkdir(parents=True)
    assert check_release(tmp_path).verdict is Verdict.GOOD
    if is_packed:
        (git / "packed-refs").write_text("0f0f refs/tags/v99.10.0\n0f0f refs/tags/v99.9.0\n")
    else:
        (git / "refs" / "tags" / "v99.10.0").touch()
    (git / "refs" / "tags" / "nightly").touch()

    result = check_release(tmp_path)
    assert result.verdict is Verdict.WARNING
    assert result.text == f"This is {bot.__version__}, and 99.10.0 is out."


@pytest.mark.parametrize(
    ("ahead", "code", "said"),
    [(timedelta(seconds=40), 1, "38 seconds behind"), (timedelta(hours=2), 2, "behind")],
)
async def test_a_clock_that_is_wrong(set_up: SetUp, ahead: timedelta, code: int, said: str) -> None:
    set_up.platform.headers["Date"] = format_datetime(datetime.now(UTC) + ahead, usegmt=True)
    found_code, check, text = await set_up.find_one()
    assert (found_code, check) == (code, "clock")
    assert said.partition(" ")[2] in text
