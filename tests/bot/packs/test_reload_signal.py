"""SIGHUP reloads the packs of a bot that runs as a service."""

from __future__ import annotations

import signal
import sys
from pathlib import Path

import pytest

from bot.health.limits import HealthLimits
from tests.bot_process import run_bot_process
from tests.platform_server import open_platform_server
from tests.worlds.fandoms import change_text, write_second_pack

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform == "win32", reason="there is no such signal"),
]


async def test_a_service_takes_over_a_changed_pack_and_refuses_one_with_faults(
    tmp_path: Path,
) -> None:
    pack = write_second_pack(tmp_path)
    async with (
        open_platform_server() as platform,
        run_bot_process(
            platform, tmp_path, HealthLimits(), environment={"BOT_SEEDS": str(pack)}
        ) as bot,
    ):
        await bot.wait_for_log("ready as")
        change_text(pack, "A script is being written", "Two scripts are being written")
        bot.process.send_signal(signal.SIGHUP)
        await bot.wait_for_log("Reloaded Night Train fans: 1 changed.")

        change_text(pack, 'stage = "writing"', 'stage = "wriitng"')
        bot.process.send_signal(signal.SIGHUP)
        await bot.wait_for_log("the packs stay as they were")
        assert "wriitng isn't a stage of this pack, did you mean writing?" in bot.log

        change_text(pack, "wriitng", "writing")
        bot.process.send_signal(signal.SIGHUP)
        await bot.wait_for_log("No pack has changed.")
        assert await bot.stop() == 0
