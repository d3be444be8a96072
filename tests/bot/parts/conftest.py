"""A Discord on this computer, and processes that split its shards on a database server."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import AsyncExitStack
from itertools import count
from pathlib import Path
from typing import TypeAlias

import pytest

from bot.health.limits import HealthLimits
from storage.engines.location import PostgresUrl
from tests.bot_process import BotProcess, run_bot_process
from tests.platform_server import PlatformServer, open_platform_server

LEASE_S = 6.0
LEASE = f"""
import functools
import storage.engines.postgres.parts.identify_turns as identify_turns
import bot.parts.part
bot.parts.part.IdentifyTurns = functools.partial(identify_turns.IdentifyTurns, turn_s=0.2)
bot.app.run_on_discord = functools.partial(bot.app.run_on_discord, lease_s={LEASE_S})
"""
"""Shorter waits than those for a Discord far away."""
StartProcess: TypeAlias = Callable[..., Awaitable[BotProcess]]


@pytest.fixture
async def platform() -> AsyncGenerator[PlatformServer]:
    async with open_platform_server() as server:
        yield server


@pytest.fixture
async def start(platform: PlatformServer, tmp_path: Path) -> AsyncGenerator[StartProcess]:
    """Return a function that starts a process on a database."""
    numbers = count(1)
    async with AsyncExitStack() as stack:

        async def start_one(url: PostgresUrl, parts: int, **environment: str) -> BotProcess:
            folder = tmp_path / f"process_{next(numbers)}"
            folder.mkdir()
            opened = run_bot_process(
                platform,
                folder,
                HealthLimits(),
                LEASE,
                {"BOT_DATABASE": url.secret_text, "BOT_PARTS": str(parts), **environment},
            )
            return await stack.enter_async_context(opened)

        yield start_one
