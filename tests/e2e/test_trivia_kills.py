"""A real process that is killed in the middle of a game, and the bot that comes after it."""

from __future__ import annotations

import asyncio
import json
import signal
import sqlite3
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from bot.app import open_bot
from cogs.trivia.rules import Phase
from tests.e2e.killed_game import QUESTIONS
from tests.trivia import Table, deal
from tests.world import open_world, settings_for

CHECKOUT = Path(__file__).parents[2]


async def killed(folder: Path, step: str) -> dict[str, Any]:
    """Play in another process until it is killed; gives what its members knew."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *("-W", "ignore", "-m", "tests.e2e.killed_game", str(folder), step),
        cwd=CHECKOUT,
    )
    assert await process.wait() == -signal.SIGKILL
    return json.loads((folder / "known.json").read_text())


@pytest.mark.parametrize("step", ["lobby", "asking", "told", "revealed", "second"])
async def test_a_killed_game_goes_on_with_all_that_its_members_were_told(
    tmp_path: Path, step: str
) -> None:
    known = await killed(tmp_path, step)
    # The simulated platform forgets commands with the process.
    with closing(sqlite3.connect(tmp_path / "bot.sqlite3")) as database, database:
        database.execute("DELETE FROM command_sync")
        [(state,)] = database.execute("SELECT state FROM trivia_game").fetchall()
    kept = json.loads(state)
    assert kept["phase"] == known["phase"]
    for member, points in known.get("scores", {}).items():
        assert kept["players"][member]["score"] == points
    if "is locked in" in known.get("told", ""):
        assert kept["round"]["locks"], "an answer is on disk before its player is told"

    async with (
        open_world(settings_for(tmp_path / "before"), None) as world,
        open_bot(settings_for(tmp_path), world.env.now, shard_count=1) as successor,
    ):
        # The platform numbers what it makes alike in each life, so the channel is the same.
        await world.env.restart_bot(successor)
        world.bot = successor
        table = Table(world)
        deal(world, QUESTIONS)
        assert table.game.id == kept["id"]
        await play_to_the_end(table)
        assert await successor.store.trivia_games.running() == []
        lines = await successor.store.trivia_scores.leaderboard(
            kept["audience_id"], 0, offset=0, limit=9
        )
    earned = {str(one.member_id): one.points for one in lines}
    for member, points in known.get("scores", {}).items():
        assert earned[member] >= points


async def play_to_the_end(table: Table) -> None:
    """Answer everything until the final scores are up."""
    await table.wait(31)
    while table.is_on:
        if table.game.phase is Phase.OPEN:
            await table.run_out()
        await table.go_on()
    assert "Final scores" in table.text
