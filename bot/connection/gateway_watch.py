"""Notices a shard that is connected but gets no events, and connects it again.

Such a connection answers heartbeats, so neither side closes it
(https://github.com/discord/discord-api-docs/issues/8162). A quiet shard looks the same from
outside. So it is asked for the bot's own member, whose answer is an event.
"""

from __future__ import annotations

import asyncio
import logging
import random
from datetime import datetime, timedelta

import discord

from bot.base import BotBase

log = logging.getLogger(__name__)

PROBE_INTERVAL = timedelta(minutes=5)
ANSWER_TIMEOUT_S = 20.0
MAX_PROBES = 2
"""Guilds that must not answer before the shard counts as deaf: one guild may have an outage."""


class GatewayWatch:
    """Probes the shards of this process; `timeout` is in seconds."""

    def __init__(self, bot: BotBase, timeout: float = ANSWER_TIMEOUT_S) -> None:
        self._bot = bot
        self._timeout = timeout

    async def check(self, _now: datetime) -> bool:
        """Probe every connected shard, and connect the deaf ones again; return True, as done."""
        await asyncio.gather(*(self._check_shard(shard) for shard in self._bot.shards.values()))
        return True

    async def _check_shard(self, shard: discord.ShardInfo) -> None:
        guilds = [
            guild
            for guild in self._bot.guilds
            if guild.shard_id == shard.id and not guild.unavailable
        ]
        if shard.is_closed() or not guilds:
            return
        for guild in random.sample(guilds, min(MAX_PROBES, len(guilds))):
            if await self._answers(guild):
                return
        if not shard.is_closed():
            log.warning("shard %d is connected but gets no events: connecting it again", shard.id)
            await shard.reconnect()

    async def _answers(self, guild: discord.Guild) -> bool:
        try:
            async with asyncio.timeout(self._timeout):
                await guild.query_members(user_ids=[guild.me.id], limit=1, cache=False)
        except TimeoutError:
            return False
        except (OSError, discord.DiscordException, RuntimeError) as error:
            # The library has noticed by itself that the connection is gone.
            log.debug("server %d was not asked: %r", guild.id, error)
        return True
