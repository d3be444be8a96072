"""A shard that answers heartbeats and gets no events is connected again, a quiet one is not."""

from __future__ import annotations

import logging
from typing import Any

import pytest

from bot.health.gateway_watch import GatewayWatch
from bot.health.limits import HealthLimits
from bot.instrumentation.concerns import Subject
from tests.world import World

IMPATIENT = HealthLimits(gateway_answer=0.05)


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
    watch = GatewayWatch(world.bot, IMPATIENT)
    with caplog.at_level(logging.WARNING):
        await watch.check()
    await world.env.settle()
    assert reconnected == [0]
    assert "shard 0 is connected but gets no events" in caplog.text
    assert [shard.is_deaf for shard in watch.list_shards()] == [True]
    assert not world.bot.shards[0].is_closed()


async def test_once_it_answers_it_counts_as_heard(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    deafen(world)
    watch = GatewayWatch(world.bot, IMPATIENT)
    await watch.check()
    await world.env.settle()
    for shard in world.bot.shards.values():
        del shard._parent.ws.request_chunks

    with caplog.at_level(logging.WARNING):
        await watch.check()

    [shard] = watch.list_shards()
    assert not shard.is_deaf
    assert shard.heard_at is not None
    assert "shard 0 gets events again" in caplog.text


async def test_a_shard_that_stays_deaf_is_connected_again_ever_less_often(
    world: World, reconnected: list[int], caplog: pytest.LogCaptureFixture
) -> None:
    watch = GatewayWatch(world.bot, HealthLimits(gateway_answer=0.02, gateway_probe=60))
    with caplog.at_level(logging.WARNING):
        for _ in range(3):
            deafen(world)
            await watch.check()
            await world.env.settle()
    assert reconnected == [0], "Discord allows a thousand connections a day in all"
    assert caplog.text.count("gets no events") == 1


async def test_a_shard_that_is_only_quiet_is_left_alone(
    world: World, reconnected: list[int]
) -> None:
    watch = GatewayWatch(world.bot, HealthLimits())
    await watch.check()
    await world.env.settle()
    assert reconnected == []
    assert watch.list_shards()[0].heard_at is not None


async def test_a_shard_without_servers_cannot_be_asked(
    world: World, reconnected: list[int]
) -> None:
    deafen(world)
    for guild in world.bot.guilds:
        guild.unavailable = True
    await GatewayWatch(world.bot, IMPATIENT).check()
    await world.env.settle()
    assert reconnected == []


async def test_a_shard_that_a_new_connection_did_not_help_needs_a_person(world: World) -> None:
    watch = GatewayWatch(world.bot, HealthLimits(gateway_answer=0.02, gateway_probe=0))
    for is_concern in (False, True):
        deafen(world)
        await watch.check()
        await world.env.settle()
        assert (Subject.GATEWAY in world.bot.concerns.current) is is_concern
    assert world.bot.concerns.current[Subject.GATEWAY].fault == (
        "Discord sends me no events on shard 0, and I have connected again."
    )

    for shard in world.bot.shards.values():
        vars(shard._parent.ws).pop("request_chunks", None)
    await watch.check()
    assert dict(world.bot.concerns.current) == {}
