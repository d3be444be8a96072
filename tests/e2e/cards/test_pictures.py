"""A card brings its picture along, described for people who do not see it; its text says all."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import discord
import pytest
from PIL import Image
from simcord.backend.models import Overwrite
from simcord.enums import OverwriteType

from bot.pictures.fonts import get_font
from tests.platform_rules.document import PlatformDocument
from tests.posting import get_raw_components
from tests.world import World, build_settings, card_text, open_world


def get_pictures(message: Any) -> list[dict[str, Any]]:
    """The pictures that a message shows, as the platform has stored them."""
    found: list[dict[str, Any]] = []
    pending = list(get_raw_components(message))
    while pending:
        component = pending.pop(0)
        pending += component.get("components", [])
        found += component.get("items", []) if component["type"] == 12 else []
    return found


async def show_status(world: World) -> Any:
    return (await world.alice.slash(world.channel, "status")).response


async def test_the_status_shows_the_road_and_says_what_is_on_it(world: World) -> None:
    shown = await show_status(world)

    [picture] = get_pictures(shown.message)
    [file] = shown.attachments
    assert picture["media"]["url"] == file.url
    assert picture["description"].startswith("The road to the second season: Writing. Step 2 of 8")
    with Image.open(io.BytesIO(await file.read())) as image:
        assert image.format == "WEBP"
        assert image.width == 1200


async def test_a_page_that_replaces_another_replaces_its_picture(world: World) -> None:
    shown = await show_status(world)
    button = "Promises vs. reality"
    private = (await world.alice.click(shown.message, label=button)).response
    first = get_pictures(private.message)
    assert "Writing starts within the year" in first[0]["description"]
    assert [one.filename for one in private.attachments] == ["promises.webp"]


async def test_the_timeline_shows_how_much_happened_when(world: World) -> None:
    shown = (await world.alice.slash(world.channel, "timeline")).response

    [picture] = get_pictures(shown.message)
    assert picture["description"].startswith("The story so far: ")
    assert " events. On this page: " in picture["description"]


async def test_where_pictures_are_off_the_card_is_text(
    tmp_path: Path, platform_document: PlatformDocument | None
) -> None:
    settings = build_settings(tmp_path, pictures=False)
    async with open_world(settings, platform_document) as plain:
        shown = await show_status(plain)

        assert get_pictures(shown.message) == []
        assert shown.attachments == []
        assert "▰▰▱▱▱▱▱▱  **Writing** (step 2 of 8, next: deals)" in card_text(shown)


async def test_beside_a_picture_of_the_stages_there_is_no_bar_of_them(world: World) -> None:
    shown = await show_status(world)
    assert len(get_pictures(shown.message)) == 1
    assert "\n**Writing** (step 2 of 8, next: deals)" in card_text(shown)
    assert "▰" not in card_text(shown)


async def test_a_picture_that_cannot_be_drawn_costs_nothing_else(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.pictures.fonts.FONTS", Path("nowhere"))
    get_font.cache_clear()
    shown = await show_status(world)

    assert get_pictures(shown.message) == []
    assert "**Writing** (step 2 of 8, next: deals)" in card_text(shown)


async def test_where_no_file_may_be_attached_the_card_is_text(world: World) -> None:
    overwrite = discord.PermissionOverwrite(attach_files=False)
    allow, denied = overwrite.pair()
    everyone = world.guild.default_role.id
    world.env.backend.set_overwrite(
        world.channel.id, Overwrite(everyone, OverwriteType.ROLE, allow.value, denied.value)
    )

    shown = await show_status(world)
    assert get_pictures(shown.message) == []
    assert "**Writing** (step 2 of 8, next: deals)" in card_text(shown)


async def test_a_direct_message_has_its_picture(world: World) -> None:
    shown = (await world.alice.user.slash("status")).response

    assert len(get_pictures(shown.message)) == 1
