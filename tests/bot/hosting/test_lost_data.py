"""A bot that ran before and starts with an empty database waits for its owner to say so."""

from __future__ import annotations

import asyncio
import logging
import shutil
from collections.abc import AsyncGenerator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from discord.http import Route
from pydantic import SecretStr

import bot.hosting.lost_data
from bot.app import run_on_discord
from bot.errors import StartError
from bot.hosting.lost_data import describe_loss
from storage.backups.rotation import back_up_daily
from tests.loopback.objects import APPLICATION_ID, GUILD_ID, build_answer
from tests.platform_server import PlatformServer, open_platform_server
from tests.world import build_settings, wait_until

pytestmark = pytest.mark.slow

COMMANDS = f"/applications/{APPLICATION_ID}/commands"
GUILD_COMMANDS = f"/applications/{APPLICATION_ID}/guilds/{GUILD_ID}/commands"


@pytest.fixture
async def platform(monkeypatch: pytest.MonkeyPatch) -> AsyncGenerator[PlatformServer]:
    """Return a Discord on this computer."""
    async with open_platform_server() as server:
        monkeypatch.setattr(Route, "BASE", f"http://127.0.0.1:{server.port}/api")
        yield server


async def run_until_known(
    platform: PlatformServer, folder: Path, *, may_be_new: bool = False, **changes: Any
) -> None:
    """Run the bot with the database of `folder` until it has seen its server and sent commands."""
    settings = build_settings(folder, token=SecretStr("a.b.c"), **changes)
    sessions, puts = platform.sessions, count_puts(platform)
    program = asyncio.create_task(run_on_discord(settings, may_be_new=may_be_new))
    is_known = (folder / "bot.sqlite3").exists() and not may_be_new
    await wait_until(
        lambda: (
            program.done()
            or (platform.sessions > sessions and (is_known or count_puts(platform) > puts))
        )
    )
    await asyncio.sleep(0.2)
    program.cancel()
    try:
        await program
    except asyncio.CancelledError:
        return


def count_puts(platform: PlatformServer) -> int:
    return sum(method == "PUT" for method, _ in platform.requests)


async def read_refusal(platform: PlatformServer, folder: Path, **changes: Any) -> str:
    with pytest.raises(StartError) as caught:
        await run_until_known(platform, folder, **changes)
    return str(caught.value)


async def test_the_first_start_of_all_is_no_loss(platform: PlatformServer, tmp_path: Path) -> None:
    await run_until_known(platform, tmp_path)

    assert platform.commands[COMMANDS]


async def test_an_empty_database_where_commands_were_sent_is_not_started_on(
    platform: PlatformServer, tmp_path: Path
) -> None:
    await run_until_known(platform, tmp_path)
    lost = tmp_path / "lost"
    lost.mkdir()

    back_up_daily(tmp_path / "bot.sqlite3", date(2026, 11, 29), 7)
    shutil.copytree(tmp_path / "backups", lost / "backups")
    # The first try makes the file, which is as empty at the next.
    for _ in range(2):
        backup = lost / "backups" / "bot-2026-11-29.sqlite3"
        assert await read_refusal(platform, lost) == (
            f"The database {lost / 'bot.sqlite3'} is empty, but I ran before: Discord has my "
            f"commands. Put your backup back: `python -m bot restore {backup}`; or fix "
            "BOT_DATABASE; to begin with nothing, start once with `run --fresh`."
        )
    assert platform.sessions == 1
    assert count_puts(platform) == 1

    shutil.copy(tmp_path / "bot.sqlite3", lost)
    await run_until_known(platform, lost)
    assert platform.sessions == 2


async def test_an_owner_can_begin_with_nothing_and_need_not_say_it_twice(
    platform: PlatformServer, tmp_path: Path
) -> None:
    platform.commands[COMMANDS] = [{"name": "lamp"}]

    await run_until_known(platform, tmp_path, may_be_new=True)
    await run_until_known(platform, tmp_path)

    assert platform.sessions == 2


async def test_commands_of_one_server_tell_it_as_well(
    platform: PlatformServer, tmp_path: Path
) -> None:
    await run_until_known(platform, tmp_path, dev_guild=GUILD_ID)
    assert list(platform.commands) == [GUILD_COMMANDS]
    lost = tmp_path / "lost"
    lost.mkdir()

    assert "is empty, but I ran before" in await read_refusal(platform, lost, dev_guild=GUILD_ID)


def test_in_a_container_it_looks_like_a_lost_volume(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BOT_VOLUME", "/data")
    text, remedy = describe_loss("/data/bot.sqlite3")
    assert text == (
        "This looks like a lost volume: Discord already has this bot's commands, but the database "
        "/data/bot.sqlite3 is new."
    )
    assert remedy.endswith("to begin with nothing, start once with `run --fresh`.")


@pytest.mark.parametrize(("status", "reason"), [(503, "503 Service"), (429, "no answer")])
async def test_a_platform_that_does_not_say_keeps_no_bot_away(
    platform: PlatformServer,
    tmp_path: Path,
    status: int,
    reason: str,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    monkeypatch.setattr(bot.hosting.lost_data, "TIMEOUT_S", 0.3)
    limit = {"retry_after": 3600, "global": False, "code": 0, "message": "slow down"}
    headers = {"Retry-After": "3600", "Via": "1.1 google"}
    platform.answers["GET", COMMANDS] = build_answer(limit, status, headers)

    with caplog.at_level(logging.WARNING):
        await run_until_known(platform, tmp_path)

    assert f"could not ask Discord which commands it has: {reason}" in caplog.text
    assert platform.commands[COMMANDS]
