"""Games that begin, are skipped through, stopped and played again: by whom, never two at once."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import discord
import pytest

from cogs.trivia.play.session import Session
from cogs.trivia.rules.errors import ChannelTakenError
from cogs.trivia.rules.settings import GameSettings, GameStyle
from tests.cogs.trivia.rules.games import choice_question
from tests.drivers.trivia import (
    QUICK_DELAYS,
    TriviaDriver,
    click_stale_button,
    inject_errors,
    parse_ranking,
)
from tests.posting import get_raw_components
from tests.world import World, card_text, iter_buttons

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
    assert "A game is already running in this channel" in second.response.content


async def test_a_start_while_the_last_game_is_put_away_is_told_so(
    world: World, table: TriviaDriver
) -> None:
    table.sessions.delays = replace(QUICK_DELAYS, retries=(1000.0,))
    await table.start_game()
    with inject_errors(world, "POST", f"/channels/{world.channel.id}/messages", status=503):
        await world.alice.slash(world.channel, "trivia stop")
        second = await table.open_lobby()
    assert "still wrapping up" in second.response.content
    await table.wait(1001)
    assert "Final scores" in table.text
    await table.open_lobby()
    assert table.is_running


async def test_stop_then_start_leaves_one_game(world: World, table: TriviaDriver) -> None:
    await table.start_game(rounds=5)
    old = table.card
    stopped = await world.alice.slash(world.channel, "trivia stop")
    assert stopped.ephemeral
    assert stopped.response.content == "I stopped the game. Here come the final scores."
    assert "Final scores" in table.text
    await table.start_game(rounds=3)
    await table.wait(100)
    assert table.all_text.count("Round 1 of 3") == 1
    assert "Round 2 of 5" not in table.all_text
    late = await click_stale_button(world.bob, old)
    assert "That round is over" in late


async def test_a_game_that_is_stopped_before_it_starts_announces_no_scores(
    world: World, table: TriviaDriver
) -> None:
    await table.open_lobby()
    stopped = await world.alice.slash(world.channel, "trivia stop")
    assert stopped.response.content == "I stopped the game."
    assert "canceled before it started" in table.text


async def test_a_game_without_a_point_ranks_no_one(world: World, table: TriviaDriver) -> None:
    await table.start_game(world.bob, rounds=1)
    for member in (world.alice, world.bob):
        await table.answer(member, right=False)
    await table.skip_pause()
    assert table.text.splitlines()[:4] == [
        "## Final scores",
        "That was the last question. Well played.",
        "",
        "No one scored this time, so the rematch is wide open.",
    ]
    assert not parse_ranking(table.text)
    assert "Play again" in table.labels
    assert not table.card.attachments


async def test_players_without_points_follow_those_who_scored(
    world: World, table: TriviaDriver
) -> None:
    await table.start_game(world.bob, rounds=1)
    await table.answer(world.alice)
    await table.answer(world.bob, right=False)
    await table.skip_pause()
    (first, points), second = parse_ranking(table.text)
    assert (first, second) == (1, (2, 0))
    assert points > 0


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
    assert "1 of 2 so far" in vote.response.content
    done = await carol.slash(world.channel, "trivia skip")
    assert done.response.content == "Skipped."
    assert "Skipped by 2 votes: no one earns points" in table.text
    await table.skip_pause()
    await world.alice.slash(world.channel, "trivia skip")
    assert "Skipped: no one earns points" in table.text


async def test_a_game_nobody_answers_ends_after_two_rounds(table: TriviaDriver) -> None:
    await table.start_game(rounds=5)
    await table.let_question_expire()
    assert "No one answered." in table.text
    await table.skip_pause()
    await table.let_question_expire()
    await table.skip_pause()
    assert "No one answered for two rounds" in table.text
    assert not table.is_running


async def test_without_the_permission_to_write_no_game_begins(world: World) -> None:
    closed = discord.PermissionOverwrite(send_messages=False)
    quiet = world.guild.create_text_channel("quiet", overwrites={world.guild.default_role: closed})
    table = TriviaDriver(world, quiet)
    refused = await table.open_lobby()
    assert "I need Send Messages" in refused.response.content
    assert not table.is_running


async def play_to_the_end(table: TriviaDriver, **options: Any) -> None:
    """Play a game until its final scores, one member answering."""
    await table.start_game(**options)
    while table.is_running:
        await table.answer(table.world.alice)
        await table.skip_pause()
    assert "Final scores" in table.text


async def test_the_same_game_is_played_again_by_whoever_wants_to(
    world: World, table: TriviaDriver
) -> None:
    wanted = {"topic": "cast", "difficulty": "easy", "style": "first", "seconds": 15}
    await play_to_the_end(table, rounds=1, **wanted)
    final = table.card
    await table.press(world.bob, "Play again", final)
    assert "1 question about “Cast”, all easy, 15 seconds each." in table.text
    assert table.game.starter_id == world.bob.id
    assert table.game.rules.style is GameStyle.FIRST
    second = await table.press(world.alice, "Play again", final)
    assert second.ephemeral
    assert "A game is already running in this channel" in card_text(second.response)


async def test_a_game_that_was_never_played_offers_no_second(
    world: World, table: TriviaDriver
) -> None:
    await table.open_lobby()
    await table.press(world.alice, "Cancel")
    assert table.labels == []


async def test_play_again_obeys_the_limits_of_the_server_and_of_the_pack(
    world: World, table: TriviaDriver
) -> None:
    await play_to_the_end(table, rounds=3)
    final = table.card
    await world.bot.store.guild_settings.update(world.guild.id, trivia_max_rounds=2)
    refused = await table.press(world.bob, "Play again", final)
    assert "at most 2 rounds" in card_text(refused.response)
    assert not table.is_running


async def test_fewer_rounds_than_were_wanted_are_told_with_their_reason(
    world: World, table: TriviaDriver
) -> None:
    shown = await table.open_lobby(rounds=30)
    assert "6 questions about everything" in card_text(shown.response)
    assert "fewer than 30, because I don't have any more questions that fit" in table.text
    await table.press(world.bob, "Join")
    assert "fewer than 30" in table.text, "it stays on the card"
    await table.press(world.alice, "Cancel")
    await world.bot.store.guild_settings.update(world.guild.id, trivia_max_rounds=2)
    await table.open_lobby()
    assert "fewer than 10, because this server's games are shorter" in table.text
    await table.press(world.alice, "Cancel")
    await table.open_lobby(rounds=2)
    assert "fewer" not in table.text


async def test_skip_is_in_another_row_than_the_answers(world: World, table: TriviaDriver) -> None:
    await table.start_game(world.bob, rounds=1)
    [answers, others] = [
        [button["label"][:4].strip() for button in iter_buttons([row])]
        for row in _iter_rows(get_raw_components(table.card))
    ]
    assert [label[0] for label in answers] == list("ABCD")
    assert others == ["Skip", "Join"]


def _iter_rows(components: Any) -> Iterator[Any]:
    for one in components:
        if one["type"] == 1:
            yield one
        else:
            yield from _iter_rows(one.get("components", ()))
