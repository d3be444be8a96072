"""The emoji of icons as cards write them; nothing where the application has none."""

from __future__ import annotations

import logging
from collections.abc import Iterable

import discord

from bot.icons.catalog import build_base_name, find_base_name, list_icons
from seeds.pack import Manifest

log = logging.getLogger(__name__)


class ShownIcons:
    """The emoji that the application has, which are read once when the bot starts."""

    def __init__(self) -> None:
        self._markdown: dict[str, str] = {}

    async def load(self, client: discord.Client, manifest: Manifest) -> None:
        """Read which emoji there are; cards go without them while Discord does not say."""
        try:
            emoji = await client.fetch_application_emojis()
        except (discord.DiscordException, OSError) as error:
            log.info("cards show no icons: %r", error)
            return
        self.show(emoji, manifest)

    def show(self, emoji: Iterable[discord.Emoji], manifest: Manifest) -> None:
        """Show these emoji from now on; an outdated one stands in for one not uploaded yet."""
        current = {icon.build_name(manifest.colour) for icon in list_icons(manifest)}
        shown: dict[str, str] = {}
        for one in emoji:
            base_name = find_base_name(one.name)
            if base_name is not None and (one.name in current or base_name not in shown):
                shown[base_name] = str(one)
        self._markdown = shown

    def get_stage(self, slug: str) -> str:
        """Return the emoji of a stage and a space, "" without one."""
        return self._get("stage", slug)

    def get_certainty(self, certainty: str) -> str:
        """Return the emoji of a certainty and a space, "" without one."""
        return self._get("certainty", certainty)

    def _get(self, kind: str, slug: str) -> str:
        found = self._markdown.get(build_base_name(kind, slug))
        return f"{found} " if found else ""
