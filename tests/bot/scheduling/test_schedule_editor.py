"""What an admin changes about a schedule, and which date is posted next afterwards."""

from __future__ import annotations

from datetime import datetime, time, timedelta

import discord
import pytest

from bot.errors import RefusedError
from bot.scheduling.schedule_editor import ScheduleEditor
from storage.posts.models import PauseReason
from storage.posts.post_log import PostState
from tests.bot.scheduling.lamps import (
    DAY,
    DUE,
    KIND,
    LampPostType,
    get_guild,
    get_schedule,
    save_schedule,
)
from tests.world import NOW, World

ONE_DAY = timedelta(days=1)


def edit(
    world: World, now: datetime = NOW, post_type: LampPostType | None = None
) -> ScheduleEditor:
    return ScheduleEditor(world.bot, get_guild(world), post_type or LampPostType(), now)


def get_channel(world: World) -> discord.TextChannel:
    channel = get_guild(world).get_channel(world.channel.id)
    assert isinstance(channel, discord.TextChannel)
    return channel


async def test_a_first_channel_sets_the_schedule_up_at_nine(world: World) -> None:
    await edit(world).set_channel(get_channel(world), world.alice.id, {"wick": True})
    schedule = await get_schedule(world)
    assert (schedule.next_day, schedule.due_at) == (DAY, DUE)
    assert schedule.settings.options == {"wick": True}
    assert schedule.settings.set_up_by == world.alice.id


async def test_before_that_every_other_change_is_refused(world: World) -> None:
    editor = edit(world)
    assert await editor.get_schedule() is None
    for change in (
        editor.update(world.alice.id, local_time=time(8)),
        editor.pause(),
        editor.resume(),
    ):
        with pytest.raises(RefusedError, match="Choose a channel first"):
            await change


async def test_another_hour_keeps_what_else_was_chosen(world: World) -> None:
    before = await save_schedule(world, world.channel.id)
    await edit(world).update(world.bob.id, local_time=time(21))
    after = await get_schedule(world)
    assert after.due_at == NOW + timedelta(hours=21)
    assert after.settings.channel_id == before.settings.channel_id
    assert after.settings.set_up_by == world.bob.id


async def test_a_pause_survives_a_change_of_the_hour(world: World) -> None:
    await save_schedule(world, world.channel.id)
    assert await edit(world).pause()
    assert not await edit(world).pause()
    await edit(world).update(world.alice.id, local_time=time(21))
    assert (await get_schedule(world)).pause_reason is PauseReason.MANUAL


async def test_resuming_logs_the_dates_that_the_pause_cost(world: World) -> None:
    await save_schedule(world, world.channel.id)
    await edit(world).pause()
    dark = LampPostType(DAY + ONE_DAY)
    resumed_at = DUE + 2 * ONE_DAY + timedelta(hours=1)
    skipped = await edit(world, resumed_at, dark).resume()
    assert skipped == [DAY, DAY + 2 * ONE_DAY]
    entry = await world.bot.store.post_log.get(world.guild.id, KIND, DAY)
    assert entry is not None
    assert (entry.state, entry.reason) == (PostState.SKIPPED, "an admin had paused posts")
    schedule = await get_schedule(world)
    assert (schedule.pause_reason, schedule.next_day) == (None, DAY + 3 * ONE_DAY)


async def test_a_skipped_date_is_not_among_the_upcoming_ones(world: World) -> None:
    schedule = await save_schedule(world, world.channel.id)
    editor = edit(world, post_type=LampPostType(DAY + ONE_DAY))
    await world.bot.store.post_log.settle([editor.build_skipped_entry(schedule, DAY, "no oil")])
    upcoming = await editor.list_upcoming_dates(schedule, limit=3)
    assert upcoming == [DAY + 2 * ONE_DAY, DAY + 3 * ONE_DAY]
    assert await editor.get_next_due_at(schedule) == DUE + 2 * ONE_DAY
