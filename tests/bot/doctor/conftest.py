"""An installation with which all is well."""

from __future__ import annotations

import asyncio
import json
import shutil
from collections.abc import AsyncGenerator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from bot.health.limits import HealthLimits
from storage.backups.rotation import back_up_daily
from tests.bot.doctor.installation import SetUp
from tests.bot_process import run_bot_process
from tests.platform_server import open_platform_server


@pytest.fixture(scope="session")
def first_run(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, list[Any]]]:
    """Run a bot once; return its database and the commands that it has registered."""
    folder = tmp_path_factory.mktemp("first run")

    async def run() -> dict[str, list[Any]]:
        async with (
            open_platform_server() as platform,
            run_bot_process(platform, folder, HealthLimits(beat=0.1)) as bot,
        ):
            await bot.wait_for_log("ready as")
            await bot.wait_for_log("command definitions")
            assert await bot.stop() == 0
            return platform.commands

    return folder / "bot.sqlite3", asyncio.run(run())


@pytest.fixture
async def set_up(
    first_run: tuple[Path, dict[str, list[Any]]], tmp_path: Path
) -> AsyncGenerator[SetUp]:
    """Set everything up as it should be."""
    database, commands = first_run
    shutil.copy(database, tmp_path / "bot.sqlite3")
    back_up_daily(tmp_path / "bot.sqlite3", date(2026, 1, 1), 7)
    async with open_platform_server() as platform:
        platform.commands = json.loads(json.dumps(commands))
        yield SetUp(tmp_path, platform)
