"""Starts and ends of the whole process, against a Discord that answers over real sockets."""

from __future__ import annotations

import asyncio
import os
import random
import signal
import sqlite3
import sys
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager, closing
from datetime import date
from pathlib import Path

import pytest
from aiohttp import web

from storage.backups.rotation import back_up_daily
from storage.store import Store
from tests.world import TINY_PACK

pytestmark = pytest.mark.slow

REPOSITORY = Path(__file__).parents[2]
START = """
import discord.http
discord.http.Route.BASE = {base!r}
from bot.cli.main import run_process
run_process()
"""
HANG = """
import threading, time
threading.Thread(target=time.sleep, args=(600,)).start()
"""


@asynccontextmanager
async def serve(body: str, content_type: str = "application/json") -> AsyncGenerator[str]:
    """Answer every request with the same body; yield the base address."""
    app = web.Application()

    async def answer(_request: web.Request) -> web.Response:
        return web.Response(body=body.encode(), content_type=content_type)

    app.router.add_route("*", "/{path:.*}", answer)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    port = runner.addresses[0][1]
    try:
        yield f"http://127.0.0.1:{port}/api/v10"
    finally:
        await runner.cleanup()


async def start(folder: Path, base: str, before: str = "") -> asyncio.subprocess.Process:
    environment = {
        **os.environ,
        "DISCORD_TOKEN": "MTIz.abc.def",
        "BOT_DATABASE": str(folder / "bot.sqlite3"),
        "BOT_SEEDS": str(TINY_PACK),
        "PYTHONPATH": str(REPOSITORY),
    }
    return await asyncio.create_subprocess_exec(
        sys.executable,
        "-c",
        before + START.format(base=base),
        cwd=folder,
        env=environment,
        stderr=asyncio.subprocess.PIPE,
    )


async def read_end(process: asyncio.subprocess.Process) -> tuple[int | None, list[str]]:
    """Wait for the end; return the exit code, and the lines of the log that are no INFO."""
    async with asyncio.timeout(60):
        _, error = await process.communicate()
    lines = error.decode().splitlines()
    return process.returncode, [line for line in lines if " INFO " not in line]


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        ('{"id": "12', "application/json"),
        ("", "application/json"),
        ("<html>\n<body>Attention required!</body>\n</html>", "text/html"),
        ("[]", "application/json"),
    ],
)
async def test_a_login_answered_with_nonsense_ends_with_one_line_and_may_be_tried_again(
    tmp_path: Path, body: str, content_type: str
) -> None:
    (tmp_path / "bot.sqlite3").touch()
    async with serve(body, content_type) as base:
        code, lines = await read_end(await start(tmp_path, base))
    assert code == 75
    [sentence] = lines
    assert sentence.startswith("I can't read what Discord answers: ")


async def test_a_damaged_database_is_told_in_one_line(tmp_path: Path) -> None:
    path = tmp_path / "bot.sqlite3"
    store = await Store.open(path, random.Random())
    await store.close()
    content = bytearray(path.read_bytes())
    content[8192:-4096] = b"\xff" * len(content[8192:-4096])
    path.write_bytes(content)
    async with serve("[]") as base:
        code, lines = await read_end(await start(tmp_path, base))
    assert code == 2
    [sentence] = lines
    assert str(path) in sentence
    assert "Run `python -m bot restore FILE` with a backup of yours; " in sentence


async def test_an_empty_file_beside_backups_is_a_warning_and_a_first_start_is_none(
    tmp_path: Path,
) -> None:
    async with serve("[]") as base:
        _, lines = await read_end(await start(tmp_path, base))
        assert not [line for line in lines if "is new" in line]
        back_up_daily(tmp_path / "bot.sqlite3", date(2026, 11, 29), 7)
        (tmp_path / "bot.sqlite3").unlink()
        _, lines = await read_end(await start(tmp_path, base))
    assert lines[0].endswith(
        f"{tmp_path / 'bot.sqlite3'} is new, although I ran here before: I begin without anything "
        "remembered"
    )


async def test_the_process_ends_although_a_thread_hangs(tmp_path: Path) -> None:
    async with serve("[]") as base:
        code, _ = await read_end(await start(tmp_path, base, HANG))
    assert code == 75


@asynccontextmanager
async def hold_login(folder: Path) -> AsyncGenerator[asyncio.subprocess.Process]:
    """Run a bot that waits for the answer to its login."""
    is_asked = asyncio.Event()
    async with _serve_silence(is_asked) as base:
        process = await start(folder, base)
        async with asyncio.timeout(60):
            await is_asked.wait()
        try:
            yield process
        finally:
            if process.returncode is None:
                process.kill()
            await process.communicate()


@asynccontextmanager
async def _serve_silence(is_asked: asyncio.Event) -> AsyncGenerator[str]:
    writers: list[asyncio.StreamWriter] = []

    def accept(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writers.append(writer)
        is_asked.set()

    server = await asyncio.start_server(accept, "127.0.0.1", 0)
    try:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/api/v10"
    finally:
        server.close()
        for writer in writers:
            writer.close()
            await writer.wait_closed()


async def test_a_second_bot_on_the_same_file_is_refused(tmp_path: Path) -> None:
    async with hold_login(tmp_path) as first, serve("[]") as base:
        code, lines = await read_end(await start(tmp_path, base))
        assert code == 75
        assert "Another bot runs on the database" in lines[-1]
        first.send_signal(signal.SIGTERM)
        code, _ = await read_end(first)
        assert code == 0
    assert (tmp_path / "bot.sqlite3.lock").read_text() == ""


@pytest.mark.parametrize("order", [signal.SIGTERM, signal.SIGINT])
async def test_the_log_says_that_the_bot_was_stopped(tmp_path: Path, order: signal.Signals) -> None:
    async with hold_login(tmp_path) as bot:
        bot.send_signal(order)
        async with asyncio.timeout(30):
            await bot.communicate()
        assert bot.returncode == 0
    last = (tmp_path / "bot.log").read_text("utf-8").splitlines()[-1]
    assert last.endswith("INFO    bot.cli.run: stopped, as asked")


async def test_a_write_ahead_log_deleted_after_a_kill_is_told(tmp_path: Path) -> None:
    async with hold_login(tmp_path) as first:
        first.kill()
        await first.wait()
    with closing(sqlite3.connect(tmp_path / "bot.sqlite3")) as database:
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    (tmp_path / "bot.sqlite3-wal").unlink(missing_ok=True)
    async with serve("[]") as base:
        _, lines = await read_end(await start(tmp_path, base))
    assert "its write-ahead log bot.sqlite3-wal is gone" in lines[0]
