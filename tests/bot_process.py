"""A bot in a process of its own, connected to a Discord on this computer, and watched."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncGenerator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import aiohttp

from bot.health.limits import HealthLimits
from tests.platform_server import PlatformServer
from tests.world import TINY_PACK

ROOT = Path(__file__).parents[1]
TOKEN = "secret.token.here"
PROGRAM = """
import functools, sys, warnings
warnings.simplefilter("ignore")
{patch}
import bot.app
import bot.cli.main
from bot.health.limits import HealthLimits
LIMITS = {limits!r}
bot.app.run_on_discord = functools.partial(bot.app.run_on_discord, limits=LIMITS)
{extra}
sys.exit({end})
"""
END = 'sys.argv.append("run") or bot.cli.main.run_process()'


@dataclass
class BotProcess:
    """The process and what it has logged so far."""

    process: Process
    port: int = 0
    lines: list[str] = field(default_factory=list[str])

    @property
    def log(self) -> str:
        return "\n".join(self.lines)

    async def read_log(self) -> None:
        """Collect the log until the process ends."""
        assert self.process.stderr is not None
        async for line in self.process.stderr:
            self.lines.append(line.decode().rstrip())
            if "on port" in self.lines[-1]:
                self.port = int(self.lines[-1].rpartition(" ")[2].strip('"}'))

    async def wait_for(self, condition: Callable[[], Any], seconds: float = 120) -> None:
        """Wait until a condition is true; raise TimeoutError with the log when it never is."""
        try:
            async with asyncio.timeout(seconds):
                while not condition():
                    await asyncio.sleep(0.02)
        except TimeoutError:
            raise TimeoutError(self.log) from None

    async def wait_for_log(self, text: str, seconds: float = 120) -> None:
        """Wait until a text is in the log."""
        await self.wait_for(lambda: text in self.log, seconds)

    async def get(self, path: str, **headers: str) -> tuple[int, str]:
        """Return the status and the text of a page that the bot serves."""
        url = f"http://127.0.0.1:{self.port}{path}"
        async with aiohttp.ClientSession() as session, session.get(url, headers=headers) as page:
            return page.status, await page.text()

    async def get_health(self) -> tuple[bool, dict[str, Any]]:
        """Return whether the bot says that it is healthy, and its checks."""
        status, body = await self.get("/healthz")
        answer = json.loads(body)
        assert status == (200 if answer["healthy"] else 503)
        return answer["healthy"], answer["checks"]

    async def wait_until_healthy(self, seconds: float = 120) -> None:
        """Wait until `/healthz` says that all is well."""
        async with asyncio.timeout(seconds):
            while not await self._is_healthy():
                await asyncio.sleep(0.05)

    async def _is_healthy(self) -> bool:
        try:
            return (await self.get_health())[0]
        except aiohttp.ClientError:
            assert self.process.returncode is None, self.log
            raise

    async def stop(self) -> int:
        """Stop it as a service manager does, and return its exit code."""
        self.process.send_signal(signal.SIGTERM)
        async with asyncio.timeout(60):
            return await self.process.wait()


@asynccontextmanager
async def run_bot_process(
    platform: PlatformServer,
    folder: Path,
    limits: HealthLimits,
    extra: str = "",
    environment: Mapping[str, str] = {},
    sender: str = "",
    *,
    prefix: Sequence[str] = (),
    ends_as_process: bool = False,
) -> AsyncGenerator[BotProcess]:
    """Run a bot with the tiny pack; `extra` is code that runs in it before the start.

    The platform tells its requests from those of others by `sender`; `prefix` is a command that
    runs the bot's. With `ends_as_process`, it ends as a process of ours does, whatever threads
    still run.
    """
    program = (
        PROGRAM.replace("{patch}", platform.build_patch(sender))
        .replace("{limits!r}", repr(limits))
        .replace("{extra}", extra)
        .replace("{end}", END if ends_as_process else 'bot.cli.main.main(["run"])')
    )
    process = await asyncio.create_subprocess_exec(
        *prefix,
        sys.executable,
        "-c",
        program,
        cwd=folder,
        stderr=PIPE,
        env={
            **{name: value for name, value in os.environ.items() if not name.startswith("BOT_")},
            "PYTHONPATH": str(ROOT),
            "DISCORD_TOKEN": TOKEN,
            "BOT_DATABASE": str(folder / "bot.sqlite3"),
            "BOT_SEEDS": str(TINY_PACK),
            "BOT_HTTP": "127.0.0.1:0",
            **environment,
        },
    )
    bot = BotProcess(process)
    reading = asyncio.create_task(bot.read_log())
    try:
        await bot.wait_for(lambda: bot.port or process.returncode is not None)
        yield bot
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
        await reading
