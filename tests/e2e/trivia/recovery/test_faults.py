"""Games on a bad evening: everybody always gets a sentence, and nothing ever hangs."""

from __future__ import annotations

import itertools
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from cogs.trivia.rules.delays import GameDelays
from cogs.trivia.rules.settings import Phase
from tests.cogs.trivia.rules.games import typed_question
from tests.drivers.trivia import (
    QUICK_DELAYS,
    TriviaDriver,
    click_stale_button,
    inject_errors,
    simulate_full_disk,
)
from tests.e2e.trivia.recovery.faults import posting, resets_the_connection, told
from tests.platform_rules.document import PlatformDocument
from tests.posting import FakePlatform
from tests.world import World, build_settings, card_text, open_world


@pytest.mark.parametrize("status", [500, 503, 403])
async def test_a_platform_that_recovers_is_waited_for(
    world: World, table: TriviaDriver, status: int
) -> None:
    await table.start_game(rounds=2)
    await table.answer(world.alice)
    world.env.inject_error("POST", posting(world), status=status, times=1)
    await table.skip_pause()
    await table.wait(30)
    assert "Round 2 of 2" in table.all_text


async def test_a_question_long_in_coming_has_its_whole_time_and_says_when_that_is_up(
    world: World, table: TriviaDriver
) -> None:
    table.sessions.delays = replace(QUICK_DELAYS, retries=(10.0, 30.0))
    await table.open_lobby(rounds=1, seconds=20)
    world.env.inject_error("POST", posting(world), status=503, times=2)
    await table.press(world.alice, "Start now")
    await table.wait(10.5)
    await table.wait(30.5)
    assert table.game.phase is Phase.OPEN
    assert f"Time is up <t:{round(table.game.due_at or 0)}:R>" in table.text
    await table.wait(17)
    assert "is locked in" in await table.answer(world.alice)


async def test_a_question_that_was_out_before_anybody_knew_has_its_whole_time(
    world: World, table: TriviaDriver
) -> None:
    platform = FakePlatform(world)
    table.sessions.delays = replace(QUICK_DELAYS, retries=(10.0,))
    await table.open_lobby(rounds=1, seconds=20)
    platform.after_send = resets_the_connection
    await table.press(world.alice, "Start now")
    platform.after_send = lambda: None
    await table.wait(10.5)
    await table.wait(18)
    assert "is locked in" in await table.answer(world.alice)


async def test_a_rate_limit_is_waited_out(world: World, table: TriviaDriver) -> None:
    await table.start_game(rounds=2)
    await table.answer(world.alice)
    world.env.inject_error("POST", posting(world), status=429, times=1)
    await table.skip_pause()
    await table.wait(5)
    assert "Round 2 of 2" in table.all_text
    assert table.is_running


async def test_a_platform_that_stays_down_ends_the_game_with_a_sentence(
    world: World, table: TriviaDriver
) -> None:
    await table.start_game(rounds=2)
    await table.answer(world.alice)
    with inject_errors(world, "POST", posting(world), status=503):
        await table.skip_pause()
        await table.wait(5)
    assert not table.is_running
    assert "Discord didn't take its messages" in told(world)


async def test_a_reset_connection_is_tried_again(world: World, table: TriviaDriver) -> None:
    await table.start_game(rounds=2)
    await table.answer(world.alice)
    pass_on = world.bot.http.request
    resets = iter([True, True])

    async def reset(route: Any, **options: Any) -> Any:
        if route.method == "POST" and next(resets, False):
            raise ConnectionResetError(104, "Connection reset by peer")
        return await pass_on(route, **options)

    world.bot.http.request = reset
    await table.skip_pause()
    assert "Round 2 of 2" in table.text


async def test_buttons_of_a_finished_round_are_gone_and_late_clicks_are_told(
    world: World, table: TriviaDriver
) -> None:
    await table.start_game(world.bob, rounds=2)
    question = table.card
    await table.answer(world.alice)
    await table.answer(world.bob)
    assert table.labels == ["Report"]
    assert "That round is over" in await click_stale_button(world.bob, question)
    await table.skip_pause()
    assert "That round is over" in await click_stale_button(world.alice, question)


async def test_a_failed_acknowledgement_does_not_lose_the_answer(
    world: World, table: TriviaDriver
) -> None:
    await table.start_game(world.bob, rounds=1)
    with inject_errors(world, "POST", "/interactions/*/callback", status=503):
        await table.press(world.alice, "B")
    world.take_errors()
    assert "first answer counts" in await table.answer(world.alice)


async def test_nobody_is_told_of_a_lock_that_is_not_on_disk(
    world: World, table: TriviaDriver
) -> None:
    await table.start_game(world.bob, rounds=1)
    async with simulate_full_disk(world):
        assert "incident" in await table.answer(world.alice)
        assert "incident" in await table.answer(world.alice)
    world.take_errors()
    assert "first answer counts" in await table.answer(world.alice)
    [kept] = await world.bot.store.trivia_games.iter_running()
    [locked] = [one.member_id for one in kept.members if one.locked_at is not None]
    assert locked == world.alice.id


async def test_however_many_answer_the_card_is_edited_once_a_second(
    world: World, table: TriviaDriver
) -> None:
    assert GameDelays().redraw == 1
    # A wait that the simulation would sit through is made ten times as long, and skipped.
    table.sessions.delays = replace(QUICK_DELAYS, redraw=10)
    await table.start_game(world.bob, rounds=1, seconds=60)
    edits: list[datetime] = []
    pass_on = world.bot.http.request

    async def watched(route: Any, **options: Any) -> Any:
        if route.method == "PATCH":
            edits.append(world.env.now())
        return await pass_on(route, **options)

    world.bot.http.request = watched
    for number in range(6):
        member = world.guild.add_member(world.env.create_user(f"m{number}"))
        await table.answer(member)
        await table.wait(3)
    await table.wait(10)
    assert "6 answers locked in" in table.text
    assert len(edits) == 2
    assert all((later - one).total_seconds() > 9.9 for one, later in itertools.pairwise(edits))


async def test_chat_answers_count_where_the_owner_lets_the_bot_read(
    tmp_path: Path, platform_document: PlatformDocument | None
) -> None:
    settings = build_settings(tmp_path, message_content=True)
    async with open_world(settings, platform_document) as world:
        table = TriviaDriver(world, questions=[typed_question()])
        lobby = await table.open_lobby(rounds=1, style="first")
        assert "a plain message in this channel counts too" in card_text(lobby.response)
        await table.press(world.alice, "Start now")
        robot = world.guild.add_member(world.env.create_user("robot", bot=True))
        await robot.send(world.channel, "vera")
        assert robot.id not in table.game.players
        await world.bob.send(world.channel, "vera is not what I would say")
        assert world.bob.id not in table.game.players
        await world.bob.send(world.channel, "is it vera?")
        assert "Answer: Vera Dahl" in table.all_text
        assert table.score(world.bob) == 200


async def test_a_clock_that_was_set_back_holds_no_round_up(
    world: World, table: TriviaDriver, monkeypatch: pytest.MonkeyPatch
) -> None:
    await table.start_game(world.bob, rounds=1)
    right = world.bot.clock
    monkeypatch.setattr(world.bot, "clock", lambda: right() - timedelta(hours=1))
    await table.answer(world.alice)
    await table.let_question_expire()
    assert "Answer: " in table.text
    await table.skip_pause()
    assert "Final scores" in table.text
