"""A game whose process loses the database and has it again goes on, unless another took it over."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import psycopg
import pytest
from simcord.http.router import RequestContext, route

from bot.app import system_clock
from bot.parts.listener import PartListener
from bot.parts.part import Part
from cogs.trivia.rules.errors import RestartingError
from storage.engines.postgres.database import PostgresDatabase
from storage.engines.postgres.parts.lease import PartTakenError
from storage.engines.postgres.parts.locks import PART_LOCK
from storage.errors import ConnectionLostError
from storage.store import Store
from tests.cogs.trivia.rules.games import choice_question
from tests.drivers.trivia import TriviaDriver, replace_questions
from tests.e2e.lives import execute
from tests.postgres import Cluster
from tests.storage.engines.postgres.parts.holders import wait_until
from tests.world import ADDRESS, World, build_settings, open_world

LEASE_S = 60.0
"""Longer than the test: its clock is not the server's."""
QUESTIONS = [choice_question(f"question.{n}") for n in range(6)]


@pytest.fixture
async def shared(cluster: Cluster, tmp_path: Path) -> AsyncGenerator[World]:
    """Run the bot with the only part of the shards, on a server."""
    with cluster.create_database() as url:
        (tmp_path / ADDRESS).write_text(url.secret_text)
        settings = build_settings(tmp_path)

        async def take_part(store: Store) -> Part:
            return await Part.take(store, settings, system_clock, LEASE_S, print)

        async with open_world(settings, None, take_part=take_part) as world:
            yield world


@route("GET", "/gateway/bot")
def get_gateway(_context: RequestContext) -> Any:
    """Answer what the simulation does not."""
    limits = {"total": 1_000, "remaining": 1_000, "reset_after": 0, "max_concurrency": 1}
    return {"url": "wss://gateway", "shards": 1, "session_start_limit": limits}


class InSimulation:
    """Has what a listener starts go by the clock of the simulation."""

    def __init__(self, world: World, listener: PartListener) -> None:
        self._world = world
        self._listener = listener

    def on_part_lost(self) -> None:
        self._listener.on_part_lost()

    async def on_part_regained(self) -> None:
        with self._world.env._bot_scope():
            regaining = asyncio.create_task(self._listener.on_part_regained())
        await regaining


@asynccontextmanager
async def keep_part(world: World) -> AsyncGenerator[asyncio.Task[None]]:
    """Run the part beside the bot, as a process does."""
    part = world.bot.part
    assert part is not None
    listeners = [InSimulation(world, one) for one in world.bot.part_listeners]
    keeping = asyncio.create_task(part.run(asyncio.sleep(1e9), listeners, lambda: True))
    try:
        yield keeping
    finally:
        keeping.cancel()
        await asyncio.gather(keeping, return_exceptions=True)


async def lose_session(cluster: Cluster, world: World) -> None:
    """End the session that writes at the server, and wait until the bot knows it."""
    database, part = world.bot.store.database, world.bot.part
    assert isinstance(database, PostgresDatabase)
    assert part is not None
    session_id = await (await database.writer.get_session()).get_backend_id()
    await asyncio.to_thread(cluster.execute, f"SELECT pg_terminate_backend({session_id}, 5000)")
    await wait_until(lambda: database.writer.life == 2 or not part.is_held)


async def test_a_game_goes_on_in_place_with_what_its_members_were_told(
    shared: World, cluster: Cluster, tmp_path: Path
) -> None:
    async with keep_part(shared):
        table = TriviaDriver(shared, questions=QUESTIONS)
        await table.start_game(shared.bob, rounds=2)
        assert "is locked in" in await table.answer(shared.alice)
        old_game, messages = table.game, len(shared.channel.history())
        await lose_session(cluster, shared)
        part = shared.bot.part
        assert part is not None
        await wait_until(lambda: part.is_held and table.is_running)

        assert table.game is not old_game
        assert table.game.id == old_game.id
        replace_questions(shared, QUESTIONS)
        assert "already" in await table.answer(shared.alice)
        assert "is locked in" in await table.answer(shared.bob)
        assert len(shared.channel.history()) == messages
        await table.skip_pause()
        await table.answer(shared.alice)
        await table.answer(shared.bob)
        await table.skip_pause()
    assert "Final scores" in table.all_text
    assert execute(tmp_path, "SELECT count(*) FROM trivia_answer WHERE is_right = 1") == [(4,)]


async def test_a_game_that_another_process_has_taken_over_is_left_as_it_is_stored(
    shared: World, cluster: Cluster, tmp_path: Path
) -> None:
    table = TriviaDriver(shared, questions=QUESTIONS)
    await table.start_game(shared.bob, rounds=2)
    await table.answer(shared.alice)
    session = table.sessions.get(shared.channel.id)
    assert session is not None
    before = execute(tmp_path, "SELECT * FROM trivia_game_member ORDER BY member_id")
    messages = len(shared.channel.history())
    database = shared.bot.store.database
    assert isinstance(database, PostgresDatabase)
    with psycopg.connect(database.url.secret_text) as other:
        waiting = asyncio.create_task(
            asyncio.to_thread(other.execute, f"SELECT pg_advisory_lock({PART_LOCK}, 0)".encode())
        )
        await asyncio.sleep(0.2)
        async with keep_part(shared) as keeping:
            await lose_session(cluster, shared)
            await waiting
            with pytest.raises(PartTakenError, match="taken over part 1 of the shards"):
                await keeping
        assert not table.is_running
        # Someone whose click was under way when the part was lost.
        turn = session.game.turn
        with pytest.raises(RestartingError):
            await session.answer(turn, shared.bob.id, 0, shared.env.now().timestamp())
        with pytest.raises(ConnectionLostError):
            await shared.bot.store.guild_settings.update(shared.guild.id, zone="Europe/Oslo")
    assert execute(tmp_path, "SELECT * FROM trivia_game_member ORDER BY member_id") == before
    assert len(shared.channel.history()) == messages
