"""Lobbies that end well though a request or the disk fails, or others are quicker."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import Any

import aiohttp
import discord
import pytest

from storage.trivia.games import GameChange
from tests.drivers.trivia import TriviaDriver, simulate_full_disk
from tests.e2e.trivia.play.table import session_in
from tests.world import World

CALLBACK = "/interactions/*/callback"


async def test_a_lobby_that_could_not_be_shown_leaves_the_channel_free(
    world: World, table: TriviaDriver
) -> None:
    world.env.inject_error("POST", CALLBACK, status=500)
    failed = await table.open_lobby()
    world.take_errors()
    assert "incident" in failed.response.content
    assert list(await world.bot.store.trivia_games.iter_running()) == []
    await table.open_lobby()
    assert table.is_running


def after_showing(
    monkeypatch: pytest.MonkeyPatch, event: Callable[[], Coroutine[Any, Any, object]]
) -> None:
    """Let something happen between the lobby's appearance and the bot's knowing of it."""
    show = discord.InteractionResponse.send_message

    async def showing(response: Any, *content: Any, **options: Any) -> Any:
        shown = await show(response, *content, **options)
        if "view" in options:
            await event()
        return shown

    monkeypatch.setattr(discord.InteractionResponse, "send_message", showing)


async def test_whoever_joins_before_the_bot_knows_of_its_lobby_is_on_the_card(
    world: World, table: TriviaDriver, monkeypatch: pytest.MonkeyPatch
) -> None:
    after_showing(monkeypatch, lambda: session_in(table).join(world.bob.id))
    await table.open_lobby()
    await table.wait(1)
    assert f"<@{world.alice.id}> and <@{world.bob.id}>" in table.text


async def test_a_lobby_stopped_before_the_bot_knows_of_it_is_called_off(
    world: World, table: TriviaDriver, monkeypatch: pytest.MonkeyPatch
) -> None:
    after_showing(monkeypatch, lambda: session_in(table).stop(world.alice.id, is_moderator=False))
    await table.open_lobby()
    assert "The game was canceled before it started." in table.text
    assert table.labels == []
    assert not table.is_running


async def test_a_lobby_that_stands_though_the_line_broke_is_played(
    world: World, table: TriviaDriver, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def break_the_line() -> None:
        raise aiohttp.ServerDisconnectedError

    after_showing(monkeypatch, break_the_line)
    await table.open_lobby(rounds=1)
    await table.press(world.alice, "Start now")
    assert "Round 1 of 1" in table.text


async def test_a_disk_that_fails_once_under_a_lobby_leaves_no_game_stuck(
    world: World, table: TriviaDriver
) -> None:
    async with simulate_full_disk(world):
        await table.open_lobby(rounds=1)
    world.take_errors()
    await table.wait(31)
    assert "Round 1 of 1" in table.text


async def test_a_game_that_another_process_began_is_respected(
    world: World, table: TriviaDriver
) -> None:
    elsewhere = GameChange(world.channel.id, 5, world.guild.id, "{}")
    assert await world.bot.store.trivia_games.claim(elsewhere)
    refused = await table.open_lobby()
    assert "A game is already running in this channel" in refused.response.content
    assert not table.is_running
