"""Cards that were sent before a kill, whose nonces Discord has forgotten when the bot is back."""

from __future__ import annotations

import sqlite3
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager, closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.app import open_bot
from tests.cogs.trivia.rules.games import choice_question
from tests.drivers.trivia import QUICK_DELAYS, TriviaDriver, inject_errors, replace_questions
from tests.e2e.lives import (
    PersistentPlatform,
    count_posts,
    delete_command_syncs,
    kill_process,
    run_in_process,
)
from tests.world import build_settings, open_world

QUESTIONS = [choice_question(f"question.{n}") for n in range(4)]
AFTER_S = 400
"""Seconds after which Discord knows no nonce any more."""


async def play_until_sent(folder: Path, card: str) -> None:
    """Play, and die when the wanted card is in the channel but nothing is known of it."""
    async with open_world(build_settings(folder), None) as world:
        platform = PersistentPlatform(world, folder / "channel.jsonl")
        table = TriviaDriver(world, questions=QUESTIONS)
        await table.open_lobby(rounds=1)
        if card == "question":
            platform.after_send = kill_process
        await table.press(world.alice, "Start now")
        await table.answer(world.alice)
        platform.after_send = kill_process
        await table.skip_pause()


@asynccontextmanager
async def open_next_life(folder: Path) -> AsyncGenerator[TriviaDriver]:
    """Run the next bot of a folder, on a platform with the messages of the last."""
    delete_command_syncs(folder)
    async with open_world(build_settings(folder / "before"), None) as world:
        platform = PersistentPlatform(world, folder / "channel.jsonl")
        await platform.restore(world.env.now())
        world.env.backend.clock.advance(AFTER_S)
        async with open_bot(build_settings(folder), world.env.now, shard_count=1) as successor:
            await world.env.restart_bot(successor)
            world.bot = successor
            replace_questions(world, QUESTIONS)
            yield TriviaDriver(world)


async def test_the_final_scores_are_sent_once(tmp_path: Path) -> None:
    assert await run_in_process(play_until_sent, tmp_path, "end") is None
    assert count_posts(tmp_path) == 2
    async with open_next_life(tmp_path) as table:
        assert not table.is_running
        assert table.all_text.count("Final scores") == 1
        assert list(await table.world.bot.store.trivia_games.iter_running()) == []


async def test_a_question_is_on_one_message_with_live_buttons(tmp_path: Path) -> None:
    assert await run_in_process(play_until_sent, tmp_path, "question") is None
    async with open_next_life(tmp_path) as table:
        assert table.all_text.count("Round 1 of 1") == 1
        assert "is locked in" in await table.answer(table.world.alice)
        await table.wait(1)
        assert table.all_text.count("Round 1 of 1") == 1
        assert "Answer: " in table.text


@asynccontextmanager
async def restart_with_unknown_lobby(
    table: TriviaDriver, folder: Path
) -> AsyncGenerator[TriviaDriver]:
    """Restart the bot as if it had been killed after the reply, before the id was stored."""
    with closing(sqlite3.connect(folder / "bot.sqlite3")) as database, database:
        database.execute("UPDATE trivia_game SET state = json_set(state, '$.card_id', NULL)")
    world = table.world
    async with open_bot(build_settings(folder), world.env.now, shard_count=1) as successor:
        await world.env.restart_bot(successor)
        world.bot = successor
        replace_questions(world, QUESTIONS)
        yield TriviaDriver(world)


async def test_a_lobby_killed_right_after_its_reply_is_found_and_closed(tmp_path: Path) -> None:
    async with open_world(build_settings(tmp_path), None) as world:
        table = TriviaDriver(world, questions=QUESTIONS)
        await table.open_lobby(rounds=1)
        lobby = table.card.id
        async with restart_with_unknown_lobby(table, tmp_path) as after:
            assert after.card.id == lobby
            await after.press(world.alice, "Start now")
            [closed] = [one for one in world.channel.history() if one.id == lobby]
            assert "1 question for" in str(closed.components[0].to_dict())
            assert "trivia:join" not in str(closed.components[0].to_dict())


async def test_a_lobby_that_is_not_in_the_channel_is_posted_again(tmp_path: Path) -> None:
    async with open_world(build_settings(tmp_path), None) as world:
        table = TriviaDriver(world, questions=QUESTIONS)
        await table.open_lobby(rounds=1)
        world.env.backend.delete_message(world.channel.id, table.card.id)
        async with restart_with_unknown_lobby(table, tmp_path) as after:
            await after.press(world.bob, "Join")
            await after.press(world.alice, "Start now")
            assert "Round 1 of 1" in after.text


async def test_a_replaced_round_says_so_in_a_later_life_when_an_earlier_could_not(
    tmp_path: Path,
) -> None:
    async with open_world(build_settings(tmp_path), None) as world:
        table = TriviaDriver(world, questions=QUESTIONS)
        await table.start_game(world.bob, rounds=1)
        old = table.card.id
        card = f"/channels/{world.channel.id}/messages/{old}"
        later = lambda: world.env.now() + timedelta(seconds=60)  # noqa: E731
        async with open_bot(build_settings(tmp_path), later, shard_count=1) as second:
            with inject_errors(world, "PATCH", card, status=503):
                await world.env.restart_bot(second)
            async with open_bot(build_settings(tmp_path), later, shard_count=1) as third:
                await world.env.restart_bot(third)
                [replaced] = [one for one in world.channel.history() if one.id == old]
                assert "It doesn't count" in str(replaced.components[0].to_dict())
        world.bot = third
    world.take_errors()


@pytest.mark.parametrize("seconds", [0, AFTER_S])
async def test_a_card_posted_again_is_posted_once(tmp_path: Path, seconds: int) -> None:
    async with open_world(build_settings(tmp_path), None) as world:
        table = TriviaDriver(world, questions=QUESTIONS)
        table.sessions.delays = replace(QUICK_DELAYS, redraw=10)
        await table.start_game(world.bob, rounds=1, seconds=20)
        first = table.game.card_id
        await table.answer(world.alice)
        world.env.backend.delete_message(world.channel.id, table.card.id)
        await table.wait(11)
        assert table.game.card_id != first
        # Killed before the id of the new message was stored.
        with closing(sqlite3.connect(tmp_path / "bot.sqlite3")) as database, database:
            database.execute(
                "UPDATE trivia_game SET state = json_set(state, '$.card_id', ?)", (first,)
            )
        world.env.backend.clock.advance(seconds)
        async with open_bot(build_settings(tmp_path), world.env.now, shard_count=1) as successor:
            await world.env.restart_bot(successor)
            world.bot = successor
            after = TriviaDriver(world)
            await after.wait(25)
            assert after.all_text.count("Round 1 of 1") == 1
            assert "Answer: " in after.all_text
