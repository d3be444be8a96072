"""Games that cannot be read back keep no channel from its next game."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.app import open_bot
from storage.trivia.games import GameChange
from tests.cogs.trivia.rules.games import choice_question
from tests.drivers.trivia import TriviaDriver, simulate_full_disk
from tests.world import World, build_settings, open_world


async def test_a_game_that_cannot_be_read_back_holds_up_nobody(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    settings = build_settings(tmp_path)
    async with open_world(settings, None) as world:
        table = TriviaDriver(world, questions=[choice_question()])
        await table.open_lobby()
        spoilt = GameChange(99, 5, world.guild.id, '{"phase": "somewhere"}')
        await world.bot.store.trivia_games.claim(spoilt)
        async with open_bot(settings, world.env.now, shard_count=1) as successor:
            await world.env.restart_bot(successor)
            world.bot = successor
            assert TriviaDriver(world).is_running
            assert "a game cannot be read back" in caplog.text


async def test_what_cannot_be_read_back_keeps_no_channel_from_its_next_game(
    world: World, table: TriviaDriver
) -> None:
    spoilt = GameChange(world.channel.id, 5, world.guild.id, '{"phase": "somewhere"}')
    await world.bot.store.trivia_games.claim(spoilt)
    await table.sessions.restore()
    await table.open_lobby()
    assert table.is_running


async def test_a_game_whose_end_the_disk_did_not_take_keeps_no_channel_from_its_next_one(
    world: World, table: TriviaDriver
) -> None:
    await table.start_game(rounds=1)
    await table.answer(world.alice)
    async with simulate_full_disk(world):
        await table.skip_pause()
    assert not table.is_running
    assert len(list(await world.bot.store.trivia_games.iter_running())) == 1
    world.take_errors()
    await table.open_lobby()
    assert table.is_running


async def test_a_game_in_a_server_that_was_left_while_down_ends_at_the_next_start(
    tmp_path: Path,
) -> None:
    settings = build_settings(tmp_path)
    async with open_world(settings, None) as world:
        table = TriviaDriver(world, questions=[choice_question()])
        await table.start_game(rounds=1)
        await table.answer(world.alice)
        await table.skip_pause()
        await table.start_game(rounds=1)
        async with open_bot(settings, world.env.now, shard_count=1) as successor:
            del world.env.backend.guilds[world.guild.id]
            await world.env.restart_bot(successor)
            await world.env.advance_time(3600)
            assert list(await successor.store.trivia_games.iter_running()) == []
