"""Games that begin, are skipped through and stopped: by whom, and never two in a channel."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import discord
import pytest

from cogs.trivia.play.session import Session
from cogs.trivia.rules.errors import ChannelTakenError
from cogs.trivia.rules.settings import GameSettings
from tests.cogs.trivia.rules.games import choice_question
from tests.trivia import QUICK_TIMING, TriviaDriver, click_stale_button, inject_errors
from tests.world import World

QUESTIONS = [choice_question(f"question.{n}") for n in range(6)]


@pytest.fixture
def table(world: World) -> TriviaDriver:
    """A quick table."""
    return TriviaDriver(world, questions=QUESTIONS)


async def test_of_two_starts_at_the_same_moment_one_makes_a_game(
    world: World, table: TriviaDriver
) -> None:
    rules = GameSettings(rounds=1, seconds=20)
    started = await asyncio.gather(
        *(
            table.sessions.open(number, world.channel.id, world.guild.id, world.alice.id, rules)
            for number in (1, 2)
        ),
        return_exceptions=True,
    )
    assert [type(one) for one in started] == [Session, ChannelTakenError]
    assert len(list(await world.bot.store.trivia_games.iter_running())) == 1


async def test_a_second_start_is_told_of_the_first(world: World, table: TriviaDriver) -> None:
    await table.open_lobby()
    second = await table.open_lobby(world.bob)
    assert second.ephemeral
    assert "A game is on in this channel already" in second.response.content


async def test_a_start_while_the_last_game_is_put_away_is_told_so(
    world: World, table: TriviaDriver
) -> None:
    table.sessions.timing = replace(QUICK_TIMING, retries=(1000.0,))
    await table.start_game()
    with inject_errors(world, "POST", f"/channels/{world.channel.id}/messages", status=503):
        await world.alice.slash(world.channel, "trivia stop")
        second = await table.open_lobby()
    assert "just being put away" in second.response.content
    await table.wait(1001)
    assert "Final scores" in table.text
    await table.open_lobby()
    assert table.is_running


async def test_stop_then_start_leaves_one_game(world: World, table: TriviaDriver) -> None:
    await table.start_game(rounds=5)
    old = table.card
    stopped = await world.alice.slash(world.channel, "trivia stop")
    assert "It ends with these scores" in stopped.response.content
    assert "Final scores" in table.text
    await table.start_game(rounds=3)
    await table.wait(100)
    assert table.all_text.count("Round 1 of 3") == 1
    assert "Round 2 of 5" not in table.all_text
    late = await click_stale_button(world.bob, old)
    assert "That round is over" in late


async def test_only_the_starter_and_moderators_stop(world: World, table: TriviaDriver) -> None:
    await table.start_game(world.bob)
    await table.answer(world.bob)
    refused = await world.bob.slash(world.channel, "trivia stop")
    assert "or a moderator" in refused.response.content
    assert table.is_running
    roles = [world.guild.create_role("mods", permissions=discord.Permissions(manage_messages=True))]
    moderator = world.guild.add_member(world.env.create_user("mod"), roles=roles)
    await moderator.slash(world.channel, "trivia stop")
    assert not table.is_running


async def test_skip_is_the_starters_or_a_vote(world: World, table: TriviaDriver) -> None:
    carol = world.guild.add_member(world.env.create_user("carol"))
    await table.start_game(world.bob, carol)
    vote = await world.bob.slash(world.channel, "trivia skip")
    assert "1 of 2 needed" in vote.response.content
    done = await carol.slash(world.channel, "trivia skip")
    assert done.response.content == "Skipped."
    assert "Skipped: nobody earns anything" in table.text
    await table.skip_pause()
    await world.alice.slash(world.channel, "trivia skip")
    assert "Skipped: nobody earns anything" in table.text


async def test_a_game_nobody_answers_ends_after_two_rounds(table: TriviaDriver) -> None:
    await table.start_game(rounds=5)
    await table.let_question_expire()
    assert "Nobody answered." in table.text
    await table.skip_pause()
    await table.let_question_expire()
    await table.skip_pause()
    assert "Nobody has answered for two rounds" in table.text
    assert not table.is_running


async def test_without_the_permission_to_write_no_game_begins(world: World) -> None:
    closed = discord.PermissionOverwrite(send_messages=False)
    quiet = world.guild.create_text_channel("quiet", overwrites={world.guild.default_role: closed})
    table = TriviaDriver(world, quiet)
    refused = await table.open_lobby()
    assert "I need Send Messages" in refused.response.content
    assert not table.is_running
