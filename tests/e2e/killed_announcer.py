"""One life of a bot that may be killed while it announces: `killed_announcer FOLDER INSTANT STEP`.

The database and what stands in the channel outlive it in FOLDER; the rest dies with the process.
"""

from __future__ import annotations

import asyncio
import json
import sqlite3
import sys
from collections.abc import Callable
from contextlib import closing
from datetime import datetime
from pathlib import Path

from storage.own_entries import Addition
from storage.proposals import State
from tests.canon import NEWS, now_of, propose
from tests.e2e.killed_poster import LastingPlatform, die, dying
from tests.posting import Platform, tick
from tests.world import World, open_world, settings_for

STATUS = "status.own-1"


async def let_in(world: World, step: str) -> None:
    """Approve a piece of news, unless a former life has."""
    if not await world.bot.store.proposals.of_kind("news"):
        await propose(world, NEWS)
    [proposal] = await world.bot.store.proposals.of_kind("news")
    if step == "proposed":
        die()
    if proposal.state is State.WAITING:
        assert await world.bot.store.proposals.approve(
            world.guild.id,
            proposal.number,
            world.bob.id,
            now_of(world),
            Addition(NEWS.written(proposal.number).entries),
            news_channel_id=world.channel.id,
        )


def arm(world: World, platform: Platform, step: str) -> Callable[[], None]:
    """Make the process die at `step`; gives what to call once everything was posted."""
    if step == "approved":
        world.bot.store.announcements.reread = dying
    elif step == "claimed":
        platform.before = die
    elif step == "sent":
        platform.after = die
    return die if step == "confirmed" else lambda: None


async def live(folder: Path, text: str, step: str) -> None:
    """Let the news in unless that was done, announce it, and print what became of it."""
    settings = settings_for(folder)
    if settings.database.exists():
        # The simulated platform forgets commands with the process, and numbers what it makes.
        with closing(sqlite3.connect(settings.database)) as database, database:
            database.execute("DELETE FROM command_sync")
    async with open_world(settings, None) as world:
        platform = LastingPlatform(world, folder / "channel.jsonl")
        await platform.restore(datetime.fromisoformat(f"{text}+00:00"))
        await let_in(world, step)
        end = arm(world, platform, step)
        await tick(world, text)
        end()
        outcome = await world.bot.store.announcements.outcome(world.guild.id, STATUS)
        sys.stdout.write(json.dumps(outcome))


if __name__ == "__main__":
    asyncio.run(live(Path(sys.argv[1]), sys.argv[2], sys.argv[3]))
