"""A real process that is killed in the middle of a game, and the bot that comes after it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from bot.app import open_bot
from cogs.trivia.rules.settings import Phase
from tests.cogs.trivia.rules.games import choice_question
from tests.drivers.trivia import TriviaDriver, replace_questions
from tests.e2e.lives import delete_command_syncs, execute, kill_process, run_in_process
from tests.world import build_settings, open_world

pytestmark = pytest.mark.slow

QUESTIONS = [choice_question(f"question.{n}") for n in range(6)]


def note(folder: Path, table: TriviaDriver, **more: Any) -> None:
    """Write down what a member knows at this moment."""
    game = table.game
    known = {"members": [table.world.alice.id, table.world.bob.id], "phase": game.phase, **more}
    (folder / "known.json").write_text(json.dumps(known))


async def play_until(folder: Path, step: str) -> None:
    """Play, and die at `step`; `known.json` says what members had been told by then."""
    async with open_world(build_settings(folder), None) as world:
        table = TriviaDriver(world, questions=QUESTIONS)
        await table.open_lobby(rounds=3)
        await table.press(world.bob, "Join")
        note(folder, table)
        if step == "lobby":
            kill_process()
        if step == "asking":
            die_when_sending(folder, table)
        await table.press(world.alice, "Start now")
        told = await table.answer(world.alice)
        note(folder, table, told=told)
        if step == "told":
            kill_process()
        await table.answer(world.bob, right=False)
        note(folder, table, scores=scores(table))
        if step == "revealed":
            kill_process()
        await table.skip_pause()
        told = await table.answer(world.bob)
        note(folder, table, told=told, scores=scores(table))
        kill_process()


def scores(table: TriviaDriver) -> dict[int, int]:
    """What each player has earned."""
    return {member: player.score for member, player in table.game.players.items()}


def die_when_sending(folder: Path, table: TriviaDriver) -> None:
    """Die between the choice of the question and its message."""
    pass_on = table.world.bot.http.request

    async def request(route: Any, **options: Any) -> Any:
        if route.method == "POST" and route.url.endswith("/messages"):
            note(folder, table)
            kill_process()
        return await pass_on(route, **options)

    table.world.bot.http.request = request


@pytest.mark.parametrize("step", ["lobby", "asking", "told", "revealed", "second"])
async def test_a_killed_game_goes_on_with_all_that_its_members_were_told(
    home: Path, step: str
) -> None:
    assert await run_in_process(play_until, home, step) is None
    known = json.loads((home / "known.json").read_text())
    delete_command_syncs(home)
    [(state,)] = execute(home, "SELECT state FROM trivia_game")
    rows = execute(home, "SELECT member_id, score, turn, locked_at FROM trivia_game_member")
    kept = json.loads(state)
    assert kept["phase"] == known["phase"]
    points_by_member = {str(member): score for member, score, _, _ in rows}
    for member, points in known.get("scores", {}).items():
        assert points_by_member[member] == points
    if "is locked in" in known.get("told", ""):
        turn = kept["round"]["turn"]
        assert any(one_turn == turn and at for _, _, one_turn, at in rows), (
            "an answer is on disk before its player is told"
        )

    async with (
        open_world(build_settings(home / "before"), None) as world,
        open_bot(build_settings(home), world.env.now, shard_count=1) as successor,
    ):
        # The platform numbers what it makes alike in each life, so the channel is the same.
        await world.env.restart_bot(successor)
        world.bot = successor
        table = TriviaDriver(world)
        replace_questions(world, QUESTIONS)
        assert table.game.id == kept["id"]
        await play_to_the_end(table)
        assert list(await successor.store.trivia_games.iter_running()) == []
        lines = await successor.store.trivia_scores.get_leaderboard(
            kept["audience_id"], None, offset=0, limit=9
        )
    earned = {str(one.member_id): one.points for one in lines}
    for member, points in known.get("scores", {}).items():
        assert earned[member] >= points


async def play_to_the_end(table: TriviaDriver) -> None:
    """Answer everything until the final scores are up."""
    await table.wait(31)
    while table.is_running:
        if table.game.phase is Phase.OPEN:
            await table.let_question_expire()
        await table.skip_pause()
    assert "Final scores" in table.text
