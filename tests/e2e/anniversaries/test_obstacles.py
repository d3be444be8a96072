"""Obstacles that no permission explains: a time-out of the bot, and private threads."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import discord
from simcord.backend import serializers
from simcord.builders import ChannelHandle
from simcord.enums import ChannelType

from storage.posts.models import PauseReason
from tests.drivers.setup import open_setup
from tests.posting import (
    add_admin,
    deny_manage_threads,
    get_post_log,
    get_post_states,
    get_schedule,
    list_posts,
    parse_utc,
    run_due_at,
    set_up_anniversaries,
)
from tests.world import World


def time_out(world: World, until: str | None) -> None:
    """Put the bot in a time-out until an instant in UTC; None ends it."""
    deny_manage_threads(world)
    ends_at = None if until is None else parse_utc(until).isoformat()
    bot_id = world.env.backend.bot_user.id
    backend = world.env.backend
    member = backend.edit_member(world.guild.id, bot_id, {"timed_out_until": ends_at})
    # The platform sends a bot its own updates whatever its intents are, the simulation does not.
    payload: Any = serializers.member_payload(backend, backend.get_guild(world.guild.id), member)
    world.bot._connection.parse_guild_member_update(payload | {"guild_id": world.guild.id})


def open_private_thread(world: World) -> ChannelHandle:
    deny_manage_threads(world)
    world.env.backend.create_thread(
        world.channel.id, "secrets", world.alice.id, type=ChannelType.PRIVATE_THREAD
    )
    [thread] = world.channel.threads
    return thread


async def test_a_time_out_of_the_bot_is_told_as_one_and_ends_by_itself(world: World) -> None:
    admin = add_admin(world)
    await set_up_anniversaries(world, admin)
    time_out(world, "2026-03-01 09:30")
    await world.env.settle()
    await run_due_at(world, "2026-03-01 09:00")
    assert (await get_schedule(world)).pause_reason is PauseReason.TIMED_OUT
    ends_at = discord.utils.format_dt(parse_utc("2026-03-01 09:30"), "f")
    assert list_posts(admin.user.dm_channel) == [
        f"Anniversary posts are paused: I am in a time-out on this server until {ends_at}. Remove "
        "it or let it end and I'll start again on my own; your settings are kept."
    ]
    panel = await open_setup(world, admin, "Anniversaries")
    assert f"I am in a time-out on this server until {ends_at}" in panel.text
    await panel.press("Diagnosis")
    assert f"1. I am in a time-out until {ends_at}: open my profile" in panel.text
    assert "I lack" not in panel.text

    await run_due_at(world, "2026-03-01 09:31")
    assert await get_post_states(world) == {"2026-03-01": "late"}
    assert (await get_schedule(world)).pause_reason is None


async def test_a_time_out_that_is_taken_back_is_noticed_at_once(world: World) -> None:
    await set_up_anniversaries(world, add_admin(world))
    time_out(world, "2026-03-02 09:30")
    await world.env.settle()
    await run_due_at(world, "2026-03-01 09:00")
    time_out(world, None)
    await world.env.settle()
    assert await get_post_states(world) == {"2026-03-01": "sent"}


async def test_a_time_out_longer_than_the_day_is_the_reason_in_the_log(world: World) -> None:
    await set_up_anniversaries(world, add_admin(world))
    time_out(world, "2026-03-03 00:00")
    await world.env.settle()
    await run_due_at(world, "2026-03-01 09:00")
    await run_due_at(world, "2026-03-02 00:01")
    row = (await get_post_log(world))["2026-03-01"]
    assert row.reason == "in a time-out: until 2026-03-03 00:00 UTC"


async def test_no_game_starts_in_a_time_out(world: World) -> None:
    time_out(world, "2026-03-03 00:00")
    await world.env.settle()
    result = await world.alice.slash(world.channel, "trivia play")
    assert "I'm in a time-out on this server until" in result.response.content


async def test_a_private_thread_asks_to_be_mentioned_in(world: World) -> None:
    admin = add_admin(world)
    thread = open_private_thread(world)
    backend = world.env.backend
    backend.add_thread_member(thread.id, admin.id)
    backend.add_thread_member(thread.id, backend.bot_user.id)
    await world.env.settle()
    await set_up_anniversaries(world, admin, channel=thread)

    backend.remove_thread_member(thread.id, backend.bot_user.id)
    await world.env.settle()
    await run_due_at(world, "2026-03-01 09:00")
    [notice] = list_posts(admin.user.dm_channel)
    assert f"<#{thread.id}> is a private thread without me. Mention me in it and" in notice
    panel = await open_setup(world, admin, "Diagnosis")
    assert "is a private thread, for anniversaries: mention me in it." in panel.text

    backend.add_thread_member(thread.id, backend.bot_user.id)
    await world.env.settle()
    assert await get_post_states(world) == {"2026-03-01": "sent"}


async def test_a_private_thread_is_no_choice_before_the_bot_is_in_it(world: World) -> None:
    admin = add_admin(world)
    thread = open_private_thread(world)
    world.env.backend.add_thread_member(thread.id, admin.id)
    await world.env.settle()
    # The simulation announces private threads to bots that are not in them.
    world.bot.get_guild(world.guild.id)._remove_thread(discord.Object(thread.id))
    text = await set_up_anniversaries(world, admin, channel=thread)
    assert "I am not in that private thread: mention me in it, then choose it again." in text


async def test_an_archived_thread_reopens_for_a_post(world: World) -> None:
    admin = add_admin(world)
    deny_manage_threads(world)
    thread = world.env.backend.create_thread(world.channel.id, "memories", admin.id)
    [handle] = world.channel.threads
    await set_up_anniversaries(world, admin, channel=handle)
    world.env.backend.edit_channel(thread.id, {}, thread_metadata={"archived": True})
    await world.env.settle()
    assert world.env.now() < parse_utc("2026-03-01 09:00") - timedelta(days=1)
    await run_due_at(world, "2026-03-01 09:00")
    assert await get_post_states(world) == {"2026-03-01": "sent"}
