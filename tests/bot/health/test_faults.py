"""Bots in processes of their own whose parts stop working, and what `/healthz` says each second."""

from __future__ import annotations

import asyncio
import os
import re
import sqlite3
import tempfile
from collections.abc import AsyncGenerator, Sequence
from contextlib import closing
from itertools import groupby
from pathlib import Path

import pytest

from bot.health.limits import HealthLimits
from tests.bot_process import BotProcess, run_bot_process
from tests.conftest import skip_unless_ci
from tests.loopback.channels import NEW_CHANNEL
from tests.loopback.objects import OWNER_ID
from tests.platform_server import PlatformServer, open_platform_server
from tests.processes.mounts import build_mount_prefix, fill_disk

pytestmark = pytest.mark.slow

RESTART = 75
HOLD_LOOP = """
import os, time
from bot.client import FanBot
ready = FanBot.on_ready
async def on_ready(self):
    await ready(self)
    hold_the_loop()
def hold_the_loop():
    while not os.path.exists("release"):
        time.sleep(0.05)
FanBot.on_ready = on_ready
"""
"""A feature that blocks the event loop once the bot is ready, until there is a certain file."""
FREEZE_DATABASE = """
import time
from bot.client import FanBot
ready = FanBot.on_ready
async def on_ready(self):
    await ready(self)
    await self.store.database._writer._execute(time.sleep, 600)
FanBot.on_ready = on_ready
"""
"""The thread that writes to the database stops, as on a network share that is gone."""
END_THREAD = """
from bot.client import FanBot
ready = FanBot.on_ready
async def on_ready(self):
    await ready(self)
    await self.store.database._writer.close()
FanBot.on_ready = on_ready
"""
"""A thread of the database ends, as it does when the process has no memory left."""
HANG_JOB = """
import asyncio, logging
from bot.client import FanBot
ready = FanBot.on_ready
async def wait_for_nothing(now):
    logging.warning("the job has begun")
    await asyncio.get_running_loop().create_future()
async def on_ready(self):
    await ready(self)
    self.scheduler.periodic_jobs.register("waiting", wait_for_nothing)
    await self.scheduler.run_due()
FanBot.on_ready = on_ready
"""
"""A job of the scheduler never ends."""

REPORT_SOON = """
from datetime import timedelta
import bot.owner_messages.reporter as reporter
reporter.TICK_S, reporter.MIN_DURATION = 0.2, timedelta()
"""
"""The owner is told at once, not after two minutes."""
BECOME_ANOTHER = """
import os
os.setgroups([]); os.setgid(10001); os.setuid(10001)
"""


def is_log_emptied(connection: sqlite3.Connection) -> bool:
    """Cut the write-ahead log to nothing; return False while the bot is writing."""
    [(is_busy, _, _)] = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return not is_busy


@pytest.fixture
async def platform() -> AsyncGenerator[PlatformServer]:
    async with open_platform_server() as server:
        yield server


async def watch(bot: BotProcess, name: str) -> list[tuple[bool, str]]:
    """Return what `/healthz` says of one check, each second until two seconds after it breaks."""
    seen: list[tuple[bool, str]] = []
    async with asyncio.timeout(120):
        while sum(not is_healthy for is_healthy, _ in seen) < 3:
            _, checks = await bot.get_health()
            seen.append((checks[name]["healthy"], checks[name]["detail"]))
            await asyncio.sleep(1)
    return seen


def assert_breaks_after(seen: Sequence[tuple[bool, str]], limit: int, broken: str) -> None:
    """Raise AssertionError unless a part is healthy until it was silent for `limit` seconds.

    From then on, it is broken, in words that begin with `broken` and say how long it has been.
    """
    turns = [is_healthy for is_healthy, _ in groupby(is_healthy for is_healthy, _ in seen)]
    assert turns in ([True, False], [False]), seen
    silences = [(is_healthy, int(re.findall(r"(\d+) s", text)[-1])) for is_healthy, text in seen]
    assert all(silence >= limit for is_healthy, silence in silences if not is_healthy), seen
    assert all(text.startswith(broken) for is_healthy, text in seen if not is_healthy), seen


async def test_a_stalled_loop_is_logged_with_its_stack_while_healthz_goes_on_to_answer(
    platform: PlatformServer, tmp_path: Path
) -> None:
    limits = HealthLimits(beat=0.25, loop_stall=4, loop_end=600)
    async with run_bot_process(platform, tmp_path, limits, HOLD_LOOP) as bot:
        await bot.wait_for_log("ready as")
        seen = await watch(bot, "event_loop")
        assert_breaks_after(seen, 4, "It has stood still for ")
        await bot.wait_for_log("has stood still")
        (tmp_path / "release").touch()
        await bot.wait_for_log("the event loop goes on")
        await bot.wait_until_healthy()
        assert bot.log.count("the event loop has stood still for 4 s, here:") == 1
        assert ", in hold_the_loop" in bot.log
        assert await bot.stop() == 0


async def test_a_loop_that_stands_still_for_too_long_ends_the_process_for_a_restart(
    platform: PlatformServer, tmp_path: Path
) -> None:
    limits = HealthLimits(beat=0.25, loop_stall=2, loop_end=8)
    async with run_bot_process(platform, tmp_path, limits, HOLD_LOOP) as bot:
        async with asyncio.timeout(120):
            assert await bot.process.wait() == RESTART
        assert "ready as" in bot.log
        assert "the event loop has stood still for 8 s: I end" in bot.log


async def test_a_locked_database_is_unhealthy_until_the_lock_is_gone(
    platform: PlatformServer, tmp_path: Path
) -> None:
    limits = HealthLimits(beat=0.25, database_probe=0.5, database_silence=2)
    async with run_bot_process(platform, tmp_path, limits) as bot:
        await bot.wait_for_log("ready as")
        await bot.wait_until_healthy()
        # A crowded computer may take long for the first writes.
        before = len(bot.log)
        path = tmp_path / "bot.sqlite3"
        with closing(sqlite3.connect(path, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            seen = await watch(bot, "database")
            assert (await bot.get("/readyz"))[0] == 503
        await bot.wait_until_healthy()

        assert_breaks_after(seen, 2, "A write has waited for ")
        assert bot.log[before:].count("has not answered for 2 s") == 1
        assert bot.log[before:].count("the database takes writes again") == 1
        assert await bot.stop() == 0


async def test_a_database_that_never_answers_ends_the_process_although_closing_hangs(
    platform: PlatformServer, tmp_path: Path
) -> None:
    limits = HealthLimits(
        beat=0.25, database_probe=0.5, database_silence=2, database_end=10, shutdown=2
    )
    async with run_bot_process(platform, tmp_path, limits, FREEZE_DATABASE) as bot:
        await bot.wait_for_log("ready as")
        seen = await watch(bot, "database")
        async with asyncio.timeout(120):
            assert await bot.process.wait() == RESTART

        assert_breaks_after(seen, 2, "A write has waited for ")
        assert bot.log.count("has not answered for 2 s") == 1
        assert "The database no longer answers: I end, to be started again." in bot.log
        assert "closing takes too long: I end without it" in bot.log


async def test_a_database_whose_thread_has_died_ends_the_process(
    platform: PlatformServer, tmp_path: Path
) -> None:
    async with run_bot_process(platform, tmp_path, HealthLimits(beat=0.25), END_THREAD) as bot:
        await bot.wait_for_log("ready as")
        async with asyncio.timeout(120):
            assert await bot.process.wait() == RESTART
        assert "A thread of the database has died: I end, to be started again." in bot.log


async def test_a_job_that_hangs_is_named_with_the_line_it_waits_in_and_ends_the_process(
    platform: PlatformServer, tmp_path: Path
) -> None:
    limits = HealthLimits(beat=0.25, tick_silence=3, tick_end=12)
    async with run_bot_process(platform, tmp_path, limits, HANG_JOB) as bot:
        await bot.wait_for_log("the job has begun")
        await asyncio.sleep(1)
        seen = await watch(bot, "tick")
        async with asyncio.timeout(120):
            assert await bot.process.wait() == RESTART

        assert_breaks_after(seen, 3, "The last one ended ")
        assert seen[-1][1].endswith(" s ago, and the job 'waiting' goes on.")
        assert bot.log.count("the scheduler waits for the job 'waiting' for 3 s") == 1
        assert "in wait_for_nothing" in bot.log
        assert "The scheduler no longer makes progress" in bot.log


async def test_a_deaf_gateway_is_unhealthy_until_the_new_connection_hears(
    platform: PlatformServer, tmp_path: Path
) -> None:
    limits = HealthLimits(beat=0.25, gateway_probe=1, gateway_answer=1)
    async with run_bot_process(platform, tmp_path, limits) as bot:
        await bot.wait_for_log("ready as")
        await bot.wait_until_healthy()
        sessions = platform.sessions
        platform.is_deaf = True
        seen = await watch(bot, "events")
        platform.is_deaf = False
        await bot.wait_for_log("shard 0 gets events again")
        await bot.wait_until_healthy()

        assert seen[-1] == (False, "No events reach shard 0.")
        assert bot.log.count("shard 0 is connected but gets no events") == 1
        assert platform.sessions > sessions
        assert await bot.stop() == 0


async def test_a_full_disk_is_told_to_watchers_members_and_the_owner_until_there_is_room(
    platform: PlatformServer, tmp_path: Path
) -> None:
    limits = HealthLimits(beat=0.25, database_probe=0.5)
    prefix = build_mount_prefix(tmp_path, "size=80m")
    async with run_bot_process(platform, tmp_path, limits, REPORT_SOON, prefix=prefix) as bot:
        await bot.wait_for_log("ready as")
        await bot.wait_until_healthy()
        disk = Path(f"/proc/{bot.process.pid}/root{tmp_path}")
        # The space that the log has already is used before any further one is needed.
        with closing(sqlite3.connect(disk / "bot.sqlite3", isolation_level=None)) as other:
            await bot.wait_for(lambda: is_log_emptied(other))
            fill_disk(disk / "filler")
        async with asyncio.timeout(60):
            while (await bot.get_health())[1]["database"]["healthy"]:
                await asyncio.sleep(0.2)
        seen = (await bot.get_health())[1]["database"]["detail"]
        await platform.use_command("status", 10**18)
        await bot.wait_for(lambda: any(path.endswith("/callback") for _, path in platform.requests))
        await bot.wait_for(lambda: platform.messages.get(NEW_CHANNEL + OWNER_ID))
        (disk / "filler").unlink()
        await bot.wait_until_healthy()
        assert await bot.stop() == 0

    assert seen == "It cannot be written: database or disk is full."
    assert bot.log.count("cannot be written: database or disk is full") == 1
    assert bot.log.count("the database takes writes again") == 1
    [message] = platform.messages[NEW_CHANNEL + OWNER_ID].values()
    # Either the failed write or the look at the free space was first.
    assert "Make room" in message["content"]


async def test_a_disk_that_is_read_only_is_one_sentence_at_the_start(
    platform: PlatformServer, tmp_path: Path
) -> None:
    prefix = build_mount_prefix(tmp_path, "size=12m", 'mount -o remount,ro "$2"')
    async with run_bot_process(platform, tmp_path, HealthLimits(), prefix=prefix) as bot:
        assert await bot.process.wait() == 2
    assert bot.log == f"I can't write to {tmp_path}: it is mounted read-only."


async def test_a_folder_of_another_user_is_one_sentence_at_the_start(
    platform: PlatformServer,
) -> None:
    if os.name == "nt" or os.geteuid() != 0:
        skip_unless_ci("only root can become another user")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        os.chmod(folder, 0o755)
        async with run_bot_process(platform, folder, HealthLimits(), BECOME_ANOTHER) as bot:
            assert await bot.process.wait() == 2
        assert bot.log == (
            f"I can't write to {folder}: it belongs to user 0, and I run as user 10001. Run `sudo "
            f"chown -R 10001:10001 {folder}`."
        )
