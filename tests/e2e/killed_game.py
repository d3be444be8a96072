"""One life of a bot that is killed while a game is played: `killed_game FOLDER STEP`.

The database outlives it in FOLDER, and so does `state.json`: what members had been told by then.
"""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
from pathlib import Path
from typing import Any

from tests.cogs.trivia.games import choice
from tests.trivia import Table
from tests.world import open_world, settings_for

QUESTIONS = [choice(f"question.{n}") for n in range(6)]


def die() -> None:
    """As a power cut does: no handler runs, nothing is flushed."""
    os.kill(os.getpid(), signal.SIGKILL)


def note(folder: Path, table: Table, **more: Any) -> None:
    """Write down what a member knows at this moment."""
    game = table.game
    known = {"members": [table.world.alice.id, table.world.bob.id], "phase": game.phase, **more}
    (folder / "known.json").write_text(json.dumps(known))


async def play_until(folder: Path, step: str) -> None:
    """Play, and die at `step`."""
    async with open_world(settings_for(folder), None) as world:
        table = Table(world, questions=QUESTIONS)
        await table.play(rounds=3)
        await table.press(world.bob, "Join")
        note(folder, table)
        if step == "lobby":
            die()
        if step == "asking":
            die_when_sending(table)
        await table.press(world.alice, "Start now")
        told = await table.answer(world.alice)
        note(folder, table, told=told)
        if step == "told":
            die()
        await table.answer(world.bob, right=False)
        note(folder, table, scores=scores(table))
        if step == "revealed":
            die()
        await table.go_on()
        told = await table.answer(world.bob)
        note(folder, table, told=told, scores=scores(table))
        die()


def scores(table: Table) -> dict[int, int]:
    """What each player has earned."""
    return {member: player.score for member, player in table.game.players.items()}


def die_when_sending(table: Table) -> None:
    """Die between the choice of the question and its message."""
    pass_on = table.world.bot.http.request

    async def request(route: Any, **options: Any) -> Any:
        if route.method == "POST" and route.url.endswith("/messages"):
            note(Path(sys.argv[1]), table)
            die()
        return await pass_on(route, **options)

    table.world.bot.http.request = request


if __name__ == "__main__":
    asyncio.run(play_until(Path(sys.argv[1]), sys.argv[2]))
