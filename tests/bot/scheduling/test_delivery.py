"""One delivery: what it returns, and what the schedule and the log say afterwards."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import discord
import pytest
from simcord.backend.models import Overwrite
from simcord.enums import OverwriteType

from bot.scheduling.delivery import UNAVAILABLE_GUILD_RETRY, Delivery
from bot.scheduling.post import DeliveryResult, DeliveryStatus
from storage.posts.models import PauseReason
from storage.posts.post_log import PostLogEntry, PostState
from tests.bot.scheduling.lamps import (
    DAY,
    DUE,
    KIND,
    LampPostType,
    get_guild,
    get_schedule,
    load_post,
    save_schedule,
)
from tests.posting import FakePlatform, list_posts, raise_disconnected
from tests.world import World

SENT = DeliveryResult(DeliveryStatus.SENT)
PENDING = DeliveryResult(DeliveryStatus.PENDING)
HOUR = timedelta(hours=1)


async def deliver(
    world: World, now: datetime = DUE, post_type: LampPostType | None = None
) -> DeliveryResult:
    return await Delivery(world.bot, await load_post(world, now, post_type), now).run()


async def get_entry(world: World) -> PostLogEntry:
    entry = await world.bot.store.post_log.get(world.guild.id, KIND, DAY)
    assert entry is not None
    return entry


def deny_sending(world: World) -> None:
    overwrite = discord.PermissionOverwrite(send_messages=False)
    allow, deny = overwrite.pair()
    world.env.backend.set_overwrite(
        world.channel.id,
        Overwrite(world.guild.default_role.id, OverwriteType.ROLE, allow.value, deny.value),
    )


@pytest.fixture
async def lit(world: World) -> World:
    """A server with a schedule of lamps in its channel, due at nine."""
    await save_schedule(world, world.channel.id)
    return world


async def test_a_post_in_time_is_sent_logged_and_followed_by_the_next_date(lit: World) -> None:
    assert await deliver(lit) == SENT
    [text] = list_posts(lit.channel)
    assert "It burns on 2026-01-01." in text
    entry = await get_entry(lit)
    assert (entry.state, entry.lateness) == (PostState.SENT, 0)
    assert entry.message_id == lit.channel.history()[0].id
    assert (await get_schedule(lit)).next_day == DAY + timedelta(days=1)


async def test_a_late_post_says_so(lit: World) -> None:
    assert await deliver(lit, DUE + 2 * HOUR) == SENT
    assert "Late: this was due at 09:00" in list_posts(lit.channel)[0]
    entry = await get_entry(lit)
    assert (entry.state, entry.lateness) == (PostState.LATE, 7200)


async def test_a_post_that_is_not_due_yet_waits_for_its_instant(lit: World) -> None:
    assert await deliver(lit, DUE - HOUR) == PENDING
    assert list_posts(lit.channel) == []
    assert (await get_schedule(lit)).next_day == DAY


async def test_a_date_without_a_post_is_skipped_without_a_row(lit: World) -> None:
    assert await deliver(lit, post_type=LampPostType(DAY)) == (DeliveryStatus.SKIPPED, "")
    assert await lit.bot.store.post_log.get(lit.guild.id, KIND, DAY) is None
    assert (await get_schedule(lit)).next_day == DAY + timedelta(days=1)


async def test_a_date_that_another_process_settled_is_left_alone(lit: World) -> None:
    post = await load_post(lit)
    assert await deliver(lit) == SENT
    assert await Delivery(lit.bot, post, DUE).run() == PENDING
    assert len(list_posts(lit.channel)) == 1


async def test_an_obstacle_pauses_the_schedule_and_tells_the_admin_once(lit: World) -> None:
    deny_sending(lit)
    for _ in range(2):
        result = await deliver(lit)
        assert result == (DeliveryStatus.PENDING, "permission missing: Send Messages")
    schedule = await get_schedule(lit)
    assert (schedule.pause_reason, schedule.pause_detail) == (
        PauseReason.MISSING_PERMISSION,
        "Send Messages",
    )
    [notice] = list_posts(lit.alice.user.dm_channel)
    assert notice.startswith("Lamp posts are paused")


async def test_an_obstacle_that_outlasts_the_date_fails_the_post(lit: World) -> None:
    deny_sending(lit)
    schedule = await get_schedule(lit)
    result = await deliver(lit, schedule.until)
    assert result == (DeliveryStatus.FAILED, "permission missing: Send Messages")
    assert (await get_entry(lit)).state is PostState.FAILED


async def test_a_usable_channel_ends_the_pause_with_a_notice(lit: World) -> None:
    schedule = await get_schedule(lit)
    await lit.bot.store.schedules.pause(schedule, PauseReason.CHANNEL_GONE, "", DUE)
    assert await deliver(lit) == SENT
    assert (await get_schedule(lit)).pause_reason is None
    [notice] = list_posts(lit.alice.user.dm_channel)
    assert notice == f"Lamp posts are back in <#{lit.channel.id}>. Nothing was skipped."


@pytest.mark.parametrize("fault", [raise_disconnected, None], ids=["reset", "503"])
async def test_an_unreachable_platform_leaves_the_claim_open_and_counts_the_try(
    lit: World, fault: Callable[[], None] | None
) -> None:
    platform = FakePlatform(lit)
    if fault is None:
        path = f"/channels/{lit.channel.id}/messages"
        lit.env.inject_error("POST", path, status=503, times=None)
    else:
        platform.before_send = fault
    assert await deliver(lit) == PENDING
    schedule = await get_schedule(lit)
    assert (schedule.tries, schedule.has_open_claim) == (1, True)
    platform.before_send = lambda: None
    lit.env.backend.faults.clear()
    assert await deliver(lit, DUE + timedelta(seconds=30)) == SENT
    assert len(set(platform.nonces)) == 1


async def test_a_post_that_discord_refuses_fails_with_its_words(lit: World) -> None:
    path = f"/channels/{lit.channel.id}/messages"
    lit.env.inject_error("POST", path, status=400, code=50035, message="Invalid Form Body")
    reason = "Discord refused it: Invalid Form Body"
    assert await deliver(lit) == (DeliveryStatus.FAILED, reason)
    assert (await get_entry(lit)).reason == reason


async def test_a_post_that_was_sent_before_a_crash_is_found_and_not_repeated(lit: World) -> None:
    lit.env.backend.clock.advance((DUE - lit.env.now()).total_seconds())
    await lit.bot.store.post_log.claim(await get_schedule(lit), DUE)
    view = (await LampPostType().calendar.build_card(await get_schedule(lit), DAY)).build_view(
        lit.bot.packs.get(None).colour
    )
    channel = get_guild(lit).get_channel(lit.channel.id)
    assert isinstance(channel, discord.TextChannel)
    await channel.send(view=view)
    assert await deliver(lit, DUE + 3 * HOUR) == SENT
    assert len(list_posts(lit.channel)) == 1
    assert (await get_entry(lit)).message_id == lit.channel.history()[0].id


async def test_a_claim_that_sent_nothing_is_missed_once_the_date_is_over(lit: World) -> None:
    schedule = await get_schedule(lit)
    await lit.bot.store.post_log.claim(schedule, DUE)
    assert (await deliver(lit, schedule.until)).status is DeliveryStatus.FAILED
    entry = await get_entry(lit)
    assert (entry.state, entry.reason) == (
        PostState.MISSED,
        "I was stopped just before I could post",
    )


async def test_a_card_that_cannot_be_made_fails_alone(
    lit: World, caplog: pytest.LogCaptureFixture
) -> None:
    result = await deliver(lit, post_type=LampPostType(is_broken=True))
    assert result == (DeliveryStatus.FAILED, "I couldn't build the card")
    assert "no card for 2026-01-01" in caplog.text


async def test_a_guild_that_cannot_be_seen_is_waited_for(lit: World) -> None:
    guild = get_guild(lit)
    guild.unavailable = True
    result = await deliver(lit)
    assert result == (DeliveryStatus.PENDING, "I couldn't reach Discord")
    schedules, retry_at = lit.bot.store.schedules, DUE + UNAVAILABLE_GUILD_RETRY
    early = retry_at - timedelta(seconds=1)
    assert await schedules.lease_due(early, early + HOUR, kinds=[KIND], limit=1) == []
    [leased] = await schedules.lease_due(retry_at, retry_at + HOUR, kinds=[KIND], limit=1)
    assert leased.next_day == DAY
