"""Cards, channels and servers that go away under a game."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from discord.http import Route

from tests.drivers.trivia import QUICK_DELAYS, TriviaDriver, inject_errors, parse_ranking
from tests.e2e.trivia.recovery.faults import posting, resets_the_connection, told
from tests.posting import FakePlatform
from tests.world import World, card_text


class StrictPlatform(FakePlatform):
    """Knows no message any more that was deleted, under its nonce neither."""

    async def _request(self, route: Any, **options: Any) -> Any:
        seen = set(self.nonces)
        created = await super()._request(route, **options)
        if (options.get("json") or {}).get("nonce") in seen:
            place = {"channel_id": route.channel_id, "message_id": created["id"]}
            path = "/channels/{channel_id}/messages/{message_id}"
            await self._forward(Route("GET", path, **place))
        return created


async def test_a_deleted_question_card_comes_back_with_working_buttons(
    world: World, table: TriviaDriver
) -> None:
    table.sessions.delays = replace(QUICK_DELAYS, redraw=10)
    await table.start_game(world.bob, rounds=1)
    await table.answer(world.alice)
    world.env.backend.delete_message(world.channel.id, table.card.id)
    await table.wait(11)
    assert "Round 1 of 1" in table.text
    await table.answer(world.bob)
    await table.wait(11)
    assert "Answer: " in table.text


async def test_a_card_may_be_deleted_again_and_again(world: World, table: TriviaDriver) -> None:
    StrictPlatform(world)
    table.sessions.delays = replace(QUICK_DELAYS, redraw=10)
    await table.start_game(world.bob, rounds=1, seconds=60)
    for name in ("carol", "dave", "erin"):
        await table.answer(world.guild.add_member(world.env.create_user(name)))
        world.env.backend.delete_message(world.channel.id, table.card.id)
        await table.wait(11)
        assert "Round 1 of 1" in table.text
    assert "3 answers locked in." in table.text


async def test_a_question_comes_anew_whose_message_was_deleted_before_the_bot_knew_of_it(
    world: World, table: TriviaDriver
) -> None:
    platform = StrictPlatform(world)
    table.sessions.delays = replace(QUICK_DELAYS, retries=(10.0,))
    await table.open_lobby(rounds=1)
    platform.after_send = resets_the_connection
    await table.press(world.alice, "Start now")
    platform.after_send = lambda: None
    world.env.backend.delete_message(world.channel.id, table.card.id)
    await table.wait(11)
    assert "Round 1 of 1" in table.text
    await table.answer(world.alice)


async def test_a_deleted_card_does_not_keep_the_answer_from_being_shown(
    world: World, table: TriviaDriver
) -> None:
    await table.start_game(rounds=1)
    world.env.backend.delete_message(world.channel.id, table.card.id)
    await table.let_question_expire()
    assert "Answer: " in table.text


async def test_a_deleted_channel_ends_the_game_and_the_starter_is_told(
    world: World, table: TriviaDriver
) -> None:
    await table.start_game()
    world.env.backend.delete_channel(world.channel.id)
    await world.env.settle()
    assert not table.is_running
    assert "had to end because its channel is gone" in told(world)


async def test_a_withdrawn_permission_ends_the_game_with_its_scores(
    world: World, table: TriviaDriver
) -> None:
    await table.start_game(rounds=3)
    await table.answer(world.alice)
    with inject_errors(world, "POST", posting(world), status=403, code=50013):
        await table.skip_pause()
        assert not table.is_running
        assert "I can't write there anymore" in told(world)
        assert [place for place, _ in parse_ranking(told(world))] == [1]
    board = await world.alice.slash(world.channel, "trivia leaderboard")
    assert f"<@{world.alice.id}>" in card_text(board.response)


async def test_a_game_ends_when_the_bot_leaves_the_server(
    world: World, table: TriviaDriver
) -> None:
    await table.start_game(rounds=1)
    await table.answer(world.alice)
    world.env.backend.remove_guild(world.guild.id)
    await world.env.settle()
    assert not table.is_running
    assert list(await world.bot.store.trivia_games.iter_running()) == []
