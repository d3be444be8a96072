"""One life of a bot that may be killed while it posts: `killed_poster FOLDER INSTANT [STEP]`.

The database and what stands in the channel outlive it in FOLDER; the rest dies with the process.
"""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sqlite3
import sys
from collections.abc import Callable
from contextlib import closing
from datetime import datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from cogs.anniversaries.digests import KIND
from tests.posting import Platform, admin_of, set_up, states_of, tick
from tests.world import World, open_world, settings_for

REMEMBERED_S = 180
"""How long the platform brings back the first message for a repeated nonce."""


class LastingPlatform(Platform):
    """A platform whose messages outlive the process, in a file with one JSON object a line."""

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
            if (now - instant).total_seconds() < REMEMBERED_S:
                self._by_nonce[sent["body"]["nonce"]] = message

    async def create(self, path: str, body: dict[str, Any]) -> Any:
        """Create a message without a look at its nonce."""
        route = SimpleNamespace(method="POST", url=f"https://discord.com/api/v10{path}")
        return await self._pass_on(route, json=body)

    def created(self, route: Any, body: dict[str, Any]) -> None:
        line = {"at": self._world.env.now().isoformat(), "path": _path(route), "body": body}
        with self._journal.open("a") as journal:
            journal.write(json.dumps(line) + "\n")
            journal.flush()
            os.fsync(journal.fileno())


def _path(route: Any) -> str:
    return "/" + route.url.partition("/api/v10/")[2]


def die() -> None:
    """As a power cut does: no handler runs, nothing is flushed."""
    os.kill(os.getpid(), signal.SIGKILL)


async def dying(*_arguments: Any, **_named: Any) -> None:
    die()


def arm(world: World, platform: Platform, step: str) -> Callable[[], None]:
    """Make the process die at `step`; gives what to call once everything was posted."""
    if step == "taken":
        world.bot.scheduler._posters[KIND].prepare = dying
    elif step == "claimed":
        platform.before = die
    elif step == "sent":
        platform.after = die
    return die if step == "confirmed" else lambda: None


async def live(folder: Path, text: str, step: str) -> None:
    """Set up unless that was done, post what is due at `text`, and print what became of it."""
    settings = settings_for(folder)
    if settings.database.exists():
        # The simulated platform forgets commands with the process, and numbers what it makes.
        with closing(sqlite3.connect(settings.database)) as database, database:
            database.execute("DELETE FROM command_sync")
    async with open_world(settings, None) as world:
        admin = admin_of(world)
        platform = LastingPlatform(world, folder / "channel.jsonl")
        await platform.restore(datetime.fromisoformat(f"{text}+00:00"))
        if await world.bot.store.schedules.get(world.guild.id, KIND) is None:
            await set_up(world, admin)
        end = arm(world, platform, step)
        await tick(world, text)
        end()
        sys.stdout.write(json.dumps(await states_of(world)))


if __name__ == "__main__":
    asyncio.run(live(Path(sys.argv[1]), sys.argv[2], sys.argv[3]))
