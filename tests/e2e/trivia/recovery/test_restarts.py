"""Games that were being played when the bot went down, in each of their phases."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.app import open_bot
from cogs.trivia.rules.settings import Phase
from tests.cogs.trivia.rules.games import choice_question, typed_question
from tests.drivers.trivia import QUICK_DELAYS, TriviaDriver, inject_errors, replace_questions
from tests.platform_rules.document import PlatformDocument
from tests.world import build_settings, card_text, open_world, wait_until

QUESTIONS = [choice_question(f"question.{n}") for n in range(4)]


@pytest.fixture
async def table(
    tmp_path: Path, platform_document: PlatformDocument | None
) -> AsyncGenerator[TriviaDriver]:
    """A table whose bot can be followed by another on the same file."""
    async with open_world(build_settings(tmp_path), platform_document) as world:
        yield TriviaDriver(world, questions=QUESTIONS)


@asynccontextmanager
async def restarted(
    table: TriviaDriver, folder: Path, after: float = 0.0
) -> AsyncGenerator[TriviaDriver]:
    """The same table with the next bot, which comes up `after` seconds."""
    world = table.world
    later = timedelta(seconds=after)
    async with open_bot(
        build_settings(folder), lambda: world.env.now() + later, shard_count=1
    ) as successor:
        questions = list(table.bank)
        await world.env.restart_bot(successor)
        world.bot = successor
        replace_questions(world, questions)
        yield TriviaDriver(world)


async def test_a_lobby_goes_on_and_its_buttons_work(table: TriviaDriver, tmp_path: Path) -> None:
    await table.open_lobby(rounds=1)
    await table.press(table.world.bob, "Join")
    async with restarted(table, tmp_path) as after:
        assert "already" in card_text((await after.press(after.world.bob, "Join")).response)
        await after.press(after.world.alice, "Start now")
        assert "Round 1 of 1" in after.text


async def test_an_open_round_goes_on_with_its_answers_and_its_old_card(
    table: TriviaDriver, tmp_path: Path
) -> None:
    world = table.world
    await table.start_game(world.bob, rounds=2)
    await table.answer(world.alice)
    await table.wait(5)
    due_at, card = table.game.due_at, table.card.id
    async with restarted(table, tmp_path) as after:
        assert after.game.due_at == due_at, "it has the time that was left"
        assert after.card.id == card
        assert "first answer counts" in await after.answer(world.alice, right=False)
        await after.answer(world.bob)
        assert after.score(world.alice) > after.score(world.bob) > 100
        await after.skip_pause()
        assert "Round 2 of 2" in after.text


async def test_a_round_nobody_answered_in_time_is_played_again_and_says_so(
    table: TriviaDriver, tmp_path: Path
) -> None:
    world = table.world
    await table.start_game(world.bob, rounds=1)
    old_card, old_key = table.card, table.game.asked[-1]
    async with restarted(table, tmp_path, after=60) as after:
        assert "Round 1 of 1" in after.text
        assert "I was away when the last question ran out" in after.text
        assert after.game.asked[-1] != old_key
        assert "another takes its place" in after.all_text
        old = after.channel.history()[-2]
        assert old.id == old_card.id
        assert "Answer: " not in after.all_text
        await after.answer(world.alice)
        await after.answer(world.bob)
        assert after.score(world.alice) > 0


async def test_a_round_whose_time_passed_counts_with_the_answers_it_had(
    table: TriviaDriver, tmp_path: Path
) -> None:
    world = table.world
    await table.start_game(world.bob, rounds=2)
    await table.answer(world.alice)
    old_card = table.card.id
    async with restarted(table, tmp_path, after=60) as after:
        await wait_until(lambda: after.game.phase is Phase.REVEAL)
        await after.wait(1)
        assert after.card.id == old_card
        assert "I was away while its time ran out" in after.text
        assert "Answer: " in after.text
        assert after.score(world.alice) > 100
        await after.skip_pause()
        assert "Round 2 of 2" in after.text


async def test_a_round_that_ran_out_while_the_bot_was_connecting_is_played_again(
    table: TriviaDriver,
) -> None:
    await table.start_game(table.world.bob, rounds=1)
    table.sessions.unload()
    await table.sessions.restore()
    await table.wait(60)
    table.sessions.resume_all()
    while table.game.phase is not Phase.OPEN:
        await asyncio.sleep(0)
    assert "I was away when the last question ran out" in table.text


async def test_a_round_that_cannot_be_played_again_ends_the_game_with_one_card(
    table: TriviaDriver,
) -> None:
    replace_questions(table.world, QUESTIONS[:1])
    await table.start_game(table.world.bob, rounds=1)
    table.sessions.unload()
    await table.wait(60)
    await table.sessions.restore()
    table.sessions.resume_all()
    while table.is_running:
        await asyncio.sleep(0)
    assert table.all_text.count("I've run out of questions that fit") == 1
    assert "I was away when this one ran out" in table.all_text


async def test_a_reveal_goes_on_to_the_next_question(table: TriviaDriver, tmp_path: Path) -> None:
    await table.start_game(rounds=2)
    await table.answer(table.world.alice)
    assert "Answer: " in table.text
    points = table.score(table.world.alice)
    async with restarted(table, tmp_path) as after:
        assert after.score(after.world.alice) == points
        await after.skip_pause()
        assert "Round 2 of 2" in after.text


async def test_a_question_that_was_never_seen_is_asked(table: TriviaDriver, tmp_path: Path) -> None:
    world = table.world
    table.sessions.delays = replace(QUICK_DELAYS, retries=(1000.0,))
    await table.open_lobby(rounds=1)
    path = f"/channels/{world.channel.id}/messages"
    with inject_errors(world, "POST", path, status=503):
        await table.press(world.alice, "Start now")
        chosen = table.game.asked
    async with restarted(table, tmp_path) as after:
        assert after.game.asked == chosen
        assert "Round 1 of 1" in after.text
        await after.answer(world.alice)
        assert "Answer: " in after.text


async def test_a_form_opened_before_a_restart_is_taken_after_it(
    table: TriviaDriver, tmp_path: Path
) -> None:
    world = table.world
    replace_questions(world, [typed_question()])
    await table.start_game(rounds=1)
    form = await table.press(world.alice, "Answer")
    async with restarted(table, tmp_path) as after:
        sent = await world.alice.submit_modal(form, {"text": "vera"})
        assert "is locked in" in card_text(sent.response)
        assert "Answer: Vera Dahl" in after.text


async def test_buttons_of_a_game_that_is_over_say_so_after_a_restart(
    table: TriviaDriver, tmp_path: Path
) -> None:
    world = table.world
    await table.start_game(rounds=1)
    question = table.card
    await world.alice.slash(world.channel, "trivia stop")
    async with restarted(table, tmp_path) as after:
        assert not after.is_running
        reveal = next(one for one in world.channel.history() if one.id == question.id)
        told = await after.press(world.bob, "Report", reveal)
        assert told.modal is not None
        sent = await world.bob.submit_modal(told, {"what": "wrong", "text": "There is a typo."})
        assert "Thank you" in card_text(sent.response)
        [report] = await after.world.bot.store.proposals.list_by_kind("report")
        assert '"said":"There is a typo."' in report.body


async def test_play_again_works_after_a_restart(table: TriviaDriver, tmp_path: Path) -> None:
    await table.start_game(rounds=1)
    await table.answer(table.world.alice)
    await table.skip_pause()
    final = table.card
    async with restarted(table, tmp_path) as after:
        await after.press(after.world.bob, "Play again", final)
        assert "1 question about everything" in after.text
        assert after.game.starter_id == after.world.bob.id
