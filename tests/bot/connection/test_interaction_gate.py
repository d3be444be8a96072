"""Interactions that are delivered twice, that come while the bot stops, or that wait for a disk."""

from __future__ import annotations

import asyncio
import logging
from pathlib import Path
from typing import Any

import discord
import pytest
from simcord.actors import MemberActor, _component_interaction

from bot.app import open_bot
from bot.messaging import timeouts
from bot.ui.card import Card
from bot.ui.error_replies import interaction_scope
from bot.ui.replies import reply_text
from tests.cogs.trivia.rules.games import choice_question
from tests.drivers.trivia import TriviaDriver, inject_errors, replace_questions
from tests.world import World, build_settings, card_text, open_world

QUESTIONS = [choice_question(f"question.{n}") for n in range(6)]


class Wire:
    """Notes the interactions that the platform delivers, to deliver one again."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._emit = world.env.backend.emit
        self.payloads: list[Any] = []
        self.is_held = False
        """Whether interactions are noted without being delivered."""
        world.env.backend.emit = self._note

    def _note(self, event: str, payload: Any, *arguments: Any, **options: Any) -> Any:
        if event == "INTERACTION_CREATE":
            self.payloads.append(payload)
            if self.is_held:
                return None
        return self._emit(event, payload, *arguments, **options)

    async def repeat(self, number: int) -> None:
        """Deliver an interaction again, as after a resumed connection."""
        self._emit("INTERACTION_CREATE", self.payloads[number])
        await self._world.env.settle()


async def test_a_repeated_command_begins_no_second_game(world: World) -> None:
    wire = Wire(world)
    table = TriviaDriver(world, questions=QUESTIONS)
    await table.start_game(rounds=1)
    await world.alice.slash(world.channel, "trivia stop")
    assert not table.is_running
    await wire.repeat(0)
    assert not table.is_running


async def test_a_repeated_skip_skips_no_second_question(world: World) -> None:
    wire = Wire(world)
    table = TriviaDriver(world, questions=QUESTIONS)
    await table.start_game(rounds=3)
    await world.alice.slash(world.channel, "trivia skip")
    await table.skip_pause()
    assert "Round 2 of 3" in table.text
    await wire.repeat(-1)
    assert "Round 2 of 3" in table.text


async def test_a_command_is_not_repeated_after_a_restart_either(tmp_path: Path) -> None:
    async with open_world(build_settings(tmp_path), None) as world:
        wire = Wire(world)
        table = TriviaDriver(world, questions=QUESTIONS)
        await table.start_game(rounds=1)
        await world.alice.slash(world.channel, "trivia stop")
        async with open_bot(build_settings(tmp_path), world.env.now, shard_count=1) as successor:
            await world.env.restart_bot(successor)
            world.bot = successor
            replace_questions(world, QUESTIONS)
            await wire.repeat(0)
            assert not TriviaDriver(world).is_running


async def test_a_click_while_the_bot_stops_is_told_to_come_back(world: World) -> None:
    table = TriviaDriver(world, questions=QUESTIONS)
    await table.start_game(world.bob, rounds=1)
    await world.bot._gate.close()
    assert "back in a moment" in await table.answer(world.alice)
    result = await world.bob.slash(world.channel, "trivia leaderboard")
    assert "back in a moment" in card_text(result.response)


async def test_games_that_are_put_away_are_not_called_over(world: World) -> None:
    table = TriviaDriver(world, questions=QUESTIONS)
    await table.start_game(world.bob, rounds=1)
    question = table.card
    resources, sessions = world.bot.resources, table.sessions
    key = next(one for one, value in resources._by_key.items() if value is sessions)
    del resources[key]
    told = await table.press(world.alice, "A", question)
    resources[key] = sessions
    assert "back in a moment" in card_text(told.response)


async def test_what_takes_long_is_acknowledged_first_and_answered_then(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(timeouts, "LATE_ACKNOWLEDGE_AFTER_S", 0.1)
    wire = Wire(world)
    table = TriviaDriver(world, questions=QUESTIONS)
    await table.open_lobby(rounds=1)
    wire.is_held = True
    await table.press(world.bob, "Join")
    interaction: Any = discord.Interaction(data=wire.payloads[-1], state=world.bot._connection)
    before = len(world.env.http_requests)
    async with interaction_scope(interaction):
        await asyncio.sleep(0.3)
        await reply_text(interaction, "You are in.")
    acknowledgement, answer = world.env.http_requests[before:]
    assert acknowledgement.path.endswith("/callback")
    deferred = discord.InteractionResponseType.deferred_message_update.value
    assert acknowledgement.json == {"type": deferred}
    assert answer.json is not None
    assert answer.json["content"] == "You are in."


async def test_a_click_that_came_too_late_is_one_debug_line(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG, "bot")
    table = TriviaDriver(world, questions=QUESTIONS)
    await table.start_game(world.bob, rounds=1)
    with inject_errors(world, "POST", "/interactions/*/callback", status=404, code=10062):
        await table.press(world.alice, "A")
    lines = [one for one in caplog.records if "too late" in one.getMessage()]
    assert [one.levelno for one in lines] == [logging.DEBUG]
    assert not lines[0].exc_info
    assert not [one for one in caplog.records if one.levelno >= logging.WARNING]


@pytest.mark.parametrize(
    "custom_id",
    [
        "onthisday:show:2026-99-99:111",
        "onthisday:post:0000-00-00:000",
        "trivia:day:0000000:1",
        "trivia:today:9999999",
    ],
)
async def test_an_id_that_names_no_date_is_answered(world: World, custom_id: str) -> None:
    shown = await forge_click(world, world.alice, custom_id)
    assert "run its command again" in card_text(shown.response)


async def forge_click(world: World, member: MemberActor, custom_id: str) -> Any:
    """Press a button with an id that the bot never gave to one."""
    result = await member.slash(world.channel, "onthisday", date="1 January")
    [stored] = [
        world.env.backend.get_message(world.channel.id, one.id)
        for one in world.channel.history()[-1:]
    ]
    assert result is not None
    stored.components[0]["components"].append(
        {
            "type": 1,
            "id": 90,
            "components": [{"type": 2, "id": 91, "style": 2, "label": "x", "custom_id": custom_id}],
        }
    )
    data = {"component_type": 2, "custom_id": custom_id}
    return await _component_interaction(member, stored, data)


async def test_private_cards_keep_no_task_and_no_view(world: World) -> None:
    before = len(asyncio.all_tasks())
    for _ in range(5):
        await world.alice.slash(world.channel, "privacy")
        await world.alice.slash(world.channel, "onthisday", private=True)
    views = world.bot._connection._view_store._synced_message_views
    assert len(asyncio.all_tasks()) == before
    assert not views
    assert Card("a", "b").build_view(world.bot.packs.get(None).colour).is_finished()
