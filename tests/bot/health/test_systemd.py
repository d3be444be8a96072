"""What a service manager hears from the bot."""

from __future__ import annotations

import asyncio
import configparser
import os
import socket
from pathlib import Path

import pytest

from bot.cli.exit_codes import CANNOT_START, TRY_LATER
from bot.health.limits import HealthLimits
from bot.health.loop_watch import RESTART_EXIT_CODE
from bot.health.systemd import ServiceManager
from tests.bot_process import run_bot_process
from tests.platform_server import open_platform_server

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[3]


@pytest.mark.parametrize("address", ["{folder}/notify", "@fan-bot-test-{pid}"])
def test_states_reach_the_socket_that_the_manager_names(tmp_path: Path, address: str) -> None:
    name = address.format(folder=tmp_path, pid=os.getpid())
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as manager:
        manager.bind(name.replace("@", "\0"))
        ServiceManager({"NOTIFY_SOCKET": name}).notify("READY=1", "STATUS=Hello.")
        assert manager.recv(100) == b"READY=1\nSTATUS=Hello."


def test_without_a_manager_nothing_is_sent(tmp_path: Path) -> None:
    ServiceManager({}).notify("READY=1")
    ServiceManager({"NOTIFY_SOCKET": str(tmp_path / "gone")}).notify("READY=1")


def test_the_watchdog_of_another_process_is_not_ours() -> None:
    environment = {"WATCHDOG_USEC": "3000000", "WATCHDOG_PID": "1"}
    assert ServiceManager(environment).watchdog_seconds == 0
    assert ServiceManager({"WATCHDOG_USEC": "3000000"}).watchdog_seconds == 3


async def test_a_bot_says_when_it_is_connected_that_it_is_alive_and_that_it_ends(
    tmp_path: Path,
) -> None:
    address = str(tmp_path / "notify")
    environment = {"NOTIFY_SOCKET": address, "WATCHDOG_USEC": "600000"}
    limits = HealthLimits(beat=0.1)
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as manager:
        manager.bind(address)
        manager.setblocking(False)
        heard: list[str] = []
        reading = asyncio.create_task(read_messages(manager, heard))
        async with (
            open_platform_server() as platform,
            run_bot_process(platform, tmp_path, limits, environment=environment) as bot,
        ):
            await bot.wait_for_log("ready as")
            await asyncio.sleep(1)
            assert await bot.stop() == 0
        await bot.wait_for(lambda: heard[-1] == "STOPPING=1")
        reading.cancel()

    first_ready = next(one for one in heard if one.startswith("READY=1"))
    assert first_ready.startswith("READY=1\nSTATUS=1 of 1 shard is connected.")
    after = heard[heard.index(first_ready) :]
    assert sum("WATCHDOG=1" in one for one in after) >= 3


async def read_messages(manager: socket.socket, heard: list[str]) -> None:
    """Collect every message that comes, until cancelled."""
    while True:
        message = await asyncio.get_running_loop().sock_recv(manager, 1_000)
        heard.append(message.decode())


def test_the_unit_restarts_what_hangs_and_not_what_the_owner_has_to_change() -> None:
    unit = configparser.ConfigParser(strict=False, interpolation=None)
    unit.optionxform = str  # type: ignore[assignment]
    unit.read(ROOT / "deploy" / "fan-bot.service", "utf-8")
    service = unit["Service"]

    assert service["Type"] == "notify"
    assert int(service["WatchdogSec"]) > HealthLimits().loop_end, "the stack is logged before"
    assert service["RestartPreventExitStatus"] == str(CANNOT_START)
    assert service["Restart"] == "always"
    assert int(service["TimeoutStopSec"]) > HealthLimits().shutdown


def test_a_hang_ends_with_the_code_for_a_later_try() -> None:
    assert RESTART_EXIT_CODE == TRY_LATER
