"""The commands `/about` and `/help`."""

from __future__ import annotations

import logging

import discord
from discord import app_commands
from discord.ext import commands

from bot import __version__
from bot.base import BotBase, Interaction
from bot.command_sync import fetch_command_ids
from bot.messaging.sending import REQUEST_ERRORS
from bot.messaging.timeouts import wait_at_most
from bot.permissions import list_audiences
from bot.ui.replies import get_canon, reply_card
from cogs.about.cards import SlashCommand, about_card, help_card

log = logging.getLogger(__name__)

FETCH_TIMEOUT_S = 1.0
"""Seconds that an answer waits for the command ids, without which it works too."""


class AboutCog(commands.Cog, name="About"):
    """The commands that describe the bot."""

    def __init__(self) -> None:
        self._command_ids: dict[str, int] = {}

    @app_commands.command(description="What I know, what I keep, and where to report a mistake")
    async def about(self, interaction: Interaction) -> None:
        """Describe the bot and its pack."""
        bot = interaction.client
        card = about_card(
            bot.manifest,
            await get_canon(interaction).count_by_kind(),
            __version__,
            reads_messages=bot.intents.message_content,
        )
        await reply_card(interaction, card)

    @app_commands.command(description="Everything you can ask here")
    async def help(self, interaction: Interaction) -> None:
        """List the commands that the member may use here."""
        bot = interaction.client
        known = bot.tree.get_commands(type=discord.AppCommandType.chat_input)
        usable = [one for one in known if one.name != "help" and _can_use(interaction, one)]
        audiences = await list_audiences(interaction)
        card = help_card(usable, await self._get_command_ids(bot), audiences)
        await reply_card(interaction, card, ephemeral=True)

    async def _get_command_ids(self, bot: BotBase) -> dict[str, int]:
        """Return the platform's ids of the commands by name; none while it does not answer."""
        if not self._command_ids:
            try:
                self._command_ids = await wait_at_most(
                    FETCH_TIMEOUT_S, fetch_command_ids(bot.tree, bot.settings.dev_guild)
                )
            except REQUEST_ERRORS as error:
                log.info("/help names commands without a link: %r", error)
        return self._command_ids


def _can_use(interaction: Interaction, command: SlashCommand) -> bool:
    """Return whether a command is offered to the member here; overrides of a guild are not seen."""
    if interaction.guild_id is None:
        return not command.guild_only
    needed = command.default_permissions or discord.Permissions.none()
    return interaction.permissions >= needed
