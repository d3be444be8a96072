"""Uploads the icons of a pack as emoji of the application, and replaces those that changed."""

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


async def sync_icons(client: discord.Client, manifest: Manifest) -> IconSync:
    """Make the application have one emoji for each icon; other emoji stay as they are.

    A changed one is uploaded before the old one is deleted, so that cards always find one. Raises
    discord.HTTPException.
    """
    outdated: dict[str, list[discord.Emoji]] = {}
    known = {one.name: one for one in await client.fetch_application_emojis()}
    for emoji in known.values():
        base_name = find_base_name(emoji.name)
        if base_name is not None:
            outdated.setdefault(base_name, []).append(emoji)
    uploaded = replaced = kept = 0
    for icon in list_icons(manifest):
        name = icon.build_name(manifest.colour)
        old = [one for one in outdated.get(icon.base_name, ()) if one.name != name]
        if name in known:
            kept += 1
        else:
            image = await asyncio.to_thread(draw_icon, icon, manifest.colour)
            await client.create_application_emoji(name=name, image=image)
            uploaded, replaced = uploaded + (not old), replaced + bool(old)
        for emoji in old:
            await emoji.delete()
    return IconSync(uploaded, replaced, kept)
