"""The `/about` command."""

from __future__ import annotations

import discord
from discord import app_commands
from discord.ext import commands

from bot import __version__
from bot.client import FanBot
from bot.ui.replies import canon_for, reply
from cogs.about.cards import about_card


class AboutCog(commands.Cog, name="About"):
    """What this bot is."""

    @app_commands.command(
        description="What this bot knows and keeps, and where to report a mistake"
    )
    async def about(self, interaction: discord.Interaction[FanBot]) -> None:
        """Describe bot and pack."""
        bot = interaction.client
        card = about_card(
            bot.manifest,
            await canon_for(interaction).counts(),
            __version__,
            reads_messages=bot.intents.message_content,
        )
        await reply(interaction, card)
