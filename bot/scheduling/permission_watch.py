"""Retries held-up posts when a channel, role or thread of their guild changes."""

from __future__ import annotations

import discord
from discord.ext import commands

from bot.base import BotBase
from bot.scheduling.scheduler import SCHEDULER


class PermissionWatchCog(commands.Cog, name="Permission watch"):
    """Listens for changes that may give the bot a permission, and has the scheduler retry."""

    def __init__(self, bot: BotBase) -> None:
        self._bot = bot

    @commands.Cog.listener()
    async def on_guild_channel_update(
        self, _before: discord.abc.GuildChannel, after: discord.abc.GuildChannel
    ) -> None:
        """Retry: the channel's overwrites may have changed."""
        await self._bot.resources[SCHEDULER].retry_held_up(after.guild.id)

    @commands.Cog.listener()
    async def on_guild_role_update(self, _before: discord.Role, after: discord.Role) -> None:
        """Retry: the role's permissions may have changed."""
        await self._bot.resources[SCHEDULER].retry_held_up(after.guild.id)

    @commands.Cog.listener()
    async def on_member_update(self, _before: discord.Member, after: discord.Member) -> None:
        """Retry when the bot itself may have been given a role."""
        if after.id == after.guild.me.id:
            await self._bot.resources[SCHEDULER].retry_held_up(after.guild.id)

    @commands.Cog.listener()
    async def on_thread_join(self, thread: discord.Thread) -> None:
        """Retry: a member may have mentioned the bot in a private thread."""
        await self._bot.resources[SCHEDULER].retry_held_up(thread.guild.id)

    @commands.Cog.listener()
    async def on_thread_remove(self, thread: discord.Thread) -> None:
        """Forget the membership, which the library leaves in place when it was taken away."""
        thread.me = None

    @commands.Cog.listener()
    async def on_raw_thread_update(self, payload: discord.RawThreadUpdateEvent) -> None:
        """Retry: the thread may have been unlocked."""
        await self._bot.resources[SCHEDULER].retry_held_up(payload.guild_id)
