"""`python -m bot emoji sync` as its user meets it: what is printed, and the exit code."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import AsyncGenerator
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.loopback.objects import build_answer
from tests.platform_server import EMOJI_PATH, PlatformServer, open_platform_server
from tests.world import TINY_PACK

pytestmark = pytest.mark.slow

REPOSITORY = Path(__file__).parents[3]
START = """
from bot.cli.main import run_process
run_process()
"""


class Ended(NamedTuple):
    """The end of a process."""

    code: int | None
    output: str
    error: str


@pytest.fixture
async def platform() -> AsyncGenerator[PlatformServer]:
    """Return a Discord on this computer."""
    async with open_platform_server() as server:
        yield server


async def sync(platform: PlatformServer, folder: Path, **environment: str) -> Ended:
    """Run the command in a process of its own."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-c",
        platform.patch + START,
        "emoji",
        "sync",
        cwd=folder,
        env={
            **os.environ,
            "DISCORD_TOKEN": "MTIz.abc.def",
            "BOT_SEEDS": str(TINY_PACK),
            "PYTHONPATH": str(REPOSITORY),
            **environment,
        },
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    async with asyncio.timeout(60):
        output, error = await process.communicate()
    return Ended(process.returncode, output.decode(), error.decode())


async def test_it_says_what_it_uploaded_and_does_nothing_the_second_time(
    platform: PlatformServer, tmp_path: Path
) -> None:
    first = await sync(platform, tmp_path)
    assert first == (0, "I uploaded 13 icons. Cards show them from the bot's next start.\n", "")
    assert len(platform.emoji) == 13

    second = await sync(platform, tmp_path)
    assert second == (0, "All 13 icons are there already.\n", "")
    assert platform.sessions == 0, "it needs no gateway"


async def test_it_replaces_what_changed(platform: PlatformServer, tmp_path: Path) -> None:
    await sync(platform, tmp_path)
    outdated = next(iter(platform.emoji.values()))
    outdated["name"] = f"{outdated['name'][:-6]}000000"
    done = await sync(platform, tmp_path)
    assert done.output == (
        "I replaced 1 icon; 12 were there already. Cards show them from the bot's next start.\n"
    )
    assert outdated["id"] not in platform.emoji
    assert len(platform.emoji) == 13


@pytest.mark.parametrize(
    ("method", "path", "status", "code", "sentence"),
    [
        ("GET", "/users/@me", 401, 0, "Discord doesn't accept DISCORD_TOKEN"),
        ("GET", EMOJI_PATH, 403, 50001, "I can't reach Discord: 403 Forbidden"),
        ("POST", EMOJI_PATH, 400, 30008, "as many emoji as Discord allows: delete some"),
    ],
)
async def test_a_refusal_is_one_sentence_and_exit_code_2(
    platform: PlatformServer,
    tmp_path: Path,
    method: str,
    path: str,
    status: int,
    code: int,
    sentence: str,
) -> None:
    platform.answers[method, path] = build_answer({"code": code, "message": "no"}, status)
    ended = await sync(platform, tmp_path)
    assert (ended.code, ended.output) == (2, "")
    [line] = ended.error.splitlines()
    assert sentence in line


async def test_without_a_token_it_says_where_to_get_one(
    platform: PlatformServer, tmp_path: Path
) -> None:
    ended = await sync(platform, tmp_path, DISCORD_TOKEN="")
    assert ended.code == 2
    assert "DISCORD_TOKEN" in ended.error
    assert platform.requests == []


async def test_a_discord_out_of_reach_is_one_sentence(
    platform: PlatformServer, tmp_path: Path
) -> None:
    platform.port = 9
    ended = await sync(platform, tmp_path)
    assert ended.code == 2
    [line] = ended.error.splitlines()
    assert line.startswith("I can't reach Discord: ")
