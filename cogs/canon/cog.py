"""The canon's page of `/setup`."""

from __future__ import annotations

from discord.ext import commands

from bot.base import BotBase
from bot.setup.registry import SETUP_REGISTRY
from cogs.canon.setup_page import CanonPage


class CanonCog(commands.Cog, name="Canon"):
    """Registers the settings page while the feature is loaded."""

    def __init__(self, bot: BotBase) -> None:
        self._panel = bot.resources[SETUP_REGISTRY]
        self._page = CanonPage(bot)

    async def cog_load(self) -> None:
        self._panel.register_settings_page(self._page)

    async def cog_unload(self) -> None:
        self._panel.unregister(self._page.key)
