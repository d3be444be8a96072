"""A process that cannot connect gives its part to one that waits, which may be able to."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from bot.health.limits import HealthLimits
from tests.bot.parts.conftest import LEASE
from tests.bot_process import run_bot_process
from tests.platform_server import PlatformServer
from tests.postgres import Cluster

pytestmark = pytest.mark.slow

TRY_LATER = 75
QUICK = f"""{LEASE}
import bot.parts.connection_watch
bot.parts.connection_watch.UNCONNECTED_S = 2.0
"""


async def test_who_cannot_connect_keeps_the_part_until_another_process_waits_for_it(
    platform: PlatformServer, cluster: Cluster, tmp_path: Path
) -> None:
    with cluster.create_database() as url:
        settings = {"BOT_DATABASE": url.secret_text}
        async with run_bot_process(platform, tmp_path, HealthLimits(), QUICK, settings) as holder:
            await holder.wait_until_healthy()
            platform.is_deaf = True
            await platform.drop_sockets()
            await asyncio.sleep(4)
            assert holder.process.returncode is None, "there is no other to do better"

            async with run_bot_process(
                platform, tmp_path, HealthLimits(), QUICK, settings
            ) as standby:
                async with asyncio.timeout(60):
                    assert await holder.process.wait() == TRY_LATER
                await standby.wait_for_log("I have part 1 of 1")
                platform.is_deaf = False
                await standby.wait_until_healthy()
        assert "I give part 1 up and end, to be started again." in holder.log
        assert "Traceback" not in holder.log
