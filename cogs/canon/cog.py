"""The `/canon` command group, and the canon's page of `/setup`."""

from __future__ import annotations

from discord import app_commands
from discord.ext import commands

from bot.base import BotBase, Interaction
from bot.permissions import HIDDEN_FROM_MEMBERS
from bot.setup.registry import SETUP_REGISTRY
from bot.ui.components import is_stale_component
from bot.ui.replies import reply_text
from cogs.canon.history.commands import HISTORY_COMMANDS, MEMBER_COMMANDS
from cogs.canon.permissions import REVIEW_GROUP
from cogs.canon.review.commands import REVIEW_COMMANDS
from cogs.canon.setup_page import CanonPage
from cogs.canon.submit.commands import add_group
from cogs.canon.transfer.commands import EXPORT_COMMANDS

STALE_BUTTON = "This card changed in the meantime: use the buttons it has now."


class CanonCog(commands.Cog, name="Canon"):
    """Registers the page of `/setup`, and answers late clicks."""

    def __init__(self, bot: BotBase) -> None:
        self._registry = bot.resources[SETUP_REGISTRY]
        self._page = CanonPage(bot)

    async def cog_load(self) -> None:
        self._registry.register_settings_page(self._page)

    async def cog_unload(self) -> None:
        self._registry.unregister(self._page.key)

    @commands.Cog.listener()
    async def on_interaction(self, interaction: Interaction) -> None:
        """Answer clicks on buttons that are no longer on their card, such as a second click."""
        if is_stale_component(interaction, "canon:"):
            await reply_text(interaction, STALE_BUTTON)


def build_canon_group() -> app_commands.Group:
    """Return `/canon`, the commands for every member."""
    group = app_commands.Group(
        name="canon",
        description="Add news, quotes, facts and questions, and see how they turned out",
        guild_only=True,
    )
    group.add_command(add_group)
    for command in MEMBER_COMMANDS:
        group.add_command(command)
    return group


def build_review_group() -> app_commands.Group:
    """Return `/review`, the commands for reviewers."""
    group = app_commands.Group(
        name=REVIEW_GROUP,
        description="Decide what members sent in, and change what this server added",
        guild_only=True,
        default_permissions=HIDDEN_FROM_MEMBERS,
    )
    for command in (*REVIEW_COMMANDS, *HISTORY_COMMANDS, *EXPORT_COMMANDS):
        group.add_command(command)
    return group
