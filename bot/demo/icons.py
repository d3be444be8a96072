"""The icons in the demo, whose simulated Discord takes emoji without keeping their pictures."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping

from simcord.backend.cdn import CDN_BASE

from bot.client import FanBot
from bot.icons.catalog import list_icons
from bot.icons.drawing import draw_icon
from bot.icons.sync import sync_icons


async def add_icons(bot: FanBot) -> Mapping[str, tuple[str, bytes]]:
    """Upload the icons as `emoji sync` does; return their media types and contents by address."""
    manifests = bot.store.canon.list_manifests()
    await sync_icons(bot, *manifests)
    await bot.packs.load_icons(bot)
    ids = {one.name: one.id for one in await bot.fetch_application_emojis()}
    pictures: dict[str, tuple[str, bytes]] = {}
    for colour, icon in ((one.colour, icon) for one in manifests for icon in list_icons(one)):
        address = f"{CDN_BASE}/emojis/{ids[icon.build_name(colour)]}.png"
        png = await asyncio.to_thread(draw_icon, icon, colour)
        pictures[address] = ("image/png", png)
    return pictures
