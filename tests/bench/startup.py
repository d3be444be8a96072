"""Measures start time and memory in comparison with a bare discord.py bot."""

from __future__ import annotations

import asyncio
import json
import os
import statistics
import sys
import tempfile

RUNS = 7
BARE_PROGRAM = """
import discord, simcord
from discord.ext import commands

def open_one(folder):
    return commands.AutoShardedBot(
        command_prefix=commands.when_mentioned, intents=discord.Intents(guilds=True),
        help_command=None, chunk_guilds_at_startup=False, shard_count=1,
        member_cache_flags=discord.MemberCacheFlags.none(), max_messages=None,
    )

async def run(folder):
    bot = open_one(folder)
    env = simcord.Env(bot)
    await env.start()
    report()
    await env.shutdown()
"""
BOT_PROGRAM = """
import simcord
from bot.app import open_bot, system_clock
from bot.settings import read_settings
from pathlib import Path

async def run(folder):
    changed = {"database": Path(folder) / "bot.sqlite3"}
    settings = read_settings(None).model_copy(update=changed)
    async with open_bot(settings, system_clock, shard_count=1) as bot:
        env = simcord.Env(bot)
        await env.start()
        report()
        await env.shutdown()
"""
HARNESS = """
import time
STARTED = time.perf_counter()
import asyncio, json, os, sys, gc

def report():
    ready = time.perf_counter() - STARTED
    gc.collect()
    pages = int(open("/proc/self/statm").read().split()[1])
    print(json.dumps({"ready": ready, "memory": pages * os.sysconf("SC_PAGE_SIZE")}))
{program}
asyncio.run(run(sys.argv[1]))
"""


async def measure() -> list[tuple[str, str]]:
    """Return rows of name and value: seconds to ready, and resident megabytes above a bare bot."""
    if not sys.platform.startswith("linux"):
        return [
            ("start-up and memory", "not measured: only Linux says how much memory a process holds")
        ]
    with tempfile.TemporaryDirectory() as folder:
        # The first start loads the pack and compiles; the measured ones find both there.
        for program in (BARE_PROGRAM, BOT_PROGRAM):
            await run_program(program, folder)
        bare, ours = [], []
        for _ in range(RUNS):
            bare.append(await run_program(BARE_PROGRAM, folder))
            ours.append(await run_program(BOT_PROGRAM, folder))
    ready = [statistics.median(run["ready"] for run in runs) for runs in (bare, ours)]
    memory = [statistics.median(run["memory"] for run in runs) / 1e6 for runs in (bare, ours)]
    return [
        ("start-up to ready, pack unchanged", _format_difference("s", *ready)),
        ("resident memory when ready", _format_difference("MB", *memory)),
    ]


async def run_program(program: str, folder: str) -> dict[str, float]:
    """Run a program that reports its seconds to ready and its memory in bytes, and return these."""
    # An installed program finds its modules compiled, so the measured ones do too.
    environment = {**os.environ, "PYTHONPYCACHEPREFIX": folder}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-W",
        "ignore",
        "-c",
        HARNESS.replace("{program}", program),
        folder,
        env=environment,
        stdout=asyncio.subprocess.PIPE,
    )
    output, _ = await process.communicate()
    assert process.returncode == 0, "the measured program failed"
    return json.loads(output)


def _format_difference(unit: str, bare: float, ours: float) -> str:
    return f"{ours:.2f} {unit}: {ours - bare:+.2f} {unit} beside a bare bot's {bare:.2f} {unit}"
