"""The diagnosis: what is in the way, in Discord's own words, and why nothing is heard."""

from __future__ import annotations

import discord
import pytest
from simcord.actors import MemberActor
from simcord.backend.models import Overwrite
from simcord.builders import ChannelHandle
from simcord.enums import OverwriteType

from storage.posts.models import PauseReason
from tests.drivers.setup import SetupDriver, open_setup
from tests.posting import (
    deny_manage_threads,
    get_schedule,
    list_posts,
    run_due_at,
    set_up_anniversaries,
)
from tests.world import World

FINE = "**All good.** I'm allowed to do everything your settings need."


def deny(world: World, channel: ChannelHandle, *flags: str) -> None:
    """Withdraw permissions from everybody in a channel, and give back all others."""
    overwrite = discord.PermissionOverwrite(**dict.fromkeys(flags, False))
    allow, denied = overwrite.pair()
    everyone = world.guild.default_role.id
    world.env.backend.set_overwrite(
        channel.id, Overwrite(everyone, OverwriteType.ROLE, allow.value, denied.value)
    )


def take_from_every_role(world: World, *flags: str) -> None:
    """Withdraw permissions from the bot in the whole server."""
    for role in world.bot.get_guild(world.guild.id).roles:
        left = discord.Permissions(role.permissions.value)
        left.update(**dict.fromkeys(flags, False))
        world.env.backend.edit_role(world.guild.id, role.id, {"permissions": left.value})


async def diagnosed(world: World, admin: MemberActor) -> str:
    """What a freshly opened diagnosis says."""
    return (await open_setup(world, admin, "Diagnosis")).text


async def check_again(panel: SetupDriver) -> str:
    """What the open diagnosis says after another check."""
    await panel.press("Check again")
    assert panel.note.startswith("Checked again at <t:")
    return panel.text


async def test_nothing_chosen_is_no_fault_and_explains_the_silence(
    world: World, admin: MemberActor
) -> None:
    text = await diagnosed(world, admin)
    assert "**You haven't chosen any channels,** so I don't post anything on my own." in text
    assert "**Anniversaries** · not set up: choose a channel on its page" in text
    assert "**Daily question** · not set up: choose a channel on its page" in text


async def test_everything_fine_is_said_with_what_comes_next(
    world: World, admin: MemberActor
) -> None:
    await set_up_anniversaries(world, admin)
    text = await diagnosed(world, admin)
    assert FINE in text
    assert "**Anniversaries** · next <t:1772355600:F>, <t:1772355600:R>" in text


@pytest.mark.parametrize(
    ("flags", "named"),
    [
        (["view_channel"], "View Channel"),
        (["send_messages"], "Send Messages"),
        (["read_message_history"], "Read Message History"),
        (["send_messages", "read_message_history"], "Send Messages and Read Message History"),
    ],
)
async def test_a_missing_permission_is_named_and_its_return_is_noticed(
    world: World, admin: MemberActor, flags: list[str], named: str
) -> None:
    other = world.guild.create_text_channel("memories")
    await set_up_anniversaries(world, admin, channel=other)
    deny(world, other, *flags)
    panel = await open_setup(world, admin, "Diagnosis")
    assert "**1 thing to fix,** then press *Check again*:" in panel.text
    assert f"1. I don't have {named} in <#{other.id}>: open the channel's settings" in panel.text
    assert "I use it for anniversaries." in panel.text
    assert FINE not in await check_again(panel)
    deny(world, other)
    assert FINE in await check_again(panel)


async def test_attaching_files_is_asked_for_only_where_pictures_are_wanted(
    world: World, admin: MemberActor
) -> None:
    await set_up_anniversaries(world, admin)
    deny(world, world.channel, "attach_files")

    text = await diagnosed(world, admin)
    assert f"1. I don't have Attach Files in <#{world.channel.id}>: open the channel's" in text
    assert "Or leave it: anniversaries then come without pictures." in text
    world.bot.settings = world.bot.settings.model_copy(update={"pictures": False})
    assert FINE in await diagnosed(world, admin)


async def test_one_channel_is_told_once_with_all_that_it_is_for(
    world: World, admin: MemberActor
) -> None:
    await set_up_anniversaries(world, admin)
    store = world.bot.store.guild_settings
    await store.update(
        world.guild.id, news_channel_id=world.channel.id, trivia_channel_ids=(world.channel.id,)
    )
    deny(world, world.channel, "send_messages")
    panel = SetupDriver(world, admin)
    await panel.open("Diagnosis")
    assert panel.text.count("I don't have") == 1
    assert "I use it for anniversaries, games and news." in panel.text


async def test_a_thread_needs_permissions_of_its_own_and_says_where_they_are(
    world: World, admin: MemberActor
) -> None:
    parent = world.guild.create_text_channel("talk")
    world.env.backend.create_thread(parent.id, "memories", admin.id)
    [thread] = parent.threads
    await set_up_anniversaries(world, admin, channel=thread)
    assert FINE in await diagnosed(world, admin)
    deny(world, parent, "send_messages")
    assert FINE in await diagnosed(world, admin), "threads go by another permission"
    deny(world, parent, "send_messages_in_threads")
    text = await diagnosed(world, admin)
    assert f"I don't have Send Messages in Threads in <#{thread.id}>: " in text
    assert f"open the settings of <#{parent.id}>" in text


async def test_a_locked_thread_a_lost_channel_and_one_out_of_sight_are_told_apart(
    world: World, admin: MemberActor
) -> None:
    parent = world.guild.create_text_channel("talk")
    thread_id = world.env.backend.create_thread(parent.id, "memories", admin.id).id
    [thread] = parent.threads
    await set_up_anniversaries(world, admin, channel=thread)
    deny_manage_threads(world)
    locked = {"archived": True, "locked": True}
    world.env.backend.edit_channel(thread_id, {}, thread_metadata=locked)
    assert "is locked, and I use it for anniversaries" in await diagnosed(world, admin)
    world.env.backend.delete_channel(thread_id)
    text = await diagnosed(world, admin)
    assert "The channel for anniversaries is gone: choose another on its page." in text


async def test_a_role_that_pings_nobody_and_cannot_be_handed_out(
    world: World, admin: MemberActor
) -> None:
    fans = world.guild.create_role("lamp lighters")
    await set_up_anniversaries(world, admin, role=fans)
    take_from_every_role(world, "mention_everyone", "manage_roles")
    text = await diagnosed(world, admin)
    assert "**2 things to fix,**" in text
    assert f"Pings won't reach <@&{fans.id}>: in Server Settings, Roles, let anyone" in text
    assert f"I can't give <@&{fans.id}> to members: in Server Settings, Roles, give me" in text
    world.env.backend.edit_role(world.guild.id, fans.id, {"mentionable": True})
    assert "**1 thing to fix,**" in await diagnosed(world, admin)


async def test_a_role_above_the_bots_own_and_one_of_an_app(
    world: World, admin: MemberActor
) -> None:
    high = world.guild.create_role("high", position=50, mentionable=True)
    await set_up_anniversaries(world, admin, role=high)
    guild = world.bot.get_guild(world.guild.id)
    assert guild.get_role(high.id) >= guild.me.top_role
    assert "drag my role above it." in await diagnosed(world, admin)
    panel = await open_setup(world, admin, "Anniversaries")
    own = next(role for role in guild.roles if role.managed)
    await panel.forge_choice("role", str(own.id))
    assert "because it belongs to an app: choose another role" in panel.text


async def test_a_role_that_was_deleted(world: World, admin: MemberActor) -> None:
    fans = world.guild.create_role("lamp lighters", mentionable=True)
    await set_up_anniversaries(world, admin, role=fans)
    await world.bot.store.guild_settings.update(world.guild.id, reviewer_role_id=fans.id)
    world.env.backend.delete_role(world.guild.id, fans.id)
    text = await diagnosed(world, admin)
    assert "The role for pings is gone: choose another on its page, or none." in text
    assert "The role for reviewers is gone: choose another on its page, or none." in text


async def test_silence_by_an_admin_says_so(world: World, admin: MemberActor) -> None:
    await set_up_anniversaries(world, admin)
    await admin.slash(world.channel, "anniversaries pause")
    text = await diagnosed(world, admin)
    assert "**Anniversaries** · paused by an admin: press *Resume* on its page" in text


async def test_checking_again_sends_what_was_held_up(world: World, admin: MemberActor) -> None:
    other = world.guild.create_text_channel("memories")
    await set_up_anniversaries(world, admin, channel=other)
    deny(world, other, "send_messages")
    await run_due_at(world, "2026-03-01 09:00")
    assert (await get_schedule(world)).pause_reason is PauseReason.MISSING_PERMISSION
    panel = await open_setup(world, admin, "Diagnosis")
    # The permission comes back without a word from the platform.
    world.env.backend.get_channel(other.id).overwrites = []
    world.bot.get_guild(world.guild.id).get_channel(other.id)._overwrites = []
    assert list_posts(other) == []
    assert FINE in await check_again(panel)
    assert len(list_posts(other)) == 1
    assert (await get_schedule(world)).pause_reason is None


async def test_a_platform_that_will_not_tell_is_said_and_breaks_nothing(
    world: World, admin: MemberActor
) -> None:
    await world.bot.store.guild_settings.update(world.guild.id, news_channel_id=12345)
    world.env.inject_error("GET", "/channels/12345", status=503, times=None)
    text = await diagnosed(world, admin)
    assert "I couldn't look up <#12345>: check again in a minute." in text
    world.env.backend.faults.clear()
    assert "The channel for news is gone" in await diagnosed(world, admin)


async def test_a_channel_out_of_sight_asks_for_view_channel(
    world: World, admin: MemberActor
) -> None:
    await world.bot.store.guild_settings.update(world.guild.id, news_channel_id=12345)
    world.env.inject_error("GET", "/channels/12345", status=403, code=50001, times=None)
    text = await diagnosed(world, admin)
    assert "I don't have View Channel in <#12345>" in text


async def test_a_refusal_that_no_permission_explains_is_told_and_tried_again(
    world: World, admin: MemberActor
) -> None:
    other = world.guild.create_text_channel("memories")
    await set_up_anniversaries(world, admin, channel=other)
    world.env.inject_error(
        "POST", f"/channels/{other.id}/messages", status=403, code=50013, times=None
    )
    await run_due_at(world, "2026-03-01 09:00")
    reason = "permission missing: a permission that Discord didn't name"
    panel = await open_setup(world, admin, "Anniversaries")
    assert f"**On hold:** {reason}. Open *Diagnosis* to try again." in panel.text
    await panel.press("Diagnosis")
    assert f"on hold ({reason}): press *Check again* to retry" in panel.text
    world.env.backend.faults.clear()
    assert "**Anniversaries** · next" in await check_again(panel)
    assert len(list_posts(other)) == 1
