"""`doctor` in a process of its own, on set-ups that are broken in one way each."""

from __future__ import annotations

import pytest

from bot.connection.login_errors import BAD_LOGIN_ADVICE
from bot.health.limits import HealthLimits
from tests.bot.doctor.installation import SetUp
from tests.bot_process import run_bot_process
from tests.loopback.objects import build_answer

pytestmark = pytest.mark.slow


async def test_where_all_is_well_each_row_is_good_and_nothing_is_changed(set_up: SetUp) -> None:
    before = set_up.database.read_bytes()
    code, printed = await set_up.run()

    assert {line.split()[0] for line in printed.splitlines() if line[0] != " "} == {"good"}
    assert code == 0
    for check in ("application", "intents", "install link", "gateway", "commands", "clock"):
        assert f"good    {check}" in printed
    for check in ("servers", "feeds", "writable", "file system", "free space", "database"):
        assert f"good    {check}" in printed
    for check in ("database version", "backup", "pack", "time zones", "release"):
        assert f"good    {check}" in printed
    assert set_up.database.read_bytes() == before
    assert {method for method, _ in set_up.platform.requests} == {"GET"}


async def test_it_works_while_the_bot_runs(set_up: SetUp) -> None:
    async with run_bot_process(set_up.platform, set_up.folder, HealthLimits()) as bot:
        await bot.wait_for_log("ready as")
        assert (await set_up.examine()) == (0, [])
        assert await bot.stop() == 0


async def test_a_token_that_was_reset_hides_nothing_that_can_be_told_without_it(
    set_up: SetUp,
) -> None:
    refused = build_answer({"message": "401: Unauthorized", "code": 0}, 401)
    set_up.platform.answers["GET", "/users/@me"] = refused
    assert await set_up.find_one() == (2, "Discord", BAD_LOGIN_ADVICE)


async def test_a_missing_token_is_said_to_be_missing(set_up: SetUp) -> None:
    set_up.environment["DISCORD_TOKEN"] = ""
    code, check, text = await set_up.find_one()
    assert (code, check) == (2, "token")
    assert text.startswith("DISCORD_TOKEN isn't set: ")
    assert set_up.platform.requests == []


async def test_a_setting_that_does_not_work_is_one_sentence(set_up: SetUp) -> None:
    set_up.environment["BOT_HTTP"] = "8080"
    code, printed = await set_up.run()
    assert code == 2
    assert printed.startswith("BOT_HTTP has a value that doesn't work: ")
