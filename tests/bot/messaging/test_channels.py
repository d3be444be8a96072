"""Finding a channel, and what keeps the bot from posting to it."""

from __future__ import annotations

import discord
import pytest

from bot.messaging.channels import ChannelNotFound, Obstacle, find_channel, resolve_channel
from storage.posts.models import PauseReason
from tests.bot.messaging.channels import deny, get_channel, get_guild
from tests.posting import deny_manage_threads
from tests.world import World

UNKNOWN_ID = 12345


async def test_a_channel_in_the_cache_takes_no_request(world: World) -> None:
    before = len(world.env.http_requests)
    assert await find_channel(get_guild(world), world.channel.id) == get_channel(world)
    assert len(world.env.http_requests) == before


async def test_a_thread_that_the_cache_has_lost_is_fetched(world: World) -> None:
    thread = world.env.backend.create_thread(world.channel.id, "memories", world.alice.id)
    guild = get_guild(world)
    guild._remove_thread(discord.Object(thread.id))
    assert guild.get_channel_or_thread(thread.id) is None
    found = await find_channel(guild, thread.id)
    assert isinstance(found, discord.Thread)
    assert found.name == "memories"


async def test_a_deleted_channel_is_gone(world: World) -> None:
    guild = get_guild(world)
    world.env.backend.delete_channel(world.channel.id)
    assert await find_channel(guild, world.channel.id) is ChannelNotFound.GONE
    assert await resolve_channel(guild, world.channel.id) == Obstacle(PauseReason.CHANNEL_GONE)


async def test_a_channel_of_another_server_is_gone(world: World) -> None:
    other = world.env.create_guild("Others").create_text_channel("general")
    assert await find_channel(get_guild(world), other.id) is ChannelNotFound.GONE


async def test_a_channel_that_discord_does_not_show_is_hidden(world: World) -> None:
    world.env.inject_error("GET", f"/channels/{UNKNOWN_ID}", status=403, code=50001, times=None)
    assert await find_channel(get_guild(world), UNKNOWN_ID) is ChannelNotFound.HIDDEN
    assert await resolve_channel(get_guild(world), UNKNOWN_ID) == Obstacle(
        PauseReason.MISSING_PERMISSION, "View Channel"
    )


async def test_a_platform_that_cannot_be_asked_raises(world: World) -> None:
    world.env.inject_error("GET", f"/channels/{UNKNOWN_ID}", status=503, times=None)
    with pytest.raises(discord.HTTPException):
        await find_channel(get_guild(world), UNKNOWN_ID)


async def test_a_usable_channel_is_returned(world: World) -> None:
    assert await resolve_channel(get_guild(world), world.channel.id) == get_channel(world)


async def test_missing_permissions_are_named_together(world: World) -> None:
    deny(world, world.channel, send_messages=True, read_message_history=True)
    assert await resolve_channel(get_guild(world), world.channel.id) == Obstacle(
        PauseReason.MISSING_PERMISSION, "Send Messages and Read Message History"
    )


async def test_a_locked_thread_is_an_obstacle(world: World) -> None:
    deny_manage_threads(world)
    thread = world.env.backend.create_thread(world.channel.id, "memories", world.alice.id)
    world.env.backend.edit_channel(thread.id, {}, thread_metadata={"locked": True})
    assert await resolve_channel(get_guild(world), thread.id) == Obstacle(PauseReason.THREAD_LOCKED)


async def test_a_voice_channel_takes_no_posts(world: World) -> None:
    voice = world.guild.create_voice_channel("lounge")
    assert await resolve_channel(get_guild(world), voice.id) == Obstacle(PauseReason.CHANNEL_GONE)
