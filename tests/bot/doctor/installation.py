"""A bot's folder and the Discord that it talks to, and `doctor` in a process of its own there."""

from __future__ import annotations

import asyncio
import json
import os
import sys
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from storage.store import Store
from tests.bot_process import ROOT, TOKEN
from tests.platform_server import PlatformServer
from tests.world import TINY_PACK

PROGRAM = """
import sys, warnings
warnings.simplefilter("ignore")
{patch}
from bot.cli.main import main
sys.exit(main(["doctor", *sys.argv[1:]]))
"""


@dataclass
class SetUp:
    """A folder with a bot's database, and the Discord that it talks to."""

    folder: Path
    platform: PlatformServer
    environment: dict[str, str] = field(default_factory=dict[str, str])

    @property
    def database(self) -> Path:
        return self.folder / "bot.sqlite3"

    async def run(self, *arguments: str) -> tuple[int, str]:
        """Run the command; return its exit code and what it prints."""
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-c", PROGRAM.replace("{patch}", self.platform.patch), *arguments),
            cwd=self.folder,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
            env={
                **{name: text for name, text in os.environ.items() if not name.startswith("BOT_")},
                "PYTHONPATH": str(ROOT),
                # The data that come with the bot, whatever this system has.
                "PYTHONTZPATH": "",
                "DISCORD_TOKEN": TOKEN,
                "BOT_DATABASE": str(self.database),
                "BOT_SEEDS": str(TINY_PACK),
                **self.environment,
            },
        )
        printed, errors = await process.communicate()
        assert process.returncode is not None
        assert TOKEN not in printed.decode() + errors.decode()
        return process.returncode, printed.decode() + errors.decode()

    async def examine(self) -> tuple[int, list[dict[str, str]]]:
        """Return the exit code and the rows that are not good."""
        code, printed = await self.run("--json")
        rows = json.loads(printed)
        return code, [row for row in rows if row["verdict"] != "good"]

    async def find_one(self) -> tuple[int, str, str]:
        """Return the exit code, and check and text of the only row that is not good."""
        code, rows = await self.examine()
        [row] = rows
        return code, row["check"], f"{row['text']} {row['remedy']}".strip()


@asynccontextmanager
async def open_store(set_up: SetUp) -> AsyncGenerator[Store]:
    store = await Store.open(set_up.database, Random())
    try:
        yield store
    finally:
        await store.close()
