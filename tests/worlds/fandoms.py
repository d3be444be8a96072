"""A bot with two packs, and a second guild that chose the second of them."""

from __future__ import annotations

import re
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

from bot.packs.new_pack import ENTRIES_FILE, write_new_pack
from bot.settings import Settings
from tests.drivers.setup import SetupDriver, open_setup
from tests.platform_rules.document import PlatformDocument
from tests.posting import add_admin
from tests.world import TINY_PACK, World, build_settings, card_text, open_world

SECOND = "Night Train"
SECOND_SLUG = "night-train"


def write_second_pack(folder: Path) -> Path:
    """Write the pack that `seeds new` writes, as the second one of the bot."""
    return write_new_pack(SECOND, folder)


def change_text(pack: Path, old: str, new: str) -> None:
    """Replace a text in the entries of a pack, as its author would."""
    path = pack / ENTRIES_FILE
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


def build_two_pack_settings(folder: Path) -> Settings:
    """Build settings with the tiny pack, and the second one in `folder`."""
    second = folder / SECOND_SLUG
    return build_settings(
        folder, seeds=(TINY_PACK, second if second.exists() else write_second_pack(folder))
    )


@asynccontextmanager
async def open_two_fandoms(
    folder: Path, document: PlatformDocument | None
) -> AsyncGenerator[tuple[World, World]]:
    """Run a bot with two packs; yield a guild with each, the second of which has chosen it."""
    async with open_world(build_two_pack_settings(folder), document) as first:
        second = add_guild(first, "Passengers")
        panel = await open_fandom_page(second)
        await panel.choose("fandom", SECOND_SLUG)
        yield first, second


def add_guild(world: World, name: str) -> World:
    """Add another guild with the same two people."""
    guild = world.env.create_guild(name)
    alice, bob = (guild.add_member(one.user) for one in (world.alice, world.bob))
    return replace(
        world, guild=guild, channel=guild.create_text_channel("talk"), alice=alice, bob=bob
    )


async def open_fandom_page(world: World) -> SetupDriver:
    """Open the page of the panel on which an admin of the guild chooses its pack."""
    return await open_setup(world, add_admin(world), "Fandom")


async def read(world: World, command: str) -> str:
    """Return the text of what a command shows a member."""
    text = card_text((await world.alice.slash(world.channel, command)).response)
    return re.sub(r"\s+", " ", text)
