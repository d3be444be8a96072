"""Who may use a command is the same to Discord, to the bot, in /help and in the README."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import discord
from discord import app_commands
from simcord.actors import MemberActor

from bot.permissions import ACCESS_LEVEL, AccessLevel
from tests.drivers.canon import FACT, propose
from tests.drivers.setup import open_setup
from tests.posting import add_admin
from tests.world import World, card_text, show_command

README = (Path(__file__).parents[2] / "README.md").read_text("utf-8")
HEADINGS = {
    None: ("For everyone, in servers and in direct messages", "In servers"),
    AccessLevel.REVIEWERS: ("For reviewers",),
    AccessLevel.ADMINS: ("For admins",),
}
MANAGE_SERVER = discord.Permissions(manage_guild=True)
FILLED: dict[str, dict[str, Any]] = {
    "review retract": {"id": "1"},
    "review edit": {"id": "1"},
}
"""Options that a command needs."""


def iter_commands(world: World) -> Iterator[app_commands.Command[Any, ..., Any]]:
    """Yield every slash command, those in groups too."""
    for command in world.bot.tree.get_commands(type=discord.AppCommandType.chat_input):
        found = command.walk_commands() if isinstance(command, app_commands.Group) else [command]
        yield from (one for one in found if isinstance(one, app_commands.Command))


def get_root(command: app_commands.Command[Any, ..., Any]) -> Any:
    return command.root_parent or command


def list_names(world: World, access_level: AccessLevel | None) -> set[str]:
    return {
        one.qualified_name
        for one in iter_commands(world)
        if one.extras.get(ACCESS_LEVEL) == access_level
    }


def read_documented(headings: tuple[str, ...]) -> set[str]:
    """Return the commands in the README's tables below some headings."""
    documented: set[str] = set()
    for heading in headings:
        section = README.split(f"\n{heading}", 1)[1].split("\n\n", 2)[1]
        for cell in re.findall(r"^\| (.*?) \|", section, re.MULTILINE):
            names = [re.sub(r" ?\[.*", "", one) for one in re.findall(r"`([^`]+)`", cell)]
            if names and names[0].startswith("/"):
                first = names[0].removeprefix("/")
                group = first.rpartition(" ")[0] if " " in first else ""
                group = "canon add" if first.startswith("canon add") else group.split(" ")[0]
                documented |= {first, *(f"{group} {one}".strip() for one in names[1:])}
    return documented


async def test_discord_hides_exactly_what_is_not_for_every_member(world: World) -> None:
    for command in iter_commands(world):
        root, access_level = get_root(command), command.extras.get(ACCESS_LEVEL)
        hidden = root.default_permissions == MANAGE_SERVER
        assert hidden is (access_level is not None), command.qualified_name
        siblings = root.walk_commands() if isinstance(root, app_commands.Group) else [root]
        access_levels = {
            one.extras.get(ACCESS_LEVEL)
            for one in siblings
            if isinstance(one, app_commands.Command)
        }
        assert access_levels == {access_level}, "a group has commands of one access level"
        starts = {AccessLevel.ADMINS: "For admins: ", AccessLevel.REVIEWERS: "For reviewers: "}
        if command.qualified_name != "setup" and access_level is not None:
            assert command.description.startswith(starts[access_level])


async def test_the_readme_lists_each_command_under_those_who_may_use_it(world: World) -> None:
    for access_level, headings in HEADINGS.items():
        assert read_documented(headings) == list_names(world, access_level)


async def test_a_member_is_offered_nothing_that_refuses_them(world: World) -> None:
    offered = set(world.alice.available_commands(world.channel))
    assert offered - {"Save as quote"} == list_names(world, None)
    assert {name.partition(" ")[0] for name in offered}.isdisjoint(
        {"review", "import", "setup", "anniversaries"}
    )


async def test_a_reviewer_sees_what_the_server_shows_to_their_role_and_no_more(
    world: World,
) -> None:
    role = world.guild.create_role("reviewers")
    rita = world.guild.add_member(world.env.create_user("rita"), roles=[role])
    await world.bot.store.guild_settings.update(world.guild.id, reviewer_role_id=role.id)
    await propose(world, FACT)
    show_command(world, "review", role)
    offered = set(rita.available_commands(world.channel)) - {"Save as quote"}
    assert offered == list_names(world, None) | list_names(world, AccessLevel.REVIEWERS)
    opened = await rita.slash(world.channel, "review next")
    assert "The harbour lantern" in card_text(opened.response)


async def use(world: World, member: MemberActor, name: str) -> str:
    result = await member.slash(world.channel, name, **FILLED.get(name, {}))
    return card_text(result.followups[-1] if result.followups else result.response)


async def test_whom_a_server_shows_a_command_by_mistake_is_refused_all_the_same(
    world: World,
) -> None:
    refusals = {
        AccessLevel.ADMINS: "You need Manage Server to do that here.",
        AccessLevel.REVIEWERS: "Only reviewers can do that: anyone with Manage Server or the "
        "reviewer role from /setup.",
    }
    for access_level, refusal in refusals.items():
        for name in sorted(list_names(world, access_level)):
            show_command(world, name.partition(" ")[0], world.alice)
            assert await use(world, world.alice, name) == refusal, name
    assert {type(one) for one in world.take_errors()} == {app_commands.MissingPermissions}


async def test_setup_and_the_diagnosis_say_when_discord_hides_review_from_the_reviewers(
    world: World,
) -> None:
    admin = add_admin(world)
    role = world.guild.create_role("reviewers")
    page = await open_setup(world, admin, "Canon")
    remedy = "open Server Settings, Integrations, choose me, then `/review`, and add the role."
    assert remedy not in page.text
    await page.choose("reviewers", role)
    assert f"Discord hides `/review` from them at first. To show it to them, {remedy}" in page.text
    diagnosis = await open_setup(world, admin, "Diagnosis")
    assert f"Discord hides `/review` from <@&{role.id}>. To show it to them, {remedy}" in (
        diagnosis.text
    )
    show_command(world, "review", role)
    assert "Discord hides" not in (await open_setup(world, admin, "Diagnosis")).text
    mods = world.guild.create_role("leads", permissions=MANAGE_SERVER)
    page = await open_setup(world, admin, "Canon")
    await page.choose("reviewers", mods)
    assert remedy not in page.text, "who manages the server sees it anyway"
    assert "Discord hides" not in (await open_setup(world, admin, "Diagnosis")).text


async def test_the_diagnosis_says_nothing_of_what_discord_does_not_tell(world: World) -> None:
    admin, role = add_admin(world), world.guild.create_role("reviewers")
    await world.bot.store.guild_settings.update(world.guild.id, reviewer_role_id=role.id)
    world.env.inject_error("GET", "/applications/*/commands", status=500, times=None)
    assert "Discord hides" not in (await open_setup(world, admin, "Diagnosis")).text
