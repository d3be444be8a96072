"""The commands `/about` and `/help`."""

from __future__ import annotations

import logging

import discord
from discord import app_commands
from discord.ext import commands

from bot import __version__
from bot.client import FanBot
from bot.command_sync import fetch_ids
from bot.messaging.sending import TROUBLE
from bot.messaging.timeouts import within
from bot.ui.replies import canon_for, reply
from cogs.about.cards import Usable, about_card, help_card

log = logging.getLogger(__name__)

PATIENCE_S = 1.0
"""How long an answer may wait for what only makes it nicer."""


class AboutCog(commands.Cog, name="About"):
    """What this bot is."""

    def __init__(self) -> None:
        self._ids: dict[str, int] = {}

    @app_commands.command(
        description="What this bot knows and keeps, and where to report a mistake"
    )
    async def about(self, interaction: discord.Interaction[FanBot]) -> None:
        """Describe bot and pack."""
        bot = interaction.client
        card = about_card(
            bot.manifest,
            await canon_for(interaction).count_by_kind(),
            __version__,
            reads_messages=bot.intents.message_content,
        )
        await reply(interaction, card)

    @app_commands.command(description="Everything you can ask here")
    async def help(self, interaction: discord.Interaction[FanBot]) -> None:
        """List the commands that whoever asks may use where they ask."""
        bot = interaction.client
        known = bot.tree.get_commands(type=discord.AppCommandType.chat_input)
        usable = [one for one in known if one.name != "help" and _may(interaction, one)]
        await reply(interaction, help_card(usable, await self._ids_from(bot)), private=True)

    async def _ids_from(self, bot: FanBot) -> dict[str, int]:
        """The platform's ids of the commands, by name; none while it does not tell them."""
        if not self._ids:
            try:
                self._ids = await within(PATIENCE_S, fetch_ids(bot.tree, bot.dev_guild))
            except TROUBLE as error:
                log.info("/help names commands without a link: %r", error)
        return self._ids


def _may(interaction: discord.Interaction[FanBot], command: Usable) -> bool:
    """Whether a command is offered there to whoever asks, unless a server chose otherwise."""
    if interaction.guild_id is None:
        return not command.guild_only
    needed = command.default_permissions or discord.Permissions.none()
    return interaction.permissions >= needed
