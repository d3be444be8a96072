"""The `/canon` command group, and the canon's page of `/setup`."""

from __future__ import annotations

from discord import app_commands
from discord.ext import commands

from bot.base import BotBase
from bot.setup.registry import SETUP_REGISTRY
from cogs.canon.history.commands import HISTORY_COMMANDS
from cogs.canon.review.commands import REVIEW_COMMANDS
from cogs.canon.setup_page import CanonPage
from cogs.canon.submit.commands import add_group
from cogs.canon.transfer.commands import TRANSFER_COMMANDS


class CanonCog(commands.Cog, name="Canon"):
    """Registers the page of `/setup` while the feature is loaded."""

    def __init__(self, bot: BotBase) -> None:
        self._registry = bot.resources[SETUP_REGISTRY]
        self._page = CanonPage(bot)

    async def cog_load(self) -> None:
        self._registry.register_settings_page(self._page)

    async def cog_unload(self) -> None:
        self._registry.unregister(self._page.key)


def build_canon_group() -> app_commands.Group:
    """Return `/canon` with the commands of every part of the feature."""
    group = app_commands.Group(
        name="canon",
        description="Add to what is on record here, and decide about it",
        guild_only=True,
    )
    group.add_command(add_group)
    for command in (*REVIEW_COMMANDS, *HISTORY_COMMANDS, *TRANSFER_COMMANDS):
        group.add_command(command)
    return group
