"""The message that the bot sends when it joins a guild."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

import discord
from discord.ext import commands

from bot.base import BotBase
from bot.messaging.sending import REQUEST_ERRORS
from bot.permissions import ADMIN_PERMISSION
from bot.ui.card import Card
from bot.welcome.quick_setup import QuickSetupButton
from bot.welcome.tour import StartTourButton

log = logging.getLogger(__name__)

TITLE = "Thanks for having me!"
WELCOME = (
    f"Anyone with {ADMIN_PERMISSION} can set me up here or with `/setup`. Until then, I only "
    "answer commands, and everyone can look around."
)
MAX_AGE_OF_JOINING = timedelta(minutes=10)


def build_welcome_card() -> Card:
    """Return the welcome with its two ways to begin."""
    return Card(TITLE, WELCOME).with_buttons(QuickSetupButton(), StartTourButton())


class WelcomeCog(commands.Cog, name="Welcome"):
    """Points to `/setup`, once each time the bot joins a guild."""

    def __init__(self, bot: BotBase) -> None:
        self._bot = bot
        self._greeted: dict[int, datetime | None] = {}

    @commands.Cog.listener()
    async def on_guild_join(self, guild: discord.Guild) -> None:
        """Send the welcome to the system channel, if the bot may post there."""
        joined_at = guild.me.joined_at
        if joined_at is None or self._bot.clock() - joined_at > MAX_AGE_OF_JOINING:
            # Discord also leaves out `unavailable` after outages, for servers joined years ago.
            log.info("server %d came back: no word of welcome", guild.id)
            return
        if guild.id in self._greeted and self._greeted[guild.id] == joined_at:
            return
        self._greeted[guild.id] = joined_at
        channel = guild.system_channel
        if channel is None:
            log.info("server %d has no system channel: nobody was pointed to /setup", guild.id)
            return
        permissions = channel.permissions_for(guild.me)
        if not (permissions.view_channel and permissions.send_messages):
            log.info("server %d: its system channel is closed to me: no word of welcome", guild.id)
            return
        try:
            colour = self._bot.packs.get(guild.id).colour
            await channel.send(view=build_welcome_card().build_view(colour))
        except REQUEST_ERRORS as error:
            log.warning("server %d: no word of welcome: %s", guild.id, error)
