"""A shard that answers heartbeats and gets no events is connected again, a quiet one is not."""

from __future__ import annotations

import logging
from typing import Any

import pytest

from bot.connection.gateway_watch import GatewayWatch
from tests.world import NOW, World


@pytest.fixture
def reconnected(world: World) -> list[int]:
    """Collect the ids of the shards that are disconnected."""
    shards: list[int] = []

    async def on_shard_disconnect(shard_id: int) -> None:
        shards.append(shard_id)

    world.bot.add_listener(on_shard_disconnect)
    return shards


def deafen(world: World) -> None:
    """Let requests over the gateway go unanswered."""

    async def swallow(*_args: Any, **_options: Any) -> None:
        """Take a request."""

    for shard in world.bot.shards.values():
        shard._parent.ws.request_chunks = swallow


async def test_a_deaf_shard_is_connected_again(
    world: World, reconnected: list[int], caplog: pytest.LogCaptureFixture
) -> None:
    deafen(world)
    with caplog.at_level(logging.WARNING):
        assert await GatewayWatch(world.bot, timeout=0.05).check(NOW)
    await world.env.settle()
    assert reconnected == [0]
    assert "shard 0 is connected but gets no events" in caplog.text
    assert not world.bot.shards[0].is_closed()


async def test_a_shard_that_is_only_quiet_is_left_alone(
    world: World, reconnected: list[int]
) -> None:
    assert await GatewayWatch(world.bot, timeout=5).check(NOW)
    await world.env.settle()
    assert reconnected == []


async def test_a_shard_without_servers_cannot_be_asked(
    world: World, reconnected: list[int]
) -> None:
    deafen(world)
    for guild in world.bot.guilds:
        guild.unavailable = True
    assert await GatewayWatch(world.bot, timeout=0.05).check(NOW)
    await world.env.settle()
    assert reconnected == []
