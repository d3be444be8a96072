"""`health`, as a container's engine runs it."""

from __future__ import annotations

import asyncio
import os
import socket
import sys
import threading
from pathlib import Path

import pytest

from bot.cli.main import main
from bot.health.limits import HealthLimits
from tests.bot_process import ROOT, TOKEN, run_bot_process
from tests.platform_server import open_platform_server

pytestmark = pytest.mark.slow


def test_without_an_address_it_says_what_to_set(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["health"]) == 2
    assert capsys.readouterr().err == (
        "BOT_HTTP isn't set, so I can't ask the bot: set it, for example to 127.0.0.1:8080, and "
        "start the bot again.\n"
    )


def test_a_bot_that_is_not_there_is_not_healthy(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("BOT_HTTP", "127.0.0.1:9")
    assert main(["health"]) == 1
    assert capsys.readouterr().out == "Nothing answers at 127.0.0.1:9: start the bot.\n"


@pytest.mark.parametrize(
    "answer",
    [
        b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nlamps",
        b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n[]",
        b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n",
        b"SSH-2.0-OpenSSH_9.9\r\n",
    ],
)
def test_another_program_at_the_port_is_told_apart(
    answer: bytes, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]

        def serve() -> None:
            connection, _ = server.accept()
            with connection:
                connection.recv(4096)
                connection.sendall(answer)

        thread = threading.Thread(target=serve)
        thread.start()
        monkeypatch.setenv("BOT_HTTP", f"127.0.0.1:{port}")
        assert main(["health"]) == 1
        thread.join()

    assert capsys.readouterr().out == (
        f"Another program answers at 127.0.0.1:{port}: choose another port in BOT_HTTP.\n"
    )


async def test_it_prints_each_check_and_its_code_says_whether_all_are_good(
    tmp_path: Path,
) -> None:
    limits = HealthLimits(beat=0.1, gateway_probe=0.5, gateway_answer=0.5)
    async with (
        open_platform_server() as platform,
        run_bot_process(platform, tmp_path, limits) as bot,
    ):
        await bot.wait_for_log("ready as")
        await bot.wait_until_healthy()
        code, printed = await ask(bot.port)
        assert code == 0
        assert [line[:19].split() for line in printed.splitlines()] == [
            ["event", "loop", "good"],
            ["gateway", "good"],
            ["events", "good"],
            ["tick", "good"],
            ["database", "good"],
        ]

        platform.is_deaf = True
        await bot.wait_for_log("gets no events")
        code, printed = await ask(bot.port)
        assert code == 1
        assert "broken" in printed


async def ask(port: int) -> tuple[int, str]:
    """Run the command in a process of its own; return its exit code and what it prints."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", "health"),
        cwd=ROOT,
        stdout=asyncio.subprocess.PIPE,
        env={**os.environ, "BOT_HTTP": f"0.0.0.0:{port}", "DISCORD_TOKEN": TOKEN},
    )
    printed, _ = await process.communicate()
    assert process.returncode is not None
    return process.returncode, printed.decode()
