"""The anniversary post, its test and its preview come with the picture of the day."""

from __future__ import annotations

from typing import Any

import discord
from simcord.backend.models import Overwrite
from simcord.enums import OverwriteType

from tests.posting import (
    add_admin,
    get_raw_components,
    list_posts,
    run_due_at,
    set_up_anniversaries,
)
from tests.world import World


def describe_picture(message: Any) -> str:
    """The description of the only picture of a message, "" without one."""
    found: list[str] = []
    for container in get_raw_components(message):
        for one in container.get("components", []):
            found += [item["description"] for item in one.get("items", [])]
    assert len(found) == len(message.attachments) <= 1
    return found[0] if found else ""


async def test_the_post_and_its_test_show_how_long_ago_it_was(world: World) -> None:
    admin = add_admin(world)
    await set_up_anniversaries(world, admin)
    await admin.slash(world.channel, "anniversaries test")
    test_post = world.channel.history()[-1]
    preview = (await admin.slash(world.channel, "anniversaries preview")).response
    assert describe_picture(test_post) == describe_picture(preview.message) != ""
    await run_due_at(world, "2026-03-01 09:00")

    post = world.channel.history()[-1]
    assert post.id != test_post.id
    told = describe_picture(post)
    assert "years ago" in told
    assert told.splitlines()[0].removesuffix(".") in list_posts(world.channel)[-1]


async def test_without_attach_files_the_post_is_text(world: World) -> None:
    admin = add_admin(world)
    await set_up_anniversaries(world, admin)
    allow, denied = discord.PermissionOverwrite(attach_files=False).pair()
    world.env.backend.set_overwrite(
        world.channel.id,
        Overwrite(world.guild.default_role.id, OverwriteType.ROLE, allow.value, denied.value),
    )
    await admin.slash(world.channel, "anniversaries test")
    assert describe_picture(world.channel.history()[-1]) == ""
    await run_due_at(world, "2026-03-01 09:00")

    assert describe_picture(world.channel.history()[-1]) == ""
    assert "years ago" in list_posts(world.channel)[-1]


async def test_the_day_that_is_asked_for_has_its_picture(world: World) -> None:
    shown = (await world.alice.slash(world.channel, "onthisday", date="1 October")).response

    assert "7 years ago, October 1, 2019: " in describe_picture(shown.message)
    nothing = (await world.alice.slash(world.channel, "onthisday", date="2 February")).response
    assert describe_picture(nothing.message) == ""
