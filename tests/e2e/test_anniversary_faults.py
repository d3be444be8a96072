"""What goes wrong with scheduled posts elsewhere: each fault ends in one post, or in a reason."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import aiohttp
import discord
import pytest
from simcord.backend.models import Overwrite
from simcord.enums import OverwriteType

from bot.app import open_bot
from bot.client import FanBot
from bot.scheduler import Scheduler
from storage.schedule import Pause
from tests.panel import Panel
from tests.platform_document import PlatformDocument
from tests.posting import (
    Platform,
    admin_of,
    at,
    ledger_of,
    posts,
    schedule_of,
    set_up,
    states_of,
    tick,
)
from tests.world import World, open_world, settings_for, until

MESSAGES = "/channels/*/messages"


class Killed(BaseException):
    """The process dies here: nothing after this line runs, nothing catches it."""


def dies() -> None:
    raise Killed


def loses_the_connection() -> None:
    raise aiohttp.ServerDisconnectedError


def deny(world: World, **denied: bool) -> None:
    """Withdraw permissions from everybody in the posting channel."""
    overwrite = discord.PermissionOverwrite(**{name: not on for name, on in denied.items()})
    allow, deny_ = overwrite.pair()
    everyone = world.guild.default_role.id
    world.env.backend.set_overwrite(
        world.channel.id, Overwrite(everyone, OverwriteType.ROLE, allow.value, deny_.value)
    )


async def killed_at(world: World, text: str) -> None:
    with pytest.raises((Killed, BaseExceptionGroup)):
        await tick(world, text)


async def test_a_crash_after_sending_is_mended_by_the_same_nonce_within_its_window(
    world: World,
) -> None:
    await set_up(world, admin_of(world))
    platform = Platform(world)
    platform.after = dies
    await killed_at(world, "2026-03-01 09:00")
    assert (await ledger_of(world))["2026-03-01"].state == "claimed"

    platform.after = lambda: None
    await tick(world, "2026-03-01 09:01")
    assert len(posts(world.channel)) == 1
    assert len(platform.nonces) == 2
    assert len(set(platform.nonces)) == 1
    assert await states_of(world) == {"2026-03-01": "sent"}


async def test_beyond_the_window_the_post_is_looked_for_and_found(world: World) -> None:
    await set_up(world, admin_of(world))
    platform = Platform(world)
    platform.after = dies
    await killed_at(world, "2026-03-01 09:00")

    platform.forget()
    await tick(world, "2026-03-01 11:30")
    assert len(posts(world.channel)) == 1
    assert len(platform.nonces) == 1, "it was not sent again"
    row = (await ledger_of(world))["2026-03-01"]
    assert (row.state, row.lateness) == ("sent", 0)
    assert row.message_id == world.channel.history()[0].id


async def test_a_crash_before_sending_leads_to_one_post_even_beside_a_members_own_card(
    world: World,
) -> None:
    admin = admin_of(world)
    await set_up(world, admin)
    platform = Platform(world)
    platform.before = dies
    await killed_at(world, "2026-03-01 09:00")
    platform.before = lambda: None
    await world.alice.slash(world.channel, "onthisday", date="1 March")
    await admin.slash(world.channel, "anniversaries test")
    assert len(posts(world.channel)) == 2

    await tick(world, "2026-03-01 09:10")
    assert len(posts(world.channel)) == 3
    assert await states_of(world) == {"2026-03-01": "sent"}


async def test_a_crash_found_only_days_later_is_settled_by_what_stands_in_the_channel(
    world: World,
) -> None:
    await set_up(world, admin_of(world))
    platform = Platform(world)
    platform.after = dies
    await killed_at(world, "2026-03-01 09:00")
    platform.before, platform.after = dies, lambda: None
    await tick(world, "2026-03-03 12:00")
    await killed_at(world, "2026-05-01 09:00")
    platform.before = lambda: None
    await tick(world, "2026-05-02 09:00")

    assert len(posts(world.channel)) == 1
    assert await states_of(world) == {"2026-03-01": "sent", "2026-05-01": "missed"}


async def test_a_bot_that_was_down_posts_late_the_same_day_and_says_so(world: World) -> None:
    await set_up(world, admin_of(world))
    await tick(world, "2026-03-01 17:45")
    assert "Late: this was meant for 09:00" in posts(world.channel)[0]
    row = (await ledger_of(world))["2026-03-01"]
    assert (row.state, row.lateness) == ("late", 8 * 3600 + 45 * 60)


async def test_older_days_are_recorded_as_missed_and_never_flooded(world: World) -> None:
    await set_up(world, admin_of(world))
    await tick(world, "2028-01-15 12:00")
    assert posts(world.channel) == []
    assert list((await states_of(world)).items()) == [
        ("2026-03-01", "missed"),
        ("2026-05-01", "missed"),
        ("2026-10-01", "missed"),
        ("2027-03-01", "missed"),
        ("2027-05-01", "missed"),
        ("2027-10-01", "missed"),
    ]
    assert (await ledger_of(world))["2026-10-01"].reason == "the bot was not running"


@pytest.mark.parametrize(
    ("zone", "day", "first", "again"),
    [
        ("Africa/Cairo", "1 May", "2026-04-30 21:00", "2026-04-30 22:00"),
        ("America/Santiago", "1 March", "2026-03-01 03:00", "2026-03-01 04:00"),
    ],
)
async def test_midnight_is_a_good_time_too(
    world: World, zone: str, day: str, first: str, again: str
) -> None:
    await set_up(world, admin_of(world), time="midnight", zone=zone)
    await tick(world, first)
    await tick(world, again)
    assert sum(day.split()[1] in post for post in posts(world.channel)) == 1


async def test_settings_changed_at_midday_never_make_a_second_post_nor_lose_one(
    world: World,
) -> None:
    admin = admin_of(world)
    await set_up(world, admin)
    await tick(world, "2026-03-01 09:00")
    await set_up(world, admin, time="18:00")
    await tick(world, "2026-03-01 18:00")
    await set_up(world, admin, time="23:00", zone="Pacific/Honolulu")
    await tick(world, "2026-03-02 09:00")
    assert len(posts(world.channel)) == 1

    await tick(world, "2026-05-01 12:00")
    await set_up(world, admin, time="10:00", zone="Pacific/Kiritimati")
    await tick(world, "2026-05-01 12:01")
    assert await states_of(world) == {"2026-03-01": "sent", "2026-05-01": "late"}
    assert len(posts(world.channel)) == 2


async def test_a_withdrawn_permission_pauses_tells_an_admin_once_and_mends_itself(
    world: World,
) -> None:
    admin = admin_of(world)
    await set_up(world, admin)
    deny(world, send_messages=True)
    await tick(world, "2026-03-01 09:00")
    await tick(world, "2026-03-01 09:01")
    schedule = await schedule_of(world)
    assert (schedule.pause, schedule.pause_detail) == (Pause.NO_PERMISSION, "Send Messages")
    assert posts(admin.user.dm_channel) == [
        f"Anniversary posts are paused: in {world.channel.mention} I lack Send Messages. Allow me "
        "that there and they go on by themselves; your settings are kept."
    ]

    await tick(world, "2026-03-02 09:00")
    await tick(world, "2026-05-01 11:00")
    assert await states_of(world) == {"2026-03-01": "missed"}
    deny(world)
    await world.env.settle()
    assert await states_of(world) == {"2026-03-01": "missed", "2026-05-01": "late"}
    assert len(posts(world.channel)) == 1
    assert posts(admin.user.dm_channel)[1:] == [
        f"Anniversary posts are back in {world.channel.mention}. "
        "Skipped while they were paused: 1 March 2026."
    ]
    assert (await ledger_of(world))["2026-03-01"].reason == "permission missing: Send Messages"


async def test_a_permission_that_came_back_unnoticed_is_found_on_the_next_day(
    world: World,
) -> None:
    await set_up(world, admin_of(world))
    deny(world, view_channel=True)
    await tick(world, "2026-03-01 09:00")
    assert (await schedule_of(world)).pause is Pause.NO_PERMISSION
    channel = world.env.backend.get_channel(world.channel.id)
    channel.overwrites = []
    assert world.bot.get_channel(world.channel.id) is not None
    world.bot.get_guild(world.guild.id).get_channel(world.channel.id)._overwrites = []
    await tick(world, "2026-03-02 09:00")
    assert (await schedule_of(world)).pause is None


async def test_a_channel_mended_before_the_hour_waits_for_the_hour(world: World) -> None:
    await set_up(world, admin_of(world))
    deny(world, send_messages=True)
    await tick(world, "2026-03-01 09:00")
    await tick(world, "2026-05-01 07:00")
    deny(world)
    await world.env.settle()
    assert (await schedule_of(world)).pause is None
    assert posts(world.channel) == []
    await tick(world, "2026-05-01 09:00")
    assert (await ledger_of(world))["2026-05-01"].state == "sent"


async def test_a_channel_that_is_gone_pauses_until_another_is_chosen(world: World) -> None:
    admin = admin_of(world)
    await set_up(world, admin, month_entries=True, day_counts=True)
    other = world.guild.create_text_channel("other")
    world.env.backend.delete_channel(world.channel.id)
    await tick(world, "2026-03-01 09:00")
    assert (await schedule_of(world)).pause is Pause.CHANNEL_GONE
    assert "Choose another with /setup" in posts(admin.user.dm_channel)[0]

    panel = Panel(replace(world, channel=other), admin)
    await panel.open("Anniversaries")
    assert "That channel is gone" in panel.text
    await panel.choose("channel", other)
    await tick(world, "2026-03-01 09:30")
    assert len(posts(other)) == 1


async def test_an_archived_and_locked_thread_pauses_until_it_is_open_again(world: World) -> None:
    admin = admin_of(world)
    backend = world.env.backend
    thread = backend.create_thread(world.channel.id, "memories", admin.id)
    handle = world.channel.threads[0]
    await set_up(world, admin, channel=handle)
    backend.edit_channel(thread.id, {}, thread_metadata={"archived": True, "locked": True})
    await tick(world, "2026-03-01 09:00")
    assert (await schedule_of(world)).pause is Pause.THREAD_ARCHIVED

    backend.edit_channel(thread.id, {}, thread_metadata={"archived": False, "locked": False})
    await world.env.settle()
    assert len([post for post in posts(handle) if "March" in post]) == 1
    assert (await schedule_of(world)).pause is None


async def test_an_unavailable_server_is_deferred_and_keeps_everything(world: World) -> None:
    await set_up(world, admin_of(world))
    guild = world.bot.get_guild(world.guild.id)
    assert guild is not None
    guild.unavailable = True
    await tick(world, "2026-03-01 09:00")
    assert await states_of(world) == {}
    guild.unavailable = False
    await tick(world, "2026-03-01 09:05")
    assert await states_of(world) == {"2026-03-01": "sent"}


@pytest.mark.parametrize("fault", [loses_the_connection, None], ids=["reset", "503"])
async def test_a_failing_platform_is_asked_again_with_the_same_nonce(
    world: World, fault: Callable[[], None] | None
) -> None:
    await set_up(world, admin_of(world))
    platform = Platform(world)
    if fault is None:
        world.env.inject_error("POST", MESSAGES, status=503, times=2)
    else:
        platform.after = fault
    await tick(world, "2026-03-01 09:00")
    await tick(world, "2026-03-01 09:01")
    platform.after = lambda: None
    world.env.backend.faults.clear()
    await tick(world, "2026-03-01 09:03")

    assert len(set(platform.nonces)) == 1
    assert len(posts(world.channel)) == 1
    assert await states_of(world) == {"2026-03-01": "sent"}


async def test_a_platform_that_fails_all_day_ends_in_a_reason(world: World) -> None:
    await set_up(world, admin_of(world))
    world.env.inject_error("POST", MESSAGES, status=503, times=None)
    for hour in range(9, 24):
        await tick(world, f"2026-03-01 {hour:02}:00")
    await tick(world, "2026-03-01 23:50")
    world.env.backend.faults.clear()
    await tick(world, "2026-03-02 00:00")
    row = (await ledger_of(world))["2026-03-01"]
    assert (row.state, row.reason) == ("failed", "Discord could not be reached")
    assert posts(world.channel) == []


async def test_a_post_that_was_deleted_at_once_stays_deleted(world: World) -> None:
    await set_up(world, admin_of(world))
    platform = Platform(world)
    platform.after = dies
    await killed_at(world, "2026-03-01 09:00")
    platform.after = lambda: None
    world.env.inject_error("POST", MESSAGES, status=404, code=10008)
    platform.forget()
    await tick(world, "2026-03-01 09:01")
    row = (await ledger_of(world))["2026-03-01"]
    assert (row.state, row.reason) == ("sent", "somebody deleted it")
    assert (await schedule_of(world)).pause is None


async def test_a_refusal_that_no_permission_explains_pauses_and_is_told_once(world: World) -> None:
    admin = admin_of(world)
    await set_up(world, admin)
    world.env.inject_error("POST", f"/channels/{world.channel.id}/messages", status=403, times=None)
    for instant in ("2026-03-01 09:00", "2026-03-02 09:00", "2026-05-01 09:00"):
        await tick(world, instant)
    assert (await schedule_of(world)).pause is Pause.NO_PERMISSION
    await tick(world, "2026-05-02 00:00")
    rows = await ledger_of(world)
    reason = "permission missing: what Discord would not name"
    assert (rows["2026-05-01"].state, rows["2026-05-01"].reason) == ("missed", reason)
    assert posts(admin.user.dm_channel)[0].startswith("Anniversary posts are paused")


async def test_a_refused_card_fails_with_the_platforms_own_words(world: World) -> None:
    await set_up(world, admin_of(world))
    world.env.inject_error("POST", MESSAGES, status=400, code=50035, message="Invalid Form Body")
    await tick(world, "2026-03-01 09:00")
    row = (await ledger_of(world))["2026-03-01"]
    assert (row.state, row.reason) == ("failed", "Discord refused it: Invalid Form Body")


async def test_one_spoilt_row_never_stops_the_rest(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    admin = admin_of(world)
    await set_up(world, admin)
    for number, spoilt in enumerate(
        ("options = '{'", "options = '{\"x\": 1}'", "zone = 'No/Where'")
    ):
        async with world.bot.store.database.transaction() as transaction:
            await transaction.fetch(
                "INSERT INTO schedule SELECT ?, kind, channel_id, zone, local_time, role_id,"
                " options, set_up_by, day, due_at, until, settled_day, wake_at, tries, pause,"
                " pause_detail, paused_day FROM schedule WHERE guild_id = ?",
                (number + 1, world.guild.id),
            )
            await transaction.fetch(f"UPDATE schedule SET {spoilt} WHERE guild_id = {number + 1}")
    await tick(world, "2026-03-01 09:00")
    assert await states_of(world) == {"2026-03-01": "sent"}
    assert caplog.text.count("cannot be read") >= 3


async def test_two_schedulers_at_the_same_instant_post_once(world: World) -> None:
    await set_up(world, admin_of(world))
    await tick(world, "2026-02-28 23:59")
    second = Scheduler(world.bot, 30, random.Random(2))
    second.register(world.bot.scheduler._posters["anniversaries"])
    world.env.backend.clock.advance(24 * 3600)
    now = world.env.now()
    await asyncio.gather(*(one.run_due(now) for one in (world.bot.scheduler, second)))
    assert len(posts(world.channel)) == 1


async def test_a_restart_with_a_repeated_ready_posts_once(
    tmp_path: Path, platform_document: PlatformDocument | None
) -> None:
    settings = settings_for(tmp_path)
    async with open_world(settings, platform_document) as world:
        await set_up(world, admin_of(world))
        await tick(world, "2026-03-01 09:00")
        async with open_bot(settings, world.env.now, shard_count=1) as successor:
            await world.env.restart_bot(successor)
            successor.scheduler.stop()
            successor.dispatch("ready")
            await successor.scheduler.run_due(world.env.now())
            await successor.scheduler.run_due(world.env.now())
            assert len(posts(world.channel)) == 1


async def test_the_job_itself_posts_and_lets_no_tick_be_dropped(world: World) -> None:
    await set_up(world, admin_of(world))
    world.env.backend.clock.advance((at("2026-03-01 09:00") - world.env.now()).total_seconds())
    world.bot.scheduler.start()
    (job,) = world.bot.scheduler._ticking.get_jobs()
    assert (job.misfire_grace_time, job.coalesce, job.max_instances) == (None, True, 1)
    minute = job.trigger.get_next_fire_time(None, at("2026-03-01 09:00"))
    following = job.trigger.get_next_fire_time(minute, minute)
    assert (following - minute).total_seconds() == 60

    job.modify(next_run_time=datetime.now(UTC))

    async def is_sent() -> bool:
        return await states_of(world) == {"2026-03-01": "sent"}

    await until(is_sent)
    world.bot.scheduler.stop()
    assert len(posts(world.channel)) == 1


async def test_a_server_belongs_to_the_process_that_holds_its_shard(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    await set_up(world, admin_of(world))
    own = (world.guild.id >> 22) % 2
    monkeypatch.setattr(world.bot, "shard_count", 2)
    held: dict[int, object] = {1 - own: None}
    monkeypatch.setattr(FanBot, "shards", property(lambda _bot: held))
    await tick(world, "2026-03-01 09:00")
    assert await states_of(world) == {}

    held[own] = held.pop(1 - own)
    await tick(world, "2026-03-01 09:01")
    assert await states_of(world) == {"2026-03-01": "sent"}
