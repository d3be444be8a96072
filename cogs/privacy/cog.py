"""The `/privacy` command, and the deletion of what is kept about guilds that were left."""

from __future__ import annotations

import asyncio
import logging
from datetime import datetime, timedelta

import discord
from discord import app_commands
from discord.ext import commands

from bot.base import BotBase, Interaction, get_pack
from bot.permissions import ANYWHERE
from bot.scheduling.scheduler import SCHEDULER
from cogs.privacy.views import overview_page

log = logging.getLogger(__name__)

RETENTION = timedelta(days=30)
"""How long a guild's data is kept after the bot left it."""
BATCHES = 40
"""Batches of rows deleted in one tick; the rest is deleted in the next ones."""
JOB_NAME = "servers that were left"


class PrivacyCog(commands.Cog, name="Privacy"):
    """The command, and the job that erases guilds which the bot left."""

    def __init__(self, bot: BotBase) -> None:
        self._bot = bot
        self._membership = bot.store.membership

    async def cog_load(self) -> None:
        self._bot.resources[SCHEDULER].periodic_jobs.register(JOB_NAME, self.erase_departed_guilds)

    async def cog_unload(self) -> None:
        self._bot.resources[SCHEDULER].periodic_jobs.unregister(JOB_NAME)

    @app_commands.command(
        description="What I keep about you; export it or delete it", extras={ANYWHERE: True}
    )
    async def privacy(self, interaction: Interaction) -> None:
        """Show the member, privately, what is kept about them."""
        await interaction.response.defer(ephemeral=True)
        card = await overview_page(interaction)
        await interaction.followup.send(
            view=card.build_view(get_pack(interaction).colour), ephemeral=True
        )

    @commands.Cog.listener()
    async def on_ready(self) -> None:
        """Record which guilds were joined and left while the bot did not run."""
        present = [guild.id for guild in self._bot.guilds]
        await self._membership.reconcile(present, self._bot.shard_set, self._bot.clock())

    @commands.Cog.listener()
    async def on_guild_join(self, guild: discord.Guild) -> None:
        """Record that the bot is in the guild, so that its data is kept."""
        await self._membership.mark_joined(guild.id)

    @commands.Cog.listener()
    async def on_guild_remove(self, guild: discord.Guild) -> None:
        """Record when the bot left the guild; an outage of a guild does not cause this event."""
        await self._membership.mark_left(guild.id, self._bot.clock())

    async def erase_departed_guilds(self, now: datetime) -> bool:
        """Erase a part of the data of guilds left over `RETENTION` ago; return True at the end."""
        left_before = now - RETENTION
        batches_left = BATCHES
        for guild_id in await self._membership.list_left_before(left_before, self._bot.shard_set):
            if self._bot.get_guild(guild_id) is not None:
                await self._membership.mark_joined(guild_id)
                continue
            while await self._membership.erase_batch(guild_id, left_before):
                batches_left -= 1
                if batches_left == 0:
                    return False
                await asyncio.sleep(0)
            self._bot.store.canon.forget_choice(guild_id)
            log.info("server %d was left %d days ago: its data is gone", guild_id, RETENTION.days)
        return True
