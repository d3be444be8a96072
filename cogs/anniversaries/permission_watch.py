"""Notices when a channel may have become good again that posts were held up for."""

from __future__ import annotations

import discord
from discord.ext import commands

from bot.base import BotBase
from bot.scheduling.scheduler import SCHEDULER


class PermissionWatchCog(commands.Cog, name="Channel watch"):
    """Tells the scheduler which server to look at again."""

    def __init__(self, bot: BotBase) -> None:
        self._bot = bot

    @commands.Cog.listener()
    async def on_guild_channel_update(
        self, _before: discord.abc.GuildChannel, after: discord.abc.GuildChannel
    ) -> None:
        """A permission may be back."""
        await self._bot.resources[SCHEDULER].retry_held_up(after.guild.id)

    @commands.Cog.listener()
    async def on_guild_role_update(self, _before: discord.Role, after: discord.Role) -> None:
        """A permission may be back."""
        await self._bot.resources[SCHEDULER].retry_held_up(after.guild.id)

    @commands.Cog.listener()
    async def on_member_update(self, _before: discord.Member, after: discord.Member) -> None:
        """Somebody may have given the bot a role."""
        if after.id == after.guild.me.id:
            await self._bot.resources[SCHEDULER].retry_held_up(after.guild.id)

    @commands.Cog.listener()
    async def on_raw_thread_update(self, payload: discord.RawThreadUpdateEvent) -> None:
        """The thread may be open again."""
        await self._bot.resources[SCHEDULER].retry_held_up(payload.guild_id)
