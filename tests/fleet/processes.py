"""Bots in processes of their own on one database, started again when they end."""

from __future__ import annotations

import asyncio
import os
import signal
import time
from collections.abc import AsyncGenerator, Mapping, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

from bot.health.limits import HealthLimits
from storage.engines.location import DatabaseLocation, PostgresUrl
from tests.bot_process import BotProcess, run_bot_process
from tests.platform_server import PlatformServer

RESTART_S = 0.5
"""Seconds between the end of a process and its next start, as a service manager has them."""
LEASE_S = 4.0
NONCE_S = 4.0
"""Seconds after which the bot no longer relies on a nonce."""
QUICK = f"""
import functools
from datetime import timedelta
import bot.messaging.sending
bot.messaging.sending.NONCE_WINDOW = timedelta(seconds={NONCE_S})
import bot.scheduling.minute_trigger
import bot.scheduling.scheduler
import cogs.trivia.cog
from cogs.trivia.rules.delays import GameDelays
cogs.trivia.cog.GameDelays = functools.partial(GameDelays, lobby=10, pause=1)
bot.scheduling.scheduler.LEASE_DURATION = timedelta(seconds=6)
bot.scheduling.scheduler.SEND_TIMEOUT_S = bot.messaging.sending.SEND_TIMEOUT_S = 3.0
bot.scheduling.minute_trigger.MinuteTrigger.get_next_fire_time = (
    lambda self, previous, now: now + timedelta(seconds=2)
)
"""
"""Games and ticks follow each other faster than in a server, so that a run sees many."""
SHORT_LEASE = f"""
bot.app.run_on_discord = functools.partial(bot.app.run_on_discord, lease_s={LEASE_S})
"""
"""A process that has stopped is replaced sooner than in a server."""


class FleetProcess:
    """One process of several, with the lives that it has had."""

    def __init__(self, name: str, extra: str = "") -> None:
        self.name = name
        self.extra = extra
        """Code that runs in it before the start."""
        self.bot: BotProcess | None = None
        """The present life, None between two."""
        self.lives: list[BotProcess] = []
        self.exits: list[tuple[float, int]] = []
        """When a life ended, on the monotonic clock, and its exit code."""
        self.restarts = True

    @property
    def log(self) -> str:
        """What all lives have logged."""
        return "\n".join(one.log for one in self.lives)

    @property
    def pid(self) -> int:
        assert self.bot is not None, f"{self.name} does not run"
        return self.bot.process.pid

    def send_signal(self, number: signal.Signals) -> float:
        """Send a signal, and return the monotonic time of that."""
        os.kill(self.pid, number)
        return time.monotonic()

    async def supervise(
        self, platform: PlatformServer, folder: Path, environment: Mapping[str, str]
    ) -> None:
        """Run one life after the other until cancelled, or until one ends for good."""
        while True:
            async with run_bot_process(
                platform, folder, HealthLimits(), self.extra, environment, self.name
            ) as life:
                self.lives.append(life)
                self.bot = life
                code = await life.process.wait()
                self.bot = None
                self.exits.append((time.monotonic(), code))
            if code == 2 or not self.restarts:
                return
            await asyncio.sleep(RESTART_S)


class Fleet:
    """The processes, and how they are found by what they do."""

    def __init__(
        self, platform: PlatformServer, folder: Path, environment: Mapping[str, str]
    ) -> None:
        self.platform = platform
        self._folder = folder
        self._environment = environment
        self.processes: list[FleetProcess] = []
        self._tasks: list[asyncio.Task[None]] = []

    def start(self, name: str, extra: str = "", **environment: str) -> FleetProcess:
        """Start a process and those that follow it; `extra` and `environment` are its own."""
        lease = SHORT_LEASE if "BOT_PARTS" in self._environment else ""
        process = FleetProcess(name, QUICK + lease + extra)
        self.processes.append(process)
        together = {**self._environment, **environment}
        work = process.supervise(self.platform, self._folder, together)
        self._tasks.append(asyncio.create_task(work, name=name))
        return process

    def get(self, name: str) -> FleetProcess:
        """Return a process by its name."""
        return next(one for one in self.processes if one.name == name)

    def find_holder(self, shard: int) -> FleetProcess | None:
        """Return the process that has the newest session of a shard, None while it has none."""
        live = self.platform.list_live(shard)
        return self.get(live[-1].sender) if live else None

    def list_shards(self, process: FleetProcess) -> set[int]:
        """Return the shards that a process has sockets of."""
        return {one.shard for one in self.platform.list_live() if one.sender == process.name}

    @property
    def holders(self) -> list[FleetProcess]:
        """The processes that have sockets of shards."""
        return [one for one in self.processes if self.list_shards(one)]

    async def wait_until_connected(self, shards: Sequence[int], seconds: float) -> float:
        """Wait until each shard has a socket of a process; return the seconds that it took."""
        began = time.monotonic()
        try:
            async with asyncio.timeout(seconds):
                while not all(self.platform.list_live(shard) for shard in shards):
                    codes = [code for one in self.processes for _, code in one.exits]
                    assert 1 not in codes, self.describe()
                    await asyncio.sleep(0.02)
        except TimeoutError:
            raise TimeoutError(self.describe()) from None
        return time.monotonic() - began

    def describe(self) -> str:
        """Return who holds what, and the end of each log."""
        lines: list[str] = []
        for one in self.processes:
            codes = [code for _, code in one.exits]
            lines.append(f"--- {one.name}: shards {sorted(self.list_shards(one))}, exits {codes}")
            lines += [line for line in one.log.splitlines() if "apscheduler" not in line][-25:]
        return "\n".join(lines)

    async def stop(self) -> None:
        """End every process."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)


@asynccontextmanager
async def open_fleet(
    platform: PlatformServer, folder: Path, place: DatabaseLocation, pack: Path, **environment: str
) -> AsyncGenerator[Fleet]:
    """Run processes on one database until the block ends."""
    settings = {
        "BOT_DATABASE": place.secret_text if isinstance(place, PostgresUrl) else str(place),
        "BOT_SEEDS": str(pack),
        "BOT_PICTURES": "off",
        "BOT_FEEDS": "off",
        **environment,
    }
    fleet = Fleet(platform, folder, settings)
    try:
        yield fleet
    finally:
        await fleet.stop()
