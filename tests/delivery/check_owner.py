"""An owner with the installed wheel, from nothing to a running bot that they break in six ways.

Not collected with the other tests: `make delivery` runs it, as it does `check_wheel.py`.
"""

from __future__ import annotations

import asyncio
import os
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path

from tests.delivery.check_wheel import Installation, installed, wheel
from tests.loopback.objects import build_answer
from tests.platform_server import PlatformServer, open_platform_server

__all__ = ["installed", "wheel"]
TOKEN = "secret.token.here"
PROGRAM = """
import sys, warnings
warnings.simplefilter("ignore")
{patch}
from fan_community_bot.__main__ import main
sys.argv[0] = "fan-bot"
sys.exit(main())
"""


class Owner:
    """What an owner types, and the files that they have."""

    def __init__(self, installation: Installation, platform: PlatformServer) -> None:
        self._installation = installation
        self._program = PROGRAM.replace("{patch}", platform.patch)
        self.folder = installation.share / "fan-bot"
        self.database = self.folder / "data" / "bot.sqlite3"
        self.log = self.folder / "data" / "bot.log"

    async def start(self, *arguments: str) -> Process:
        return await asyncio.create_subprocess_exec(
            *(self._installation.bin / "python", "-c", self._program, *arguments),
            cwd=self._installation.here,
            env=self._installation.environment,
            stdin=PIPE,
            stdout=PIPE,
            stderr=PIPE,
        )

    async def type(self, *arguments: str, told: str = "") -> tuple[int | None, str]:
        """Run a command to its end; return its code and what it prints, without the log."""
        process = await self.start(*arguments)
        async with asyncio.timeout(120):
            printed, errors = await process.communicate(told.encode())
        lines = [line for line in errors.decode().splitlines() if line[:2] != "20"]
        return process.returncode, printed.decode() + "\n".join(lines)

    @asynccontextmanager
    async def run_bot(self) -> AsyncGenerator[None]:
        """Run the bot inside the block, and stop it as systemd does."""
        before = self.log.read_text("utf-8").count("ready as") if self.log.exists() else 0
        process = await self.start("run")
        try:
            async with asyncio.timeout(120):
                while not self.log.exists() or self._count_starts() == before:
                    await asyncio.sleep(0.2)
            yield
            process.terminate()
            await process.communicate()
            assert process.returncode == 0
        finally:
            if process.returncode is None:
                process.kill()
                await process.communicate()

    def _count_starts(self) -> int:
        return self.log.read_text("utf-8").count("ready as")


def damage(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[20_000:200_000] = b"\xff" * 180_000
    path.write_bytes(content)


async def test_an_owner_is_told_each_time_what_to_do(installed: Installation) -> None:
    async with open_platform_server() as platform:
        owner = Owner(installed, platform)
        code, told = await owner.type("run")
        assert (code, told[:50]) == (2, "DISCORD_TOKEN isn't set: run `fan-bot init`, which")
        code, told = await owner.type("init", "--token", "-", told=TOKEN)
        assert code == 0
        assert "https://discord.com/oauth2/authorize?client_id=" in told
        assert told.endswith("Then start it: fan-bot run\n")
        assert (owner.folder / ".env").stat().st_mode & 0o777 == 0o600

        async with owner.run_bot():
            _, told = await owner.type("doctor")
            assert "broken" not in told
            assert (await owner.type("backup", "copy.sqlite3"))[0] == 0
            # 1. It is started twice.
            code, told = await owner.type("run")
            assert (code, "stop that one first" in told) == (75, True)
            assert "stop it first" in (await owner.type("restore", "copy.sqlite3"))[1]

        # 2. A setting is misspelt.
        settings = (owner.folder / ".env").read_text()
        (owner.folder / ".env").write_text(f"{settings}BOT_LOGLEVEL=DEBUG\n")
        code, told = await owner.type("run")
        assert (code, "did you mean BOT_LOG_LEVEL?" in told) == (2, True)
        (owner.folder / ".env").write_text(settings)

        # 3. The database is damaged.
        damage(owner.database)
        code, told = await owner.type("run")
        assert code == 2
        assert "Run `fan-bot restore " in told, told
        _, told = await owner.type("doctor")
        assert "Stop the bot, then run `fan-bot restore" in " ".join(told.split())
        assert (await owner.type("restore", "copy.sqlite3"))[0] == 0

        # 4. The database is deleted.
        os.unlink(owner.database)
        code, told = await owner.type("run")
        assert code == 2
        assert "Put your backup back: `fan-bot restore " in told, told
        assert (await owner.type("restore", "copy.sqlite3"))[0] == 0

        # 5. The token was reset.
        refused = build_answer({"message": "401: Unauthorized", "code": 0}, 401)
        platform.answers["GET", "/users/@me"] = refused
        code, told = await owner.type("run")
        assert (code, "Developer Portal" in told) == (2, True)
        platform.answers.clear()

        # 6. The log cannot be written where it is wanted.
        (owner.folder / ".env").write_text(f"{settings}BOT_LOG_FILE=.env/bot.log\n")
        code, told = await owner.type("run")
        assert (code, "or BOT_LOG_FILE=off" in told) == (2, True)
        (owner.folder / ".env").write_text(settings)

        async with owner.run_bot():
            code, told = await owner.type("incident", "1a2b3c")
            assert (code, f"in {owner.log}" in told) == (2, True)
        assert TOKEN not in owner.log.read_text("utf-8")
