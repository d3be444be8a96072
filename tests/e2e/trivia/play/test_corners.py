"""What seldom happens to a game, and has to end well all the same."""

from __future__ import annotations

import asyncio
from typing import Any

import aiohttp
import discord
import pytest
from simcord.builders import ChannelHandle

from cogs.trivia.play.session import Session
from tests.cogs.trivia.rules.games import choice_question
from tests.drivers.trivia import TriviaDriver, inject_errors
from tests.e2e.trivia.play.table import session_in
from tests.posting import list_posts
from tests.world import World, card_text


def office_of(world: World) -> ChannelHandle:
    """A channel where the server's admins hear what goes wrong."""
    office = world.guild.create_text_channel("office")
    world.env.backend.guilds[world.guild.id].system_channel_id = office.id
    guild = world.bot.get_guild(world.guild.id)
    assert guild is not None
    guild._system_channel_id = office.id
    return office


async def test_where_nothing_is_played_commands_say_so(world: World, table: TriviaDriver) -> None:
    for command in ("stop", "skip"):
        told = await world.alice.slash(table.channel, f"trivia {command}")
        assert (
            "There's no game running in this channel. Start one with /trivia play."
            in told.response.content
        )


async def test_when_the_starter_takes_no_messages_the_admins_are_told(
    world: World, table: TriviaDriver
) -> None:
    await table.start_game()
    office = office_of(world)
    with inject_errors(world, "POST", "/users/@me/channels", status=403, code=50007):
        world.env.backend.delete_channel(world.channel.id)
        await world.env.settle()
    assert "had to end because its channel is gone" in list_posts(office)[-1]


async def test_a_channel_deleted_under_a_question_is_told_once(
    world: World, table: TriviaDriver
) -> None:
    await table.start_game(rounds=2)
    await table.answer(world.alice)
    pass_on = world.bot.http.request

    async def too_late(route: Any, **options: Any) -> Any:
        if route.path == "/channels/{channel_id}/messages":
            world.bot.http.request = pass_on
            world.env.backend.delete_channel(world.channel.id)
        return await pass_on(route, **options)

    world.bot.http.request = too_late
    await table.skip_pause()
    assert not table.is_running
    assert list(await world.bot.store.trivia_games.iter_running()) == []
    [told] = world.alice.user.dm_channel.history()
    assert "had to end because its channel is gone" in told.content


async def test_when_the_line_to_the_starter_breaks_the_admins_are_told(
    world: World, table: TriviaDriver
) -> None:
    await table.start_game()
    office = office_of(world)
    pass_on = world.bot.http.request

    async def broken(route: Any, **options: Any) -> Any:
        if route.path == "/users/@me/channels":
            raise aiohttp.ServerDisconnectedError
        return await pass_on(route, **options)

    world.bot.http.request = broken
    world.env.backend.delete_channel(world.channel.id)
    await world.env.settle()
    assert "had to end because its channel is gone" in list_posts(office)[-1]


async def test_a_member_who_cannot_be_told_of_an_error_is_one_line_in_the_log(
    world: World, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async def broken(*_: Any, **__: Any) -> None:
        raise aiohttp.ServerDisconnectedError

    monkeypatch.setattr(discord.InteractionResponse, "send_message", broken)
    await world.alice.slash(world.channel, "trivia leaderboard")
    [told] = [one for one in caplog.records if one.levelname == "WARNING"]
    assert "could not tell the member about an error" in told.message
    world.take_errors()


async def test_a_deleted_thread_ends_its_game(world: World) -> None:
    thread = world.env.backend.create_thread(world.channel.id, "quiz", world.alice.id)
    table = TriviaDriver(world, world.channel.threads[0], [choice_question()])
    await table.start_game(rounds=1)
    world.env.backend.delete_channel(thread.id)
    await world.env.settle()
    assert not table.is_running


async def test_the_skip_button_votes_too(world: World, table: TriviaDriver) -> None:
    await table.start_game(world.bob)
    vote = await table.press(world.bob, "Skip")
    assert "1 of 2 so far" in card_text(vote.response)
    shown = f"**Votes to skip: 1 of 2** (<@{world.bob.id}>)"
    assert shown in table.text, "everybody sees that a vote is on"
    await table.press(world.alice, "Skip")
    assert "Skipped: no one earns points" in table.text


async def test_whoever_comes_late_may_join_under_an_open_question(
    world: World, table: TriviaDriver
) -> None:
    await table.start_game(rounds=2)
    told = await table.press(world.bob, "Join")
    assert "You're in." in card_text(told.response)
    again = await table.press(world.bob, "Join")
    assert "already in" in card_text(again.response)
    await table.answer(world.alice)
    assert "Answer: " not in table.text, "the round waits for everybody who joined"


async def test_two_games_that_pick_at_once_pick_different_questions(
    world: World, table: TriviaDriver
) -> None:
    cog: Any = world.bot.get_cog("Trivia")
    cog.rng.seed(4)  # without turns, both would pick the same
    other = TriviaDriver(world, world.guild.create_text_channel("other"))
    sessions: list[Session] = []
    for one in (table, other):
        await one.start_game(rounds=4)
        await world.alice.slash(one.channel, "trivia skip")
        sessions.append(session_in(one))
    for session in sessions:
        session.stop_loop()
        assert session.game.tick(session.game.due_at or 0)
    await asyncio.gather(*(session._loop._ask_next_question() for session in sessions))
    asked = [*table.game.asked, *other.game.asked]
    assert len(set(asked)) == len(asked) == 4


async def test_a_game_without_questions_left_ends_with_its_scores(
    world: World, table: TriviaDriver
) -> None:
    await table.start_game(rounds=4)
    table.bank._questions.clear()
    await table.answer(world.alice)
    await table.skip_pause()
    assert "I've run out of questions that fit" in table.text
    assert not table.is_running


async def test_a_fault_of_our_own_ends_the_game_with_a_sentence(
    world: World, table: TriviaDriver, caplog: pytest.LogCaptureFixture
) -> None:
    await table.start_game(rounds=2)
    await table.answer(world.alice)
    cog: Any = world.bot.get_cog("Trivia")
    cog.banks.shared._questions = None
    await table.skip_pause()
    assert not table.is_running
    assert "something went wrong on my end" in world.alice.user.dm_channel.history()[-1].content
    assert "broke" in caplog.text
