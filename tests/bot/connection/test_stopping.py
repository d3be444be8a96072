"""Interactions around the end of a process, from a Discord on this computer."""

from __future__ import annotations

import asyncio
import signal
import time
from collections.abc import AsyncGenerator
from pathlib import Path

import pytest

from bot.health.limits import HealthLimits
from tests.bot_process import run_bot_process
from tests.platform_server import PlatformServer, open_platform_server

pytestmark = pytest.mark.slow


@pytest.fixture
async def platform() -> AsyncGenerator[PlatformServer]:
    async with open_platform_server() as server:
        yield server


def count_answers(platform: PlatformServer, interaction_id: int) -> int:
    path = f"/interactions/{interaction_id}/token-{interaction_id}/callback"
    return platform.requests.count(("POST", path))


def build_new_id() -> int:
    """Return the id of an interaction of this moment."""
    return (int(time.time() * 1_000) - 1_420_070_400_000) << 22


async def test_a_command_that_comes_again_after_a_kill_is_not_handled_again(
    platform: PlatformServer, tmp_path: Path
) -> None:
    replayed, other = build_new_id(), build_new_id() + 1
    async with run_bot_process(platform, tmp_path, HealthLimits()) as bot:
        await bot.wait_until_healthy()
        await platform.use_command("status", replayed)
        await bot.wait_for(lambda: count_answers(platform, replayed))
        bot.process.kill()
        await bot.process.wait()
    async with run_bot_process(platform, tmp_path, HealthLimits()) as bot:
        await bot.wait_until_healthy()
        await platform.use_command("status", replayed)
        await platform.use_command("status", other)
        await bot.wait_for(lambda: count_answers(platform, other))
    assert count_answers(platform, replayed) == 1


async def test_one_who_clicks_while_the_bot_is_stopped_is_told_to_come_back(
    platform: PlatformServer, tmp_path: Path
) -> None:
    async with run_bot_process(platform, tmp_path, HealthLimits()) as bot:
        await bot.wait_until_healthy()
        bot.process.send_signal(signal.SIGTERM)
        # The signal is on its way: a command before it is answered as ever.
        await asyncio.sleep(0.2)
        sent = await platform.use_command("status", build_new_id())
        assert await bot.process.wait() == 0
    assert "back in a moment" in sent.texts[0]
    assert "Traceback" not in bot.log


async def test_a_bot_whose_shards_connect_again_ends_at_once(
    platform: PlatformServer, tmp_path: Path
) -> None:
    platform.shards = 2
    async with run_bot_process(platform, tmp_path, HealthLimits()) as bot:
        await bot.wait_until_healthy()
        platform.is_deaf = True
        before = platform.opened
        await platform.drop_sockets()
        # One shard waits for the gateway, and the other for the first.
        await bot.wait_for(lambda: platform.opened > before)
        bot.process.send_signal(signal.SIGTERM)
        async with asyncio.timeout(20):
            assert await bot.process.wait() == 0
    assert "Traceback" not in bot.log
