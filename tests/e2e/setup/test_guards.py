"""The panel in the wrong hands, in two hands at once, and with ids it never handed out."""

from __future__ import annotations

import discord
import pytest
from simcord.actors import MemberActor

from storage.guilds.settings import GuildSettings
from storage.posts.models import PauseReason
from tests.drivers.setup import open_setup
from tests.posting import add_admin, find_schedule, get_schedule, list_posts
from tests.world import World

ADMINS_ONLY = "You need Manage Server to do that here."
FORGED = (
    "That isn't one of the choices, so nothing was changed: open /setup again and pick one there."
)
SCHEDULED = ("Anniversaries", "Daily question")


async def settings_of(world: World) -> GuildSettings:
    """What the server chose, as it is stored."""
    return await world.bot.store.guild_settings.get(world.guild.id)


def withdraw(world: World, admin: MemberActor) -> None:
    """Take every role from a member."""
    member = world.env.backend.get_member(world.guild.id, admin.id)
    for role_id in list(member.role_ids):
        world.env.backend.remove_member_role(world.guild.id, admin.id, role_id)


async def test_a_panel_that_stays_open_obeys_nobody_who_lost_the_permission(
    world: World, admin: MemberActor
) -> None:
    panel = await open_setup(world, admin, "Anniversaries")
    await panel.choose("channel", world.channel)
    form = await panel.press("Exact time")
    before = await get_schedule(world)
    withdraw(world, admin)
    for label in ("Pause", "Preview", "Post a test", "Overview", "Diagnosis", "Time zone"):
        answer = await panel.press(label)
        assert answer.ephemeral
        assert answer.response.content == ADMINS_ONLY
    chosen = await admin.select(
        panel.message, ["18:00"], custom_id="setup:choose:anniversaries:hour"
    )
    assert chosen.response.content == ADMINS_ONLY
    sent = await admin.submit_modal(form, {"text": "18:00"})
    assert sent.response.content == ADMINS_ONLY
    assert await get_schedule(world) == before
    assert list_posts(world.channel) == []


async def test_nobody_else_is_offered_the_command(world: World) -> None:
    assert "setup" not in world.bob.available_commands(world.channel)


async def test_ids_of_other_servers_change_nothing(world: World, admin: MemberActor) -> None:
    beside = world.env.create_guild("Beside")
    channel, role = beside.create_text_channel("theirs"), beside.create_role("theirs")
    panel = await open_setup(world, admin, "Anniversaries")
    await panel.forge_choice("channel", str(channel.id))
    assert panel.note == FORGED
    assert await find_schedule(world) is None
    await panel.choose("channel", world.channel)
    await panel.forge_choice("role", str(role.id))
    assert panel.note == FORGED
    await panel.press("Overview")
    await panel.press("Trivia")
    await panel.forge_choice("channels", str(world.channel.id), str(channel.id))
    assert panel.note == FORGED
    await panel.press("Overview")
    await panel.press("Canon")
    await panel.forge_choice("news", str(channel.id))
    assert panel.note == FORGED
    await panel.forge_choice("reviewers", str(role.id))
    assert panel.note == FORGED
    assert await settings_of(world) == GuildSettings()
    assert (await get_schedule(world)).settings.role_id is None


@pytest.mark.parametrize(
    ("page", "field", "values"),
    [
        ("Anniversaries", "channel", ["general"]),
        ("Anniversaries", "channel", ["9" * 30]),
        ("Anniversaries", "hour", ["25:00"]),
        ("Anniversaries", "hour", []),
        ("Anniversaries", "options", ["fireworks"]),
        ("Daily question", "hour", ["now"]),
        ("Trivia", "rounds", ["31"]),
        ("Trivia", "rounds", ["-1"]),
        ("Trivia", "rounds", ["٣"]),
        ("Trivia", "games", ["9" * 400]),
        ("Canon", "day", ["101"]),
        ("Canon", "waiting", ["0"]),
        ("Dates", "language", ["tlh"]),
        ("Dates", "language", []),
    ],
)
async def test_choices_that_were_never_offered_change_nothing(
    world: World, admin: MemberActor, page: str, field: str, values: list[str]
) -> None:
    panel = await open_setup(world, admin, page)
    if field != "channel" and page in SCHEDULED:
        await panel.choose("channel", world.channel)
    schedules = await world.bot.store.schedules.list_for_guild(world.guild.id)
    await panel.forge_choice(field, *values)
    assert panel.note == FORGED
    assert await settings_of(world) == GuildSettings()
    assert await world.bot.store.schedules.list_for_guild(world.guild.id) == schedules


@pytest.mark.parametrize(
    "custom_id",
    [
        "setup:press:anniversaries:explode",
        "setup:press:canon:links:maybe",
        "setup:open:treasure",
        "setup:press:nowhere:pause",
        "setup:choose:overview:anything",
        "setup:" + "x" * 90,
    ],
)
async def test_a_forged_control_is_answered_with_a_sentence(
    world: World, admin: MemberActor, custom_id: str
) -> None:
    panel = await open_setup(world, admin)
    answer = await panel.forge(custom_id)
    assert answer.ephemeral
    assert answer.response.content.startswith("The panel has changed since you clicked")


@pytest.mark.parametrize("page", ["anniversaries", "trivia", "canon", "dates", "diagnosis"])
async def test_a_forged_form_for_a_page_is_refused_by_it(
    world: World, admin: MemberActor, page: str
) -> None:
    panel = await open_setup(world, admin, "Anniversaries")
    await panel.choose("channel", world.channel)
    form = await panel.press("Exact time")
    form._interaction.modal["custom_id"] = f"setup:form:{page}:explode"
    await admin.submit_modal(form, {"text": "x"})
    assert panel.note == FORGED


async def test_everyone_is_neither_pinged_nor_reviewer(world: World, admin: MemberActor) -> None:
    panel = await open_setup(world, admin, "Canon")
    told = await panel.choose("reviewers", world.guild.default_role)
    assert "choose one that members can add and remove" in told
    assert (await settings_of(world)).reviewer_role_id is None


async def test_a_second_click_on_the_same_button_does_no_harm(
    world: World, admin: MemberActor
) -> None:
    panel = await open_setup(world, admin, "Canon")
    panel.emit_click("setup:press:canon:links:hide")
    panel.emit_click("setup:press:canon:links:hide")
    await world.env.settle()
    assert not (await settings_of(world)).shows_links
    assert panel.note == "Links in their sources are hidden."
    late = await panel.forge("setup:press:canon:links:hide")
    assert late.response.content.startswith("The panel has changed since you clicked")
    assert not (await settings_of(world)).shows_links


async def test_two_clicks_on_pause_are_one_pause(world: World, admin: MemberActor) -> None:
    panel = await open_setup(world, admin, "Anniversaries")
    await panel.choose("channel", world.channel)
    panel.emit_click("setup:press:anniversaries:pause")
    panel.emit_click("setup:press:anniversaries:pause")
    await world.env.settle()
    assert (await get_schedule(world)).pause_reason is PauseReason.MANUAL
    assert "paused" in panel.note


async def test_two_admins_who_change_different_fields_at_once_both_succeed(world: World) -> None:
    first = add_admin(world)
    mods = world.guild.create_role("mods too", permissions=discord.Permissions(manage_guild=True))
    second = world.guild.add_member(world.env.create_user("other admin"), roles=[mods])
    fans = world.guild.create_role("fans")
    one = await open_setup(world, first, "Anniversaries")
    await one.choose("channel", world.channel)
    other = await open_setup(world, second, "Anniversaries")
    one.emit_click("setup:choose:anniversaries:hour", "18:00")
    other.emit_click("setup:choose:anniversaries:role", str(fans.id))
    one.emit_click("setup:choose:anniversaries:options")
    other.emit_click("setup:press:anniversaries:pause")
    await world.env.settle()
    schedule = await get_schedule(world)
    assert f"{schedule.settings.local_time:%H:%M}" == "18:00"
    assert schedule.settings.role_id == fans.id
    assert not any(schedule.settings.options.values())
    assert schedule.pause_reason is PauseReason.MANUAL
