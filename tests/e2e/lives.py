"""Lives of a bot, each a process of its own that may be killed; what it leaves is in a folder.

They are forked off a server process that has imported the bot once, so that one more costs little.
"""

from __future__ import annotations

import asyncio
import json
import multiprocessing
import os
import signal
import sqlite3
import warnings
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager, closing
from datetime import datetime
from multiprocessing.connection import Connection
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from tests.posting import FakePlatform
from tests.world import World, build_settings, open_world

NONCE_MEMORY_S = 180
"""How long the platform brings back the first message for a repeated nonce."""
_context = multiprocessing.get_context("forkserver")
_context.set_forkserver_preload([__name__, "pytest"])


async def run_in_process(main: Callable[..., Awaitable[Any]], *arguments: Any) -> Any:
    """Run `life` in a process of its own; gives its result, None when it was killed on the way."""
    ours, theirs = _context.Pipe(duplex=False)
    process = _context.Process(target=_process_main, args=(theirs, main, arguments))
    process.start()
    theirs.close()
    await asyncio.to_thread(process.join)
    if process.exitcode == -signal.SIGKILL:
        ours.close()
        return None
    assert process.exitcode == 0
    with ours:
        return json.loads(ours.recv())


def _process_main(result: Connection, main: Callable[..., Awaitable[Any]], arguments: Any) -> None:
    warnings.simplefilter("ignore")

    async def run() -> Any:
        return await main(*arguments)

    result.send(json.dumps(asyncio.run(run())))


def kill_process() -> None:
    """As a power cut does: no handler runs, nothing is flushed."""
    os.kill(os.getpid(), signal.SIGKILL)


async def kill_process_async(*_arguments: Any, **_named: Any) -> Any:
    kill_process()


def kill_at_step(platform: FakePlatform, step: str) -> Callable[[], None]:
    """Make the process die when it has claimed or sent; gives what to call after everything."""
    if step == "claimed":
        platform.before_send = kill_process
    elif step == "sent":
        platform.after_send = kill_process
    return kill_process if step == "confirmed" else lambda: None


def delete_command_syncs(folder: Path) -> None:
    """As the simulated platform does when its process ends."""
    database = folder / "bot.sqlite3"
    if database.exists():
        with closing(sqlite3.connect(database)) as connection, connection:
            connection.execute("DELETE FROM command_sync")


@asynccontextmanager
async def open_persistent_world(
    folder: Path, instant: datetime
) -> AsyncGenerator[tuple[World, PersistentPlatform]]:
    """The bot of `folder` and what stands in its channel, both as former lives left them."""
    delete_command_syncs(folder)
    async with open_world(build_settings(folder), None) as world:
        platform = PersistentPlatform(world, folder / "channel.jsonl")
        await platform.restore(instant)
        yield world, platform


def count_posts(folder: Path) -> int:
    """How many messages the platform ever created."""
    journal = folder / "channel.jsonl"
    return len(journal.read_text().splitlines()) if journal.exists() else 0


class PersistentPlatform(FakePlatform):
    """A platform whose messages outlive the process, in a file with one JSON object a line.

    It numbers what it makes alike in each life, so a channel keeps its id.
    """

    def __init__(self, world: World, journal: Path) -> None:
        super().__init__(world)
        self._world = world
        self._journal = journal

    async def restore(self, now: datetime) -> None:
        """Put back what former lives posted, each at its instant."""
        if not self._journal.exists():
            return
        clock = self._world.env.backend.clock
        for line in self._journal.read_text().splitlines():
            sent = json.loads(line)
            instant = datetime.fromisoformat(sent["at"])
            clock.advance((instant - self._world.env.now()).total_seconds())
            message = await self.create(sent["path"], sent["body"])
            if (now - instant).total_seconds() < NONCE_MEMORY_S:
                self._by_nonce[sent["body"]["nonce"]] = message

    async def create(self, path: str, body: dict[str, Any]) -> Any:
        """Create a message without a look at its nonce."""
        route = SimpleNamespace(method="POST", url=f"https://discord.com/api/v10{path}")
        return await self._forward(route, json=body)

    def on_created(self, route: Any, body: dict[str, Any]) -> None:
        line = {"at": self._world.env.now().isoformat(), "path": _get_path(route), "body": body}
        with self._journal.open("a") as journal:
            journal.write(json.dumps(line) + "\n")
            journal.flush()
            os.fsync(journal.fileno())


def _get_path(route: Any) -> str:
    return "/" + route.url.partition("/api/v10/")[2]
