"""Measures what metrics cost a command, and the memory of serving them."""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from pathlib import Path

from bot.health.limits import HealthLimits
from bot.health.metrics import Metrics
from bot.health.state import HealthState
from bot.instrumentation.observers import InteractionHandled, Outcome
from seeds.loader import BUNDLED_PACK
from tests.bench.commands import Stopwatch
from tests.bench.startup import run_program
from tests.world import build_settings, open_world

ROUNDS = 1_500
RUNS = 9
PROGRAM = """
import random, urllib.request
import simcord
from bot.app import open_bot, system_clock
from bot.health.service import open_health_service
from bot.settings import read_settings
from pathlib import Path

async def run(folder):
    changed = {"database": Path(folder) / "bot.sqlite3", "http": "{address}"}
    settings = read_settings(None).model_copy(update=changed)
    async with open_health_service(settings) as health, open_bot(settings, system_clock, 1) as bot:
        if health.metrics is not None:
            health.observe(bot)
        env = simcord.Env(bot)
        await env.start()
        await bot.tree.sync()
        guild = env.create_guild("Fans")
        alice = guild.add_member(env.create_user("alice"))
        channel = guild.create_text_channel("general")
        for name in ("status", "quote", "fact", "timeline", "help", "about"):
            for _ in range(20):
                await alice.slash(channel, name)
        if health.metrics is not None:
            health.metrics.render("")
        report()
        await env.shutdown()
"""


async def measure() -> list[tuple[str, str]]:
    """Return rows of name and value: milliseconds of a command and megabytes, with and without."""
    rows = [await _measure_commands(), await _measure_observers()]
    if sys.platform.startswith("linux"):
        rows.append(await _measure_memory())
    return rows


async def _measure_commands() -> tuple[str, str]:
    """Time a command with and without metrics in turn, so that other load affects both alike."""
    with tempfile.TemporaryDirectory() as folder:
        async with open_world(build_settings(Path(folder), BUNDLED_PACK), None) as world:
            metrics = Metrics(HealthState(HealthLimits(), time.monotonic()))
            samples: tuple[list[float], list[float]] = ([], [])
            for number in range(2 * ROUNDS):
                is_watched = number % 2
                world.bot.observers._observers[:] = [metrics.observe] if is_watched else []
                world.bot.store.database._wait_listeners[:] = (
                    [metrics.observe_database_wait] if is_watched else []
                )
                began = time.process_time()
                await world.alice.slash(world.channel, "status")
                samples[is_watched].append(time.process_time() - began)
    without, watched = (statistics.median(part) for part in samples)
    return (
        "/status with metrics, simulation included",
        f"{watched * 1e3:.3f} ms, {watched / without - 1:+.1%} of {without * 1e3:.3f} ms",
    )


async def _measure_observers() -> tuple[str, str]:
    """Time what is done for one command, beside a command without the simulation."""
    with tempfile.TemporaryDirectory() as folder:
        async with open_world(build_settings(Path(folder), BUNDLED_PACK), None) as world:
            metrics = Metrics(HealthState(HealthLimits(), time.monotonic()))
            watch, taken = Stopwatch(world.env), list[float]()
            for _ in range(ROUNDS):
                await world.alice.slash(world.channel, "status")
                taken.append(watch.seconds)
            handled = InteractionHandled("/status", Outcome.DONE, 0.001)
            began = time.perf_counter()
            for _ in range(10_000):
                metrics.observe(handled)
            observing = (time.perf_counter() - began) / 10_000
    command = statistics.median(taken)
    return (
        "counting one command",
        f"{observing * 1e6:.1f} us, {observing / command:.2%} of /status's {command * 1e3:.2f} ms",
    )


async def _measure_memory() -> tuple[str, str]:
    medians: list[float] = []
    with tempfile.TemporaryDirectory() as folder:
        runs: dict[str, list[float]] = {"": [], "127.0.0.1:0": []}
        # The first start loads the pack; the measured ones find it there.
        await run_program(PROGRAM.replace("{address}", ""), folder)
        for _ in range(RUNS):
            for address, measured in runs.items():
                program = PROGRAM.replace("{address}", address)
                measured.append((await run_program(program, folder))["memory"] / 1e6)
        medians = [statistics.median(measured) for measured in runs.values()]
    return (
        "resident memory when serving metrics",
        f"{medians[1]:.2f} MB: {medians[1] - medians[0]:+.2f} MB beside {medians[0]:.2f} MB",
    )
