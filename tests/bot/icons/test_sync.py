"""Icons are uploaded once, replaced when they change, and shown by cards from the next start."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.app import open_bot
from bot.icons.catalog import list_icons
from bot.icons.sync import IconSync, sync_icons
from tests.platform_rules.document import PlatformDocument
from tests.world import World, build_settings, card_text, open_world

COUNT = 13
"""The ten stages of a film and three certainties."""


def list_names(world: World) -> list[str]:
    return sorted(one.name for one in world.env.backend.application_emojis.values())


def find_markdown(world: World, base_name: str) -> str:
    """Return the emoji of an icon as cards write it."""
    emoji = world.env.backend.application_emojis.values()
    return next(f"<:{one.name}:{one.id}>" for one in emoji if one.name.startswith(base_name))


async def read_status(world: World) -> str:
    return card_text((await world.alice.slash(world.channel, "status")).response)


async def test_the_first_sync_uploads_all_and_the_second_nothing(world: World) -> None:
    assert await sync_icons(world.bot, world.bot.packs.get(None).manifest) == IconSync(COUNT, 0, 0)
    names = list_names(world)
    assert await sync_icons(world.bot, world.bot.packs.get(None).manifest) == IconSync(0, 0, COUNT)
    assert list_names(world) == names


async def test_a_new_colour_replaces_every_icon_and_leaves_other_emoji_alone(
    world: World,
) -> None:
    await world.bot.create_application_emoji(name="romy_wink", image=b"\x89PNG\r\n\x1a\n")
    await sync_icons(world.bot, world.bot.packs.get(None).manifest)
    blue = world.bot.packs.get(None).manifest.model_copy(update={"colour": "#00aaff"})
    assert await sync_icons(world.bot, blue) == IconSync(0, COUNT, 0)
    current = [icon.build_name(blue.colour) for icon in list_icons(blue)]
    assert list_names(world) == sorted([*current, "romy_wink"])


async def test_a_sync_that_was_interrupted_goes_on_where_it_stopped(world: World) -> None:
    icons = list_icons(world.bot.packs.get(None).manifest)[:5]
    for icon in icons:
        name = icon.build_name(world.bot.packs.get(None).manifest.colour)
        await world.bot.create_application_emoji(name=name, image=b"\x89PNG\r\n\x1a\n")
    assert await sync_icons(world.bot, world.bot.packs.get(None).manifest) == IconSync(
        COUNT - 5, 0, 5
    )


async def test_cards_have_text_without_icons_and_both_with_them(
    tmp_path: Path, platform_document: PlatformDocument | None
) -> None:
    settings = build_settings(tmp_path)
    async with open_world(settings, platform_document) as world:
        before = await read_status(world)
        assert "\n**Writing**" in before
        assert "\n**Reported**" in before
        assert "<:" not in before
        await sync_icons(world.bot, world.bot.packs.get(None).manifest)
        async with open_bot(settings, world.env.now, shard_count=1) as successor:
            await world.env.restart_bot(successor)
            await world.env.settle()
            text = await read_status(world)
            assert f"\n{find_markdown(world, 'stage_writing')} **Writing**" in text
            assert f"\n{find_markdown(world, 'certainty_reported')} **Reported**" in text


@pytest.mark.parametrize("status", [403, 500])
async def test_a_platform_that_does_not_say_leaves_cards_without_icons(
    world: World, status: int
) -> None:
    await sync_icons(world.bot, world.bot.packs.get(None).manifest)
    world.env.inject_error("GET", "/applications/*/emojis", status=status, times=None)
    await world.bot.packs.load_icons(world.bot)
    assert "<:" not in await read_status(world)


async def test_an_outdated_icon_is_shown_until_it_is_replaced(world: World) -> None:
    blue = world.bot.packs.get(None).manifest.model_copy(update={"colour": "#00aaff"})
    await sync_icons(world.bot, blue)
    await world.bot.packs.load_icons(world.bot)
    assert "<:stage_" in await read_status(world)
