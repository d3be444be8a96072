"""The panel after restarts, and when channels close or the platform fails."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import discord
import pytest
from simcord.actors import MemberActor

from bot.app import open_bot
from storage.guilds.settings import GuildSettings
from storage.posts.models import PauseReason
from tests.drivers.setup import iter_selects, open_setup
from tests.platform_rules.document import PlatformDocument
from tests.posting import add_admin, get_schedule, list_posts, run_due_at
from tests.world import World, build_settings, open_world


async def settings_of(world: World) -> GuildSettings:
    """What the server chose, as it is stored."""
    return await world.bot.store.guild_settings.get(world.guild.id)


async def test_a_news_channel_that_is_closed_to_the_bot_is_refused(
    world: World, admin: MemberActor
) -> None:
    deaf = discord.PermissionOverwrite(send_messages=False)
    closed = world.guild.create_text_channel("closed", overwrites={world.guild.default_role: deaf})
    panel = await open_setup(world, admin, "Canon")
    assert "I don't have Send Messages" in await panel.choose("news", closed)
    assert "Nothing was changed." in panel.note
    assert panel.get_selected("news") == []
    assert (await settings_of(world)).news_channel_id is None


async def test_an_open_panel_and_an_open_form_outlive_a_restart(
    tmp_path: Path, platform_document: PlatformDocument | None
) -> None:
    settings = build_settings(tmp_path)
    async with open_world(settings, platform_document) as world:
        panel = await open_setup(world, add_admin(world), "Anniversaries")
        await panel.choose("channel", world.channel)
        form = await panel.press("Time zone")
        async with open_bot(settings, world.env.now, shard_count=1) as successor:
            await world.env.restart_bot(successor)
            panel.world = world = replace(world, bot=successor)
            await panel.admin.submit_modal(form, {"text": "london"})
            assert (await get_schedule(world)).zone == "Europe/London"
            await panel.choose("hour", "10:00")
            await panel.press("Pause")
            schedule = await get_schedule(world)
            assert f"{schedule.settings.local_time:%H:%M}" == "10:00"
            assert schedule.pause_reason is PauseReason.MANUAL
            await panel.press("Overview")
            await panel.press("Canon")
            await panel.choose("day", "3")
            assert (await settings_of(world)).entries_a_day == 3


async def test_a_click_that_takes_long_is_acknowledged_and_answered_in_the_end(
    world: World, admin: MemberActor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.messaging.timeouts.ACKNOWLEDGE_AFTER_S", 0)
    panel = await open_setup(world, admin, "Canon")
    await panel.choose("day", "3")
    assert panel.get_selected("day") == ["3"]
    assert (await settings_of(world)).entries_a_day == 3
    await panel.press("Diagnosis")
    assert panel.text.startswith("## Diagnosis")


async def test_a_channel_that_was_deleted_is_said_and_can_be_replaced(
    world: World, admin: MemberActor
) -> None:
    gone, other = (world.guild.create_text_channel(name) for name in ("gone", "other"))
    role = world.guild.create_role("gone too")
    panel = await open_setup(world, admin, "Anniversaries")
    await panel.choose("channel", gone)
    await panel.choose("role", role)
    await panel.press("Overview")
    await panel.press("Canon")
    await panel.choose("news", gone)
    await panel.choose("reviewers", role)
    world.env.backend.delete_channel(gone.id)
    world.env.backend.delete_role(world.guild.id, role.id)

    await panel.press("Overview")
    assert "**3 things are in the way:** open *Diagnosis* to see what to do." in panel.text
    await panel.press("Canon")
    assert "I can't see the channel you chose: choose another" in panel.text
    assert "The chosen role is gone: choose another, or none." in panel.text
    assert panel.get_selected("news") == panel.get_selected("reviewers") == []
    await panel.press("Overview")
    await panel.press("Anniversaries")
    assert "**On hold:** That channel is gone" in panel.text
    assert "The role for pings is gone" in panel.text
    await panel.choose("hour", "10:00")
    assert panel.note == "Anniversaries now go out at 10:00."
    await panel.choose("channel", other)
    await panel.choose("role")
    assert "**Next:**" in panel.text


async def test_a_change_while_trouble_holds_posts_up_does_not_call_the_admin_twice(
    world: World, admin: MemberActor
) -> None:
    panel = await open_setup(world, admin, "Anniversaries")
    other = world.guild.create_text_channel("other")
    await panel.choose("channel", other)
    world.env.backend.delete_channel(other.id)
    await run_due_at(world, "2026-03-01 09:00")
    assert (await get_schedule(world)).pause_reason is PauseReason.CHANNEL_GONE
    await panel.choose("hour", "10:00")
    await run_due_at(world, "2026-03-01 10:00")
    assert (await get_schedule(world)).pause_reason is PauseReason.CHANNEL_GONE
    assert len(list_posts(admin.user.dm_channel)) == 1
    await panel.choose("channel", world.channel)
    await run_due_at(world, "2026-03-01 10:30")
    assert len(list_posts(world.channel)) == 1


async def test_selects_are_new_each_time_so_that_a_refused_choice_is_not_shown(
    world: World, admin: MemberActor
) -> None:
    deaf = discord.PermissionOverwrite(send_messages=False)
    closed = world.guild.create_text_channel("closed", overwrites={world.guild.default_role: deaf})
    panel = await open_setup(world, admin, "Canon")
    before = {one["id"] for one in iter_selects(panel.message.components)}
    await panel.choose("news", closed)
    after = {one["id"] for one in iter_selects(panel.message.components)}
    assert len(before) == len(after) == 5
    assert before.isdisjoint(after)
