"""Runs bots in processes that may be killed; what they leave is in a folder.

The processes are forked from a server process that has imported the bot, which makes them fast.
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
from multiprocessing import forkserver
from multiprocessing.connection import Connection
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import psycopg
import pytest

from bot.client import iter_extensions
from storage.engines.location import PostgresUrl
from tests.posting import FakePlatform
from tests.world import World, build_settings, get_database, open_world

ROOT = Path(__file__).parents[2]
MEDIA_GALLERY = 12
"""The type of a component with pictures."""
NONCE_MEMORY_S = 180
"""Seconds for which a repeated nonce returns the first message."""
_context = multiprocessing.get_context("forkserver")
_context.set_forkserver_preload([__name__, "pytest", *iter_extensions()])


def _ensure_server() -> None:
    """Start the server process so that it finds what it imports first.

    Python 3.11 does not tell it where the modules are, and hides that it found none:
    https://github.com/python/cpython/issues/117378
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", str(ROOT))
        forkserver.ensure_running()


async def run_in_process(main: Callable[..., Awaitable[Any]], *arguments: Any) -> Any:
    """Run `main` in a new process and return its result; None when it was killed."""
    _ensure_server()
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
    """Kill this process as a power cut does: no handler runs and nothing is flushed."""
    os.kill(os.getpid(), signal.SIGKILL)


async def kill_process_async(*_arguments: Any, **_named: Any) -> Any:
    kill_process()


def kill_at_step(platform: FakePlatform, step: str) -> Callable[[], None]:
    """Kill the process at a given step; return a function to call after the last one."""
    if step == "claimed":
        platform.before_send = kill_process
    elif step == "sent":
        platform.after_send = kill_process
    return kill_process if step == "confirmed" else lambda: None


def delete_command_syncs(folder: Path) -> None:
    """Forget which commands were sent: a new simulated platform has none of them."""
    database = get_database(folder)
    if isinstance(database, PostgresUrl) or database.exists():
        execute(folder, "DELETE FROM command_sync")


def execute(folder: Path, sql: str) -> list[tuple[Any, ...]]:
    """Run one statement on the database of a folder, beside the bot, and return its rows."""
    database = get_database(folder)
    if isinstance(database, PostgresUrl):
        with psycopg.connect(database.secret_text) as connection:
            cursor = connection.execute(sql.encode())
            return cursor.fetchall() if cursor.description else []
    with closing(sqlite3.connect(database)) as connection, connection:
        return connection.execute(sql).fetchall()


@asynccontextmanager
async def open_persistent_world(
    folder: Path, instant: datetime
) -> AsyncGenerator[tuple[World, PersistentPlatform]]:
    """Run the bot of `folder` with the messages that earlier processes sent."""
    delete_command_syncs(folder)
    async with open_world(build_settings(folder), None) as world:
        platform = PersistentPlatform(world, folder / "channel.jsonl")
        await platform.restore(instant)
        yield world, platform


def count_posts(folder: Path) -> int:
    """Return how many messages the platform has created in total."""
    journal = folder / "channel.jsonl"
    return len(journal.read_text().splitlines()) if journal.exists() else 0


class PersistentPlatform(FakePlatform):
    """A platform that keeps its messages in a file, one JSON object per line.

    Ids are given in the same order in every process, so a channel keeps its id.
    """

    def __init__(self, world: World, journal: Path) -> None:
        super().__init__(world)
        self._world = world
        self._journal = journal

    async def restore(self, now: datetime) -> None:
        """Restore the messages of earlier processes, each at its time."""
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
        """Create a message regardless of its nonce, without the files that were sent with it."""
        body = _without_galleries(body)
        route = SimpleNamespace(method="POST", url=f"https://discord.com/api/v10{path}")
        return await self._forward(route, json=body)

    def on_created(self, route: Any, body: dict[str, Any]) -> None:
        line = {"at": self._world.env.now().isoformat(), "path": _get_path(route), "body": body}
        with self._journal.open("a") as journal:
            journal.write(json.dumps(line) + "\n")
            journal.flush()
            os.fsync(journal.fileno())


def _without_galleries(sent: Any) -> Any:
    """Return what was sent without pictures: their files are not in the journal."""
    if isinstance(sent, dict):
        return {key: _without_galleries(one) for key, one in sent.items() if key != "attachments"}
    if isinstance(sent, list):
        return [_without_galleries(one) for one in sent if not _is_gallery(one)]
    return sent


def _is_gallery(component: Any) -> bool:
    return isinstance(component, dict) and component.get("type") == MEDIA_GALLERY


def _get_path(route: Any) -> str:
    return "/" + route.url.partition("/api/v10/")[2]
