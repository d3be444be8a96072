"""The commands `/about` and `/help`."""

from __future__ import annotations

from discord import app_commands
from discord.ext import commands

from bot import __version__
from bot.base import Interaction, get_pack
from bot.permissions import ANYWHERE
from bot.ui.replies import get_canon, reply_card
from cogs.about.cards import about_card
from cogs.about.help import build_first_help


class AboutCog(commands.Cog, name="About"):
    """The commands that describe the bot."""

    @app_commands.command(
        description="What I know, what I keep, and where to report a mistake",
        extras={ANYWHERE: True},
    )
    async def about(self, interaction: Interaction) -> None:
        """Describe the bot and its pack."""
        bot = interaction.client
        card = about_card(
            get_pack(interaction).manifest,
            await get_canon(interaction).count_by_kind(),
            __version__,
            reads_messages=bot.intents.message_content,
        )
        await reply_card(interaction, card)

    @app_commands.command(description="What you can ask here", extras={ANYWHERE: True})
    async def help(self, interaction: Interaction) -> None:
        """Show the first commands of the member's role."""
        await reply_card(interaction, await build_first_help(interaction), ephemeral=True)
