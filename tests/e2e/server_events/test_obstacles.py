"""What keeps events off the list is told once, and they follow when that is over."""

from __future__ import annotations

import discord
import pytest
from simcord.actors import MemberActor

from tests.drivers.server_events import list_all_events, list_events, look_at_events, switch_on
from tests.drivers.setup import open_setup
from tests.e2e.status_card.test_obstacles import list_notices
from tests.platform_rules.strict_requests import MAX_EVENTS
from tests.posting import add_admin
from tests.world import World

FEBRUARY = "2026-02-10 12:00"
EVENTS = "/guilds/*/scheduled-events"
FIX = "In Server Settings, Roles, give it to my role."


@pytest.fixture
async def admin(world: World) -> MemberActor:
    """An admin, at a time with one anniversary in the next thirty days."""
    await look_at_events(world, FEBRUARY)
    return add_admin(world)


def set_permissions(world: World, **flags: bool) -> None:
    """Change what the bot may do in the whole server."""
    for role in world.bot.get_guild(world.guild.id).roles:
        changed = discord.Permissions(role.permissions.value)
        changed.update(administrator=False, **flags)
        world.env.backend.edit_role(world.guild.id, role.id, {"permissions": changed.value})


async def test_create_events_is_all_that_is_needed(world: World, admin: MemberActor) -> None:
    set_permissions(world, create_events=True, manage_events=False)
    panel = await switch_on(world, admin)
    assert len(list_events(world)) == 1
    await panel.press("Turn off")
    assert list_events(world) == []


async def test_manage_events_alone_does_not_do(world: World, admin: MemberActor) -> None:
    set_permissions(world, create_events=False, manage_events=True)
    panel = await switch_on(world, admin)
    assert list_all_events(world) == []
    assert f"**On hold:** I don't have Create Events. {FIX}" in panel.text
    for hour in ("13:00", "14:00"):
        await look_at_events(world, f"2026-02-10 {hour}")
    assert list_notices(world) == [
        f"I can't look after this server's events: I don't have Create Events. {FIX}"
    ]
    diagnosis = await open_setup(world, admin, "Diagnosis")
    assert (
        "1. I don't have Create Events: in Server Settings, Roles, give it to my role. I use it "
        "for events."
    ) in diagnosis.text

    set_permissions(world, create_events=True)
    await world.env.settle()
    assert len(list_events(world)) == 1, "without waiting for the next look"
    assert list_notices(world)[1:] == [
        "I add anniversaries and promised dates to this server's events again."
    ]


async def test_a_full_list_is_told_once_and_tried_the_next_day(
    world: World, admin: MemberActor
) -> None:
    others = [create_other(world, number) for number in range(MAX_EVENTS)]
    panel = await switch_on(world, admin)
    assert "**On hold:** this server has as many events as Discord allows" in panel.text
    [notice] = list_notices(world)
    assert notice == (
        "I couldn't add an event to this server's list: this server has as many events as Discord "
        "allows, which is 100. I'll try again tomorrow."
    )
    world.env.backend.delete_scheduled_event(world.guild.id, others[0])
    await look_at_events(world, "2026-02-10 18:00")
    assert len(list_events(world)) == MAX_EVENTS - 1
    await look_at_events(world, "2026-02-11 12:00")
    assert len(list_events(world)) == MAX_EVENTS


def create_other(world: World, number: int) -> int:
    """Create an event of a member; return its id."""
    event = world.env.backend.create_scheduled_event(
        world.guild.id,
        name=f"Film night {number}",
        entity_type=3,
        scheduled_start_time="2026-06-01T20:00:00+00:00",
        scheduled_end_time="2026-06-01T22:00:00+00:00",
        creator_id=world.alice.id,
        entity_metadata={"location": "The sofa"},
    )
    return event.id


@pytest.mark.parametrize("status", [429, 500, 503])
async def test_trouble_at_discord_is_tried_again_soon(
    world: World, admin: MemberActor, status: int
) -> None:
    world.env.inject_error("POST", EVENTS, status=status)
    await switch_on(world, admin)
    assert list_all_events(world) == []
    await look_at_events(world, "2026-02-10 12:01")
    assert len(list_events(world)) == 1
    assert list_notices(world) == []


async def test_members_events_of_the_same_name_are_not_taken_for_mine(
    world: World, admin: MemberActor
) -> None:
    copied = world.env.backend.create_scheduled_event(
        world.guild.id,
        name="Four episodes are written · 5 years ago",
        entity_type=3,
        scheduled_start_time="2026-03-01T09:00:00+00:00",
        scheduled_end_time="2026-03-02T00:00:00+00:00",
        creator_id=world.alice.id,
        entity_metadata={"location": "The sofa"},
    )
    world.env.inject_error("POST", EVENTS, status=500)
    panel = await switch_on(world, admin)
    await look_at_events(world, "2026-02-10 12:01")
    assert len(list_events(world)) == 2
    await panel.press("Turn off")
    assert [event.id for event in list_events(world)] == [copied.id]
