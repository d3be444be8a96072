"""What goes wrong with scheduled posts elsewhere: each fault ends in one post, or in a reason."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import discord
import pytest
from simcord.backend.models import Overwrite
from simcord.enums import OverwriteType

from storage.posts.models import PauseReason
from tests.drivers.setup import SetupDriver
from tests.posting import (
    MESSAGES_PATH,
    FakePlatform,
    add_admin,
    deny_manage_threads,
    get_post_log,
    get_post_states,
    get_schedule,
    list_posts,
    raise_disconnected,
    run_due_at,
    set_up_anniversaries,
)
from tests.world import World


def deny(world: World, **denied: bool) -> None:
    """Withdraw permissions from everybody in the posting channel."""
    overwrite = discord.PermissionOverwrite(**{name: not on for name, on in denied.items()})
    allow, deny_ = overwrite.pair()
    everyone = world.guild.default_role.id
    world.env.backend.set_overwrite(
        world.channel.id, Overwrite(everyone, OverwriteType.ROLE, allow.value, deny_.value)
    )


@pytest.mark.parametrize(
    ("zone", "day", "first", "again"),
    [
        ("Africa/Cairo", "May 1", "2026-04-30 21:00", "2026-04-30 22:00"),
        ("America/Santiago", "March 1", "2026-03-01 03:00", "2026-03-01 04:00"),
    ],
)
async def test_midnight_is_a_good_time_too(
    world: World, zone: str, day: str, first: str, again: str
) -> None:
    await set_up_anniversaries(world, add_admin(world), time="midnight", zone=zone)
    await run_due_at(world, first)
    await run_due_at(world, again)
    assert sum(day.split()[1] in post for post in list_posts(world.channel)) == 1


async def test_settings_changed_at_midday_never_make_a_second_post_nor_lose_one(
    world: World,
) -> None:
    admin = add_admin(world)
    await set_up_anniversaries(world, admin)
    await run_due_at(world, "2026-03-01 09:00")
    await set_up_anniversaries(world, admin, time="18:00")
    await run_due_at(world, "2026-03-01 18:00")
    await set_up_anniversaries(world, admin, time="23:00", zone="Pacific/Honolulu")
    await run_due_at(world, "2026-03-02 09:00")
    assert len(list_posts(world.channel)) == 1

    await run_due_at(world, "2026-05-01 12:00")
    await set_up_anniversaries(world, admin, time="10:00", zone="Pacific/Kiritimati")
    await run_due_at(world, "2026-05-01 12:01")
    assert await get_post_states(world) == {"2026-03-01": "sent", "2026-05-01": "late"}
    assert len(list_posts(world.channel)) == 2


async def test_a_withdrawn_permission_pauses_tells_an_admin_once_and_mends_itself(
    world: World,
) -> None:
    admin = add_admin(world)
    await set_up_anniversaries(world, admin)
    deny(world, send_messages=True)
    await run_due_at(world, "2026-03-01 09:00")
    await run_due_at(world, "2026-03-01 09:01")
    schedule = await get_schedule(world)
    assert (schedule.pause_reason, schedule.pause_detail) == (
        PauseReason.MISSING_PERMISSION,
        "Send Messages",
    )
    assert list_posts(admin.user.dm_channel) == [
        "Anniversary posts are paused: I don't have Send Messages in "
        f"{world.channel.mention}. Allow it there and I'll start again on my own; your settings "
        "are kept."
    ]

    await run_due_at(world, "2026-03-02 09:00")
    await run_due_at(world, "2026-05-01 11:00")
    assert await get_post_states(world) == {"2026-03-01": "missed"}
    deny(world)
    await world.env.settle()
    assert await get_post_states(world) == {"2026-03-01": "missed", "2026-05-01": "late"}
    assert len(list_posts(world.channel)) == 1
    assert list_posts(admin.user.dm_channel)[1:] == [
        f"Anniversary posts are back in {world.channel.mention}. "
        "Skipped while they were paused: March 1, 2026."
    ]
    assert (await get_post_log(world))["2026-03-01"].reason == "permission missing: Send Messages"


async def test_a_permission_that_came_back_unnoticed_is_found_on_the_next_day(
    world: World,
) -> None:
    await set_up_anniversaries(world, add_admin(world))
    deny(world, view_channel=True)
    await run_due_at(world, "2026-03-01 09:00")
    assert (await get_schedule(world)).pause_reason is PauseReason.MISSING_PERMISSION
    channel = world.env.backend.get_channel(world.channel.id)
    channel.overwrites = []
    assert world.bot.get_channel(world.channel.id) is not None
    world.bot.get_guild(world.guild.id).get_channel(world.channel.id)._overwrites = []
    await run_due_at(world, "2026-03-02 09:00")
    assert (await get_schedule(world)).pause_reason is None


async def test_a_channel_mended_before_the_hour_waits_for_the_hour(world: World) -> None:
    await set_up_anniversaries(world, add_admin(world))
    deny(world, send_messages=True)
    await run_due_at(world, "2026-03-01 09:00")
    await run_due_at(world, "2026-05-01 07:00")
    deny(world)
    await world.env.settle()
    assert (await get_schedule(world)).pause_reason is None
    assert list_posts(world.channel) == []
    await run_due_at(world, "2026-05-01 09:00")
    assert (await get_post_log(world))["2026-05-01"].state == "sent"


async def test_a_channel_that_is_gone_pauses_until_another_is_chosen(world: World) -> None:
    admin = add_admin(world)
    await set_up_anniversaries(world, admin, month_entries=True, day_counts=True)
    other = world.guild.create_text_channel("other")
    world.env.backend.delete_channel(world.channel.id)
    await run_due_at(world, "2026-03-01 09:00")
    assert (await get_schedule(world)).pause_reason is PauseReason.CHANNEL_GONE
    assert "Choose another with /setup" in list_posts(admin.user.dm_channel)[0]

    panel = SetupDriver(replace(world, channel=other), admin)
    await panel.open("Anniversaries")
    assert "That channel is gone" in panel.text
    await panel.choose("channel", other)
    await run_due_at(world, "2026-03-01 09:30")
    assert len(list_posts(other)) == 1


@pytest.mark.parametrize("is_archived", [True, False])
async def test_a_locked_thread_pauses_until_it_is_open_again(
    world: World, is_archived: bool
) -> None:
    admin = add_admin(world)
    deny_manage_threads(world)
    backend = world.env.backend
    thread = backend.create_thread(world.channel.id, "memories", admin.id)
    handle = world.channel.threads[0]
    await set_up_anniversaries(world, admin, channel=handle)
    backend.edit_channel(thread.id, {}, thread_metadata={"archived": is_archived, "locked": True})
    await run_due_at(world, "2026-03-01 09:00")
    assert (await get_schedule(world)).pause_reason is PauseReason.THREAD_LOCKED

    backend.edit_channel(thread.id, {}, thread_metadata={"archived": False, "locked": False})
    await world.env.settle()
    assert len([post for post in list_posts(handle) if "March" in post]) == 1
    assert (await get_schedule(world)).pause_reason is None


async def test_whoever_manages_threads_posts_in_a_locked_one(world: World) -> None:
    thread = world.env.backend.create_thread(world.channel.id, "memories", world.alice.id)
    [handle] = world.channel.threads
    world.env.backend.edit_channel(thread.id, {}, thread_metadata={"locked": True})
    await set_up_anniversaries(world, add_admin(world), channel=handle)
    await run_due_at(world, "2026-03-01 09:00")
    assert len([post for post in list_posts(handle) if "March" in post]) == 1


async def test_an_unavailable_server_is_deferred_and_keeps_everything(world: World) -> None:
    await set_up_anniversaries(world, add_admin(world))
    guild = world.bot.get_guild(world.guild.id)
    assert guild is not None
    guild.unavailable = True
    await run_due_at(world, "2026-03-01 09:00")
    assert await get_post_states(world) == {}
    guild.unavailable = False
    await run_due_at(world, "2026-03-01 09:05")
    assert await get_post_states(world) == {"2026-03-01": "sent"}


@pytest.mark.parametrize("fault", [raise_disconnected, None], ids=["reset", "503"])
async def test_a_failing_platform_is_asked_again_with_the_same_nonce(
    world: World, fault: Callable[[], None] | None
) -> None:
    await set_up_anniversaries(world, add_admin(world))
    platform = FakePlatform(world)
    if fault is None:
        world.env.inject_error("POST", MESSAGES_PATH, status=503, times=2)
    else:
        platform.after_send = fault
    await run_due_at(world, "2026-03-01 09:00")
    await run_due_at(world, "2026-03-01 09:01")
    platform.after_send = lambda: None
    world.env.backend.faults.clear()
    await run_due_at(world, "2026-03-01 09:03")

    assert len(set(platform.nonces)) == 1
    assert len(list_posts(world.channel)) == 1
    assert await get_post_states(world) == {"2026-03-01": "sent"}


async def test_a_platform_that_fails_all_day_ends_in_a_reason(world: World) -> None:
    await set_up_anniversaries(world, add_admin(world))
    world.env.inject_error("POST", MESSAGES_PATH, status=503, times=None)
    for hour in range(9, 24):
        await run_due_at(world, f"2026-03-01 {hour:02}:00")
    await run_due_at(world, "2026-03-01 23:50")
    world.env.backend.faults.clear()
    await run_due_at(world, "2026-03-02 00:00")
    row = (await get_post_log(world))["2026-03-01"]
    assert (row.state, row.reason) == ("failed", "I couldn't reach Discord")
    assert list_posts(world.channel) == []


async def test_a_refusal_that_no_permission_explains_pauses_and_is_told_once(world: World) -> None:
    admin = add_admin(world)
    await set_up_anniversaries(world, admin)
    world.env.inject_error(
        "POST", f"/channels/{world.channel.id}/messages", status=403, code=50013, times=None
    )
    for instant in ("2026-03-01 09:00", "2026-03-02 09:00", "2026-05-01 09:00"):
        await run_due_at(world, instant)
    assert (await get_schedule(world)).pause_reason is PauseReason.MISSING_PERMISSION
    await run_due_at(world, "2026-05-02 00:00")
    rows = await get_post_log(world)
    reason = "permission missing: a permission that Discord didn't name"
    assert (rows["2026-05-01"].state, rows["2026-05-01"].reason) == ("missed", reason)
    assert list_posts(admin.user.dm_channel)[0].startswith("Anniversary posts are paused")


async def test_a_block_before_the_platform_is_no_missing_permission(world: World) -> None:
    admin = add_admin(world)
    await set_up_anniversaries(world, admin)
    world.env.inject_error("POST", MESSAGES_PATH, status=403, code=40333, times=2)
    for minute in ("00", "01", "03"):
        await run_due_at(world, f"2026-03-01 09:{minute}")
    assert await get_post_states(world) == {"2026-03-01": "sent"}
    assert list_posts(admin.user.dm_channel) == []


async def test_a_pause_for_which_nothing_is_missing_ends_by_itself(world: World) -> None:
    admin = add_admin(world)
    await set_up_anniversaries(world, admin)
    world.env.inject_error("POST", MESSAGES_PATH, status=403, code=50013, times=1)
    await run_due_at(world, "2026-03-01 09:00")
    assert (await get_schedule(world)).pause_reason is PauseReason.MISSING_PERMISSION
    await run_due_at(world, "2026-03-01 09:01")
    assert await get_post_states(world) == {"2026-03-01": "sent"}
    assert (await get_schedule(world)).pause_reason is None


async def test_a_refused_card_fails_with_the_platforms_own_words(world: World) -> None:
    await set_up_anniversaries(world, add_admin(world))
    world.env.inject_error(
        "POST", MESSAGES_PATH, status=400, code=50035, message="Invalid Form Body"
    )
    await run_due_at(world, "2026-03-01 09:00")
    row = (await get_post_log(world))["2026-03-01"]
    assert (row.state, row.reason) == ("failed", "Discord refused it: Invalid Form Body")


async def test_one_spoilt_row_never_stops_the_rest(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    admin = add_admin(world)
    await set_up_anniversaries(world, admin)
    for number, spoilt in enumerate(("options = '{'", "options = '{\"x\": 1}'", "day = 'never'")):
        async with world.bot.store.database.transaction() as transaction:
            await transaction.fetch(
                "INSERT INTO schedule SELECT ?, kind, channel_id, local_time, role_id, options,"
                " set_up_by, day, due_at, until, settled_day, wake_at, tries, pause,"
                " pause_detail, paused_day FROM schedule WHERE guild_id = ?",
                (number + 1, world.guild.id),
            )
            await transaction.fetch(f"UPDATE schedule SET {spoilt} WHERE guild_id = {number + 1}")
    await run_due_at(world, "2026-03-01 09:00")
    assert await get_post_states(world) == {"2026-03-01": "sent"}
    assert caplog.text.count("cannot be read") >= 3
