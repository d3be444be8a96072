"""An evening on which sixty games want to show something at the same moment."""

from __future__ import annotations

import asyncio
import time
from typing import Any

from cogs.trivia.rules.settings import GameSettings
from tests.cogs.trivia.rules.games import choice_question
from tests.drivers.trivia import TriviaDriver
from tests.world import World, wait_until

GAMES = 60
CALLBACK = "callback"
ALLOWED_PER_SECOND = 50
"""Requests that the platform takes from a bot."""


async def test_sixty_games_keep_to_the_platforms_limits_and_a_command_goes_before_them(
    world: World,
) -> None:
    table = TriviaDriver(world, questions=[choice_question()])
    sessions = [await begun(table, number) for number in range(1, GAMES + 1)]
    sent = watch(world)
    await asyncio.gather(*(one.start(world.alice.id, is_moderator=False) for one in sessions))
    await wait_until(lambda: len(sent) > 4)
    await world.bob.slash(world.channel, "status")
    await wait_until(lambda: len(sent) > GAMES)
    paths = [path for _, path in sent]
    assert paths[-1] != CALLBACK, "a command does not wait for its turn behind the games"
    posts = [at for at, path in sent if path != CALLBACK]
    assert len(posts) == GAMES
    least_s = (GAMES - 1) / (ALLOWED_PER_SECOND / 2)
    assert posts[-1] - posts[0] >= least_s * 0.95, "half of what is allowed is left to commands"


async def begun(table: TriviaDriver, number: int) -> Any:
    """A game in a channel of its own, in its lobby."""
    world = table.world
    channel = world.guild.create_text_channel(f"quiz-{number}")
    rules = GameSettings(rounds=1, seconds=60)
    opened = table.sessions.open(number, channel.id, world.guild.id, world.alice.id, rules)
    session = await opened
    assert session is not None
    session.start_loop()
    return session


def watch(world: World) -> list[tuple[float, str]]:
    """When each request leaves the bot from now on, and where it goes."""
    sent: list[tuple[float, str]] = []
    adapter, http = world.env._webhook_adapter, world.bot.http
    answer, request = adapter.request, http.request

    async def note_answer(route: Any, *arguments: Any, **options: Any) -> Any:
        sent.append((time.perf_counter(), CALLBACK))
        return await answer(route, *arguments, **options)

    async def note_request(route: Any, **options: Any) -> Any:
        sent.append((time.perf_counter(), route.path))
        return await request(route, **options)

    adapter.request, http.request = note_answer, note_request
    return sent
