"""Players who left the server are named on leaderboards and finals, and mentioned nowhere."""

from __future__ import annotations

from typing import Any

import discord
import pytest

from tests.cogs.trivia.rules.games import choice_question
from tests.drivers.trivia import TriviaDriver
from tests.world import World, card_text

QUESTIONS = [choice_question(f"question.{n}") for n in range(3)]


@pytest.fixture
def table(world: World) -> TriviaDriver:
    return TriviaDriver(world, questions=QUESTIONS)


async def leave_during_game(world: World, table: TriviaDriver) -> None:
    await table.start_game(world.alice, world.bob, rounds=1)
    await table.answer(world.bob)
    world.env.backend.remove_member(world.guild.id, world.bob.id)
    await world.env.settle()
    await table.answer(world.alice)
    await table.skip_pause()


async def test_the_leaderboard_names_a_player_who_left(world: World, table: TriviaDriver) -> None:
    await leave_during_game(world, table)
    board = card_text((await world.alice.slash(world.channel, "trivia leaderboard")).response)
    assert "**1.** bob  " in board
    assert f"<@{world.bob.id}>" not in board
    assert f"<@{world.alice.id}>" in board


async def test_the_final_scores_name_a_player_who_left(world: World, table: TriviaDriver) -> None:
    await leave_during_game(world, table)
    assert not table.is_running
    assert "bob" in table.text
    assert f"<@{world.bob.id}>" not in table.text


async def test_an_account_that_is_gone_has_no_name(world: World, table: TriviaDriver) -> None:
    await leave_during_game(world, table)
    path = f"/users/{world.bob.id}"
    world.env.inject_error("GET", path, status=404, code=10013, message="Unknown User", times=None)
    board = card_text((await world.alice.slash(world.channel, "trivia leaderboard")).response)
    assert "**1.** a member who left  " in board


@pytest.mark.parametrize("command", ["leaderboard", "final"])
async def test_the_guild_is_asked_once_for_the_names_on_a_card_and_its_picture(
    world: World, table: TriviaDriver, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    asked: list[list[int]] = []
    query_members = discord.Guild.query_members

    async def count(guild: discord.Guild, **options: Any) -> list[discord.Member]:
        asked.append(options["user_ids"])
        return await query_members(guild, **options)

    await table.start_game(world.alice, world.bob, rounds=1)
    await table.answer(world.bob)
    await table.answer(world.alice)
    monkeypatch.setattr(discord.Guild, "query_members", count)
    await table.skip_pause()
    if command == "leaderboard":
        asked.clear()
        await world.alice.slash(world.channel, "trivia leaderboard")
    assert [sorted(one) for one in asked] == [[world.alice.id, world.bob.id]]
