"""The `/privacy` command, and the clock of servers that were left."""

from __future__ import annotations

import asyncio
import logging
from datetime import datetime, timedelta

import discord
from discord import app_commands
from discord.ext import commands

from bot.client import FanBot
from cogs.privacy.views import held_page
from storage.posts.models import ShardSet

log = logging.getLogger(__name__)

KEPT_FOR = timedelta(days=30)
"""How long a server's data outlives its last sight of the bot."""
BATCHES = 40
"""Batches of rows deleted in one tick; what is left goes with the next ones."""
CHORE = "servers that were left"


class PrivacyCog(commands.Cog, name="Privacy"):
    """What is kept, and for how long."""

    def __init__(self, bot: FanBot) -> None:
        self._bot = bot
        self._servers = bot.store.membership

    async def cog_load(self) -> None:
        self._bot.scheduler.chores.register(CHORE, self.erase_left)

    async def cog_unload(self) -> None:
        self._bot.scheduler.chores.forget(CHORE)

    @app_commands.command(description="What is stored about you; export it, or delete it")
    async def privacy(self, interaction: discord.Interaction[FanBot]) -> None:
        """Show it to whoever asks, and to nobody else."""
        await interaction.response.defer(ephemeral=True)
        card = await held_page(interaction)
        await interaction.followup.send(view=card.view(self._bot.colour), ephemeral=True)

    @commands.Cog.listener()
    async def on_ready(self) -> None:
        """Notice what servers did while the bot was down: by now it knows all of them."""
        present = [guild.id for guild in self._bot.guilds]
        await self._servers.reconcile(present, self._share(), self._now())

    @commands.Cog.listener()
    async def on_guild_join(self, guild: discord.Guild) -> None:
        """Stop the clock, if it ran."""
        await self._servers.mark_joined(guild.id)

    @commands.Cog.listener()
    async def on_guild_remove(self, guild: discord.Guild) -> None:
        """Start the clock. An outage does not come here: its servers are only unavailable."""
        await self._servers.mark_left(guild.id, self._now())

    async def erase_left(self, now: datetime) -> bool:
        """Delete a part of what is kept about servers left too long ago; True when all is gone."""
        left_before = int((now - KEPT_FOR).timestamp())
        room = BATCHES
        for guild_id in await self._servers.list_left_before(left_before, self._share()):
            if self._bot.get_guild(guild_id) is not None:
                await self._servers.mark_joined(guild_id)
                continue
            while await self._servers.erase_batch(guild_id, left_before):
                room -= 1
                if room == 0:
                    return False
                await asyncio.sleep(0)
            log.info("server %d was left %d days ago: its data is gone", guild_id, KEPT_FOR.days)
        return True

    def _share(self) -> ShardSet:
        bot = self._bot
        return ShardSet(frozenset(bot.shards), bot.shard_count or 1)

    def _now(self) -> int:
        return int(self._bot.clock().timestamp())
