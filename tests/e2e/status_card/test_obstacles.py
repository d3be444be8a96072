"""What keeps a status card from its channel is told once, and it goes on when that is over."""

from __future__ import annotations

from collections.abc import Callable

import discord
import pytest
from simcord.actors import MemberActor
from simcord.backend.models import Overwrite
from simcord.builders import ChannelHandle, UserHandle
from simcord.enums import OverwriteType

from tests.drivers.canon import NEWS, propose_and_approve
from tests.drivers.setup import open_setup
from tests.drivers.status_card import get_card, get_stored_card, list_cards, look_at, set_up_card
from tests.posting import MESSAGES_PATH, FakePlatform, list_posts, run_due_at
from tests.world import World

MESSAGE_PATH = "/channels/*/messages/*"


@pytest.fixture
def other(world: World) -> ChannelHandle:
    return world.guild.create_text_channel("status")


def deny(world: World, channel: ChannelHandle, *flags: str) -> None:
    """Deny permissions to everyone in a channel, and give back all others."""
    overwrite = discord.PermissionOverwrite(**dict.fromkeys(flags, False))
    allow, denied = overwrite.pair()
    everyone = world.guild.default_role.id
    world.env.backend.set_overwrite(
        channel.id, Overwrite(everyone, OverwriteType.ROLE, allow.value, denied.value)
    )


def list_notices(world: World) -> list[str]:
    """Return what the owner of the guild was told in private."""
    owner = world.env.backend.get_guild(world.guild.id).owner_id
    return list_posts(UserHandle(world.env, world.env.backend.users[owner]).dm_channel)


async def test_a_lost_permission_is_told_once_and_its_return_is_noticed(
    world: World, admin: MemberActor, other: ChannelHandle
) -> None:
    await set_up_card(world, admin, other)
    deny(world, other, "send_messages")
    await propose_and_approve(world, NEWS)
    for hour in ("01:00", "02:00", "03:00"):
        await look_at(world, f"2026-01-01 {hour}")
    [notice] = list_notices(world)
    assert notice == (
        f"The status card is on hold: I don't have Send Messages in <#{other.id}>. Allow it there "
        "and I'll go on by myself."
    )
    diagnosis = await open_setup(world, admin, "Diagnosis")
    assert f"I don't have Send Messages in <#{other.id}>" in diagnosis.text
    assert "I use it for the status card." in diagnosis.text
    page = await open_setup(world, admin, "Status card")
    assert "**On hold:** permission missing: Send Messages." in page.text

    deny(world, other)
    await world.env.settle()
    [card] = list_cards(other)
    assert "**Cameras roll on season three**" in card, "without waiting for the next look"
    assert list_notices(world)[1:] == [f"The status card in <#{other.id}> is up to date again."]


async def test_a_deleted_channel_is_told_and_another_one_gets_the_card(
    world: World, admin: MemberActor, other: ChannelHandle
) -> None:
    await set_up_card(world, admin, other)
    world.env.backend.delete_channel(other.id)
    await look_at(world, "2026-01-01 01:00")
    await look_at(world, "2026-01-01 02:00")
    [notice] = list_notices(world)
    assert f"the channel <#{other.id}> is gone. Choose another with /setup" in notice
    panel = await set_up_card(world, admin)
    assert panel.note == f"The status card is now in <#{world.channel.id}>."
    assert len(list_cards(world.channel)) == 1


async def test_a_channel_in_which_i_may_not_post_cannot_be_chosen(
    world: World, admin: MemberActor, other: ChannelHandle
) -> None:
    deny(world, other, "send_messages")
    panel = await set_up_card(world, admin, other)
    assert panel.note.startswith(f"I don't have Send Messages in <#{other.id}>")
    assert panel.note.endswith("Nothing was changed.")
    assert await get_stored_card(world) is None


async def test_an_old_card_out_of_reach_is_told(
    world: World, admin: MemberActor, other: ChannelHandle
) -> None:
    panel = await set_up_card(world, admin, other)
    deny(world, other, "view_channel")
    await panel.choose("channel", world.channel)
    assert len(list_cards(world.channel)) == 1
    [notice] = list_notices(world)
    assert notice == (
        f"I couldn't delete my old status card in <#{other.id}>: delete it there, or it stays."
    )


async def test_a_pin_that_is_not_allowed_is_made_up_for(
    world: World, admin: MemberActor, other: ChannelHandle
) -> None:
    panel = await set_up_card(world, admin, other)
    deny(world, other, "pin_messages")
    await panel.press("Pin it")
    assert panel.note == (
        "I can't pin it yet: allow me *Pin Messages* in that channel and I'll do it."
    )
    diagnosis = await open_setup(world, admin, "Diagnosis")
    assert f"I don't have Pin Messages in <#{other.id}>" in diagnosis.text
    deny(world, other)
    await world.env.settle()
    [card] = [one for one in other.history() if one.components]
    assert card.pinned


async def test_trouble_at_discord_is_tried_again_soon(world: World, admin: MemberActor) -> None:
    await set_up_card(world, admin)
    await propose_and_approve(world, NEWS)
    world.env.inject_error("PATCH", MESSAGE_PATH, status=503)
    await look_at(world, "2026-01-01 01:00")
    assert "Cameras roll" not in list_cards(world.channel)[0]
    await look_at(world, "2026-01-01 01:01")
    assert "Cameras roll" in list_cards(world.channel)[0]
    assert list_notices(world) == []


async def test_what_discord_refuses_is_told_once_and_tried_the_next_day(
    world: World, admin: MemberActor
) -> None:
    await look_at(world, "2026-01-01 00:01")
    world.env.inject_error("POST", MESSAGES_PATH, status=400, code=200000)
    await set_up_card(world, admin)
    assert list_cards(world.channel) == []
    [notice] = list_notices(world)
    assert "can't be shown: AutoMod of this server blocked it." in notice
    assert notice in (await open_setup(world, admin, "Diagnosis")).text
    await look_at(world, "2026-01-01 12:00")
    assert list_cards(world.channel) == []
    await look_at(world, "2026-01-02 00:01")
    assert len(list_cards(world.channel)) == 1
    assert "AutoMod" not in (await open_setup(world, admin, "Diagnosis")).text


async def test_a_message_that_came_after_all_is_not_sent_twice(
    world: World, admin: MemberActor
) -> None:
    platform = FakePlatform(world)
    platform.after_send = raise_disconnected_once(platform)
    await set_up_card(world, admin)
    assert len(list_cards(world.channel)) == 1
    assert (await get_stored_card(world)).message_id is None
    await look_at(world, "2026-01-01 00:01")
    assert (await get_stored_card(world)).message_id == get_card(world.channel).id
    assert len(list_cards(world.channel)) == 1


def raise_disconnected_once(platform: FakePlatform) -> Callable[[], None]:
    """Return a step that breaks the connection the first time."""

    def step() -> None:
        platform.after_send = lambda: None
        raise ConnectionResetError

    return step


async def test_without_attach_files_the_card_is_text(
    world: World, admin: MemberActor, other: ChannelHandle
) -> None:
    deny(world, other, "attach_files")
    await set_up_card(world, admin, other)
    assert get_card(other).attachments == []
    await propose_and_approve(world, NEWS)
    await look_at(world, "2026-01-01 01:00")
    assert "**Cameras roll on season three**" in list_cards(other)[0]
    assert get_card(other).attachments == []


async def test_a_guild_that_was_left_is_left_alone(world: World, admin: MemberActor) -> None:
    await set_up_card(world, admin)
    guild = world.bot.get_guild(world.guild.id)
    assert guild is not None
    world.bot._connection._remove_guild(guild)
    before = len(world.env.http_requests)
    await run_due_at(world, "2026-01-01 05:00")
    assert len(world.env.http_requests) == before
