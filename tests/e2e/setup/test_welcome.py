"""The bot joins a server: one short message, or none, and never a second."""

from __future__ import annotations

import logging

import discord
import pytest
from simcord.backend import serializers
from simcord.backend.models import Overwrite
from simcord.enums import OverwriteType

from tests.posting import get_raw_components, list_posts
from tests.world import World, iter_buttons


@pytest.fixture
def lobby(world: World) -> None:
    """The server has a channel for system messages."""
    world.env.backend.edit_guild(world.guild.id, {"system_channel_id": world.channel.id})


async def join(world: World) -> None:
    """Let the platform tell the bot that it is in a server it did not know."""
    backend = world.env.backend
    backend.emit("GUILD_DELETE", {"id": str(world.guild.id)})
    await world.env.settle()
    backend.emit("GUILD_CREATE", _payload(world))
    await world.env.settle()


def _payload(world: World, **extra: object) -> dict[str, object]:
    """What the platform sends about a server; one that was only out of reach is marked so."""
    backend = world.env.backend
    payload = {**serializers.guild_create_payload(backend, backend.get_guild(world.guild.id))}
    payload.pop("unavailable", None)
    return {**payload, **extra}


@pytest.mark.usefixtures("lobby")
async def test_a_new_server_is_pointed_to_setup_once(world: World) -> None:
    await join(world)
    [told] = list_posts(world.channel)
    assert "`/setup`" in told
    assert len(told) < 250
    [message] = world.channel.history()
    offered = [one["label"] for one in iter_buttons(get_raw_components(message))]
    assert offered == ["Set up in three taps", "Show me around"]
    guild = world.bot.get_guild(world.guild.id)
    for _ in range(2):
        world.bot.dispatch("guild_join", guild)
    await world.env.settle()
    assert list_posts(world.channel) == [told]


@pytest.mark.usefixtures("lobby")
async def test_a_server_that_was_only_out_of_reach_hears_nothing(world: World) -> None:
    backend = world.env.backend
    backend.emit("GUILD_DELETE", {"id": str(world.guild.id), "unavailable": True})
    await world.env.settle()
    backend.emit("GUILD_CREATE", _payload(world, unavailable=False))
    await world.env.settle()
    assert list_posts(world.channel) == []


@pytest.mark.usefixtures("lobby")
async def test_a_server_joined_long_ago_hears_nothing_however_it_comes_back(world: World) -> None:
    world.env.backend.clock.advance(3_600)
    await join(world)
    assert list_posts(world.channel) == []


async def test_without_a_system_channel_nothing_is_said_anywhere(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO):
        await join(world)
    assert list_posts(world.channel) == []
    assert "has no system channel" in caplog.text


@pytest.mark.usefixtures("lobby")
@pytest.mark.parametrize("flag", ["send_messages", "view_channel"])
async def test_a_closed_system_channel_is_left_alone(
    world: World, flag: str, caplog: pytest.LogCaptureFixture
) -> None:
    _, denied = discord.PermissionOverwrite(**{flag: False}).pair()
    everyone = world.guild.default_role.id
    world.env.backend.set_overwrite(
        world.channel.id, Overwrite(everyone, OverwriteType.ROLE, 0, denied.value)
    )
    with caplog.at_level(logging.INFO):
        await join(world)
    assert list_posts(world.channel) == []
    assert "is closed to me" in caplog.text


@pytest.mark.usefixtures("lobby")
@pytest.mark.parametrize("status", [403, 500])
async def test_a_refused_message_ends_in_a_log_line(
    world: World, status: int, caplog: pytest.LogCaptureFixture
) -> None:
    path = f"/channels/{world.channel.id}/messages"
    world.env.inject_error("POST", path, status=status, times=None)
    await join(world)
    assert "no word of welcome" in caplog.text
    assert list_posts(world.channel) == []
