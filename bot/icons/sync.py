"""Uploads the icons of packs as emoji of the application, and replaces those that changed."""

from __future__ import annotations

import asyncio
from typing import NamedTuple

import discord

from bot.icons.catalog import find_base_name, list_icons
from bot.icons.drawing import draw_icon
from seeds.pack import Manifest


class IconSync(NamedTuple):
    """How many icons were uploaded for the first time, replaced, and left as they were."""

    uploaded: int
    replaced: int
    kept: int


async def sync_icons(client: discord.Client, *manifests: Manifest) -> IconSync:
    """Make the application have one emoji for each icon of the packs; others stay as they are.

    A changed one is uploaded before the old one is deleted, so that cards always find one. Raises
    discord.HTTPException.
    """
    wanted = {
        icon.build_name(one.colour): (icon, one.colour)
        for one in manifests
        for icon in list_icons(one)
    }
    outdated: dict[str, list[discord.Emoji]] = {}
    known = {one.name: one for one in await client.fetch_application_emojis()}
    for emoji in known.values():
        base_name = find_base_name(emoji.name)
        if base_name is not None and emoji.name not in wanted:
            outdated.setdefault(base_name, []).append(emoji)
    uploaded = replaced = kept = 0
    for name, (icon, colour) in wanted.items():
        old = outdated.pop(icon.base_name, [])
        if name in known:
            kept += 1
        else:
            image = await asyncio.to_thread(draw_icon, icon, colour)
            await client.create_application_emoji(name=name, image=image)
            uploaded, replaced = uploaded + (not old), replaced + bool(old)
        for emoji in old:
            await emoji.delete()
    return IconSync(uploaded, replaced, kept)
