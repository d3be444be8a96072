"""Games that meet an unforeseen error, a disk that is full, or a card that takes no edit."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from cogs.trivia.rules.settings import Phase
from tests.drivers.trivia import (
    QUICK_DELAYS,
    TriviaDriver,
    inject_errors,
    parse_ranking,
    simulate_full_disk,
)
from tests.posting import FakePlatform
from tests.world import World


def read_malformed_json() -> Any:
    return json.loads('{"id": "12')


def read_html() -> Any:
    return "<html>502 Bad Gateway</html>"


def read_nothing() -> Any:
    return ""


class GarblingPlatform(FakePlatform):
    """Creates a message, and answers the next requests of a method with what cannot be read."""

    def __init__(self, world: World, method: str, read: Callable[[], Any], times: int) -> None:
        super().__init__(world)
        self._method = method
        self._read = read
        self._times = times

    async def _request(self, route: Any, **options: Any) -> Any:
        answer = await super()._request(route, **options)
        if route.method != self._method or "/messages" not in route.url or not self._times:
            return answer
        self._times -= 1
        return self._read()


@pytest.mark.parametrize("method", ["POST", "PATCH"])
@pytest.mark.parametrize("read", [read_malformed_json, read_html, read_nothing])
async def test_one_answer_of_discord_that_cannot_be_read_ends_no_game(
    world: World, table: TriviaDriver, method: str, read: Callable[[], Any]
) -> None:
    await table.open_lobby(rounds=1)
    await table.press(world.bob, "Join")
    await table.wait(1)
    GarblingPlatform(world, method, read, times=1)
    await table.press(world.alice, "Start now")
    await table.wait(5)
    assert table.all_text.count("Round 1 of 1") == 1
    await table.answer(world.alice)
    await table.answer(world.bob)
    await table.wait(5)
    assert "Answer: " in table.text
    await table.skip_pause()
    assert "Final scores" in table.text


async def test_a_fault_that_lasts_ends_the_game_with_its_scores_where_it_was_played(
    world: World, table: TriviaDriver
) -> None:
    await table.start_game(world.bob, rounds=3)
    await table.answer(world.alice)
    await table.answer(world.bob, right=False)
    await world.bot.store.database.write("ALTER TABLE trivia_asked RENAME TO lost")
    await table.skip_pause()
    await table.wait(5)
    assert not table.is_running
    assert "The game had to end here" in table.text
    assert [rank for rank, _ in parse_ranking(table.text)] == [1, 2]
    told = world.alice.user.dm_channel.history()[-1].content
    assert "something went wrong on my end" in told


async def test_a_disk_that_is_full_for_twenty_seconds_ends_no_game(
    world: World, table: TriviaDriver
) -> None:
    table.sessions.delays = replace(QUICK_DELAYS, retries=(2.0, 10.0, 30.0))
    await table.start_game(world.bob, rounds=1)
    await table.answer(world.alice)
    async with simulate_full_disk(world):
        await table.let_question_expire()
        await table.wait(3)
        assert "Answer: " not in table.text, "what is shown is on disk"
    await table.wait(12)
    assert "Answer: " in table.text
    await table.skip_pause()
    assert "Final scores" in table.text
    board = await world.bot.store.trivia_scores.get_leaderboard(
        world.guild.id, None, offset=0, limit=9
    )
    assert [line.member_id for line in board] == [world.alice.id]


async def test_the_end_of_a_game_is_stored_once_the_disk_takes_it(
    world: World, table: TriviaDriver
) -> None:
    await table.start_game(world.bob, rounds=1)
    await table.answer(world.alice)
    async with simulate_full_disk(world):
        await table.let_question_expire()
        await table.wait(5)
        assert not table.is_running
        assert list(await world.bot.store.trivia_games.iter_running()) != []
    await table.wait(61)
    assert list(await world.bot.store.trivia_games.iter_running()) == []


@pytest.mark.parametrize(("status", "code"), [(400, 50035), (403, 50005), (400, 50083)])
async def test_a_card_that_takes_no_edit_is_posted_anew_with_its_answer(
    world: World, table: TriviaDriver, status: int, code: int
) -> None:
    await table.start_game(world.bob, rounds=1)
    await table.answer(world.alice)
    card = f"/channels/{world.channel.id}/messages/{table.card.id}"
    with inject_errors(world, "PATCH", card, status=status, code=code):
        await table.answer(world.bob)
        await table.wait(1)
        assert "Answer: " in table.text
        assert table.game.phase is Phase.REVEAL
        await table.skip_pause()
    assert "Final scores" in table.text


async def test_a_game_that_is_lost_tells_its_starter_also_after_a_restart(
    world: World, table: TriviaDriver
) -> None:
    await table.start_game(world.bob, rounds=1)
    table.game.lose("its channel is gone", world.env.now().timestamp())
    session = table.sessions.get(world.channel.id)
    assert session is not None
    await world.bot.store.trivia_games.save(session._persistence)
    table.sessions.unload()
    await table.sessions.restore()
    table.sessions.resume_all()
    async with asyncio.timeout(20):
        while table.is_running:
            await asyncio.sleep(0)
    assert "its channel is gone" in world.alice.user.dm_channel.history()[-1].content
    assert list(await world.bot.store.trivia_games.iter_running()) == []
