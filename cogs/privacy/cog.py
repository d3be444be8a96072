"""The `/privacy` command, and the clock of servers that were left."""

from __future__ import annotations

import asyncio
import logging
from datetime import datetime, timedelta

import discord
from discord import app_commands
from discord.ext import commands

from bot.base import BotBase, Interaction
from bot.scheduling.scheduler import SCHEDULER
from cogs.privacy.views import overview_page
from storage.posts.models import ShardSet

log = logging.getLogger(__name__)

RETENTION = timedelta(days=30)
"""How long a server's data outlives its last sight of the bot."""
BATCHES = 40
"""Batches of rows deleted in one tick; what is left goes with the next ones."""
JOB_NAME = "servers that were left"


class PrivacyCog(commands.Cog, name="Privacy"):
    """What is kept, and for how long."""

    def __init__(self, bot: BotBase) -> None:
        self._bot = bot
        self._membership = bot.store.membership

    async def cog_load(self) -> None:
        self._bot.resources[SCHEDULER].periodic_jobs.register(JOB_NAME, self.erase_departed_guilds)

    async def cog_unload(self) -> None:
        self._bot.resources[SCHEDULER].periodic_jobs.unregister(JOB_NAME)

    @app_commands.command(description="What is stored about you; export it, or delete it")
    async def privacy(self, interaction: Interaction) -> None:
        """Show it to whoever asks, and to nobody else."""
        await interaction.response.defer(ephemeral=True)
        card = await overview_page(interaction)
        await interaction.followup.send(view=card.build_view(self._bot.colour), ephemeral=True)

    @commands.Cog.listener()
    async def on_ready(self) -> None:
        """Notice what servers did while the bot was down: by now it knows all of them."""
        present = [guild.id for guild in self._bot.guilds]
        await self._membership.reconcile(present, self._shard_set(), self._timestamp())

    @commands.Cog.listener()
    async def on_guild_join(self, guild: discord.Guild) -> None:
        """Stop the clock, if it ran."""
        await self._membership.mark_joined(guild.id)

    @commands.Cog.listener()
    async def on_guild_remove(self, guild: discord.Guild) -> None:
        """Start the clock. An outage does not come here: its servers are only unavailable."""
        await self._membership.mark_left(guild.id, self._timestamp())

    async def erase_departed_guilds(self, now: datetime) -> bool:
        """Delete a part of what is kept about servers left too long ago; True when all is gone."""
        left_before = int((now - RETENTION).timestamp())
        batches_left = BATCHES
        for guild_id in await self._membership.list_left_before(left_before, self._shard_set()):
            if self._bot.get_guild(guild_id) is not None:
                await self._membership.mark_joined(guild_id)
                continue
            while await self._membership.erase_batch(guild_id, left_before):
                batches_left -= 1
                if batches_left == 0:
                    return False
                await asyncio.sleep(0)
            log.info("server %d was left %d days ago: its data is gone", guild_id, RETENTION.days)
        return True

    def _shard_set(self) -> ShardSet:
        bot = self._bot
        return ShardSet(frozenset(bot.shards), bot.shard_count or 1)

    def _timestamp(self) -> int:
        return int(self._bot.clock().timestamp())
