"""Notices a shard that is connected but gets no events, and connects it again.

Such a connection answers heartbeats, so neither side closes it
(https://github.com/discord/discord-api-docs/issues/8162). A quiet shard looks the same from
outside. So it is asked for the bot's own member, whose answer is an event.
"""

from __future__ import annotations

import asyncio
import logging
import random
import time

import discord

from bot.base import BotBase
from bot.health.limits import HealthLimits
from bot.health.state import ShardState
from bot.instrumentation.concerns import Subject
from bot.markdown import Markdown, format_number

log = logging.getLogger(__name__)

MAX_PROBES = 2
"""Guilds that must not answer before the shard counts as deaf: one guild may have an outage."""
MAX_WAIT_FACTOR = 12
"""How many intervals lie between two reconnections at most: Discord allows 1,000 a day in all."""


class GatewayWatch:
    """Probes the shards of this process."""

    def __init__(self, bot: BotBase, limits: HealthLimits) -> None:
        self._bot = bot
        self._limits = limits
        self._heard_at: dict[int, float] = {}
        """The monotonic time of the last known event by shard."""
        self._reconnections: dict[int, int] = {}
        """How often each deaf shard was connected again without being heard since."""
        self._reconnect_at: dict[int, float] = {}

    async def run(self) -> None:
        """Probe until cancelled, and more often while a shard is deaf."""
        self._bot.add_listener(self._note_event, "on_shard_ready")
        self._bot.add_listener(self._note_event, "on_shard_resumed")
        try:
            while True:
                limits = self._limits
                is_deaf = bool(self._reconnections)
                await asyncio.sleep(limits.gateway_answer if is_deaf else limits.gateway_probe)
                await self.check()
        finally:
            self._bot.remove_listener(self._note_event, "on_shard_ready")
            self._bot.remove_listener(self._note_event, "on_shard_resumed")

    async def check(self) -> None:
        """Probe every connected shard, and connect the deaf ones again."""
        await asyncio.gather(*(self._check_shard(shard) for shard in self._bot.shards.values()))

    def list_shards(self) -> tuple[ShardState, ...]:
        """Return the shards as they are known to be."""
        return tuple(
            ShardState(
                shard.id,
                not shard.is_closed(),
                shard.latency,
                self._heard_at.get(shard.id),
                shard.id in self._reconnections,
            )
            for shard in self._bot.shards.values()
        )

    async def _note_event(self, shard_id: int) -> None:
        self._heard_at[shard_id] = time.monotonic()

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
                await self._note_event(shard.id)
                if self._reconnections.pop(shard.id, 0):
                    log.warning("shard %d gets events again", shard.id)
                self._update_concern()
                return
        if not shard.is_closed():
            await self._reconnect(shard)

    async def _reconnect(self, shard: discord.ShardInfo) -> None:
        """Connect a deaf shard again, unless that was tried lately; each time it waits longer."""
        tries, now = self._reconnections.get(shard.id, 0), time.monotonic()
        if tries and now < self._reconnect_at[shard.id]:
            return
        if not tries:
            log.warning("shard %d is connected but gets no events: connecting it again", shard.id)
        self._reconnections[shard.id] = tries + 1
        self._update_concern()
        factor = min(2**tries, MAX_WAIT_FACTOR)
        self._reconnect_at[shard.id] = now + factor * self._limits.gateway_probe
        await shard.reconnect()

    def _update_concern(self) -> None:
        """Say which shards stay deaf although they were connected again."""
        deaf: list[Markdown] = [
            format_number(shard_id) for shard_id, tries in self._reconnections.items() if tries > 1
        ]
        if not deaf:
            self._bot.concerns.clear(Subject.GATEWAY)
            return
        self._bot.concerns.raise_concern(
            Subject.GATEWAY,
            f"Discord sends me no events on shard {', '.join(deaf)}, and I have connected again.",
            "Restart me; if that doesn't help, look at discordstatus.com.",
        )

    async def _answers(self, guild: discord.Guild) -> bool:
        try:
            async with asyncio.timeout(self._limits.gateway_answer):
                await guild.query_members(user_ids=[guild.me.id], limit=1, cache=False)
        except TimeoutError:
            return False
        except (OSError, discord.DiscordException, RuntimeError) as error:
            # The library has noticed by itself that the connection is gone.
            log.debug("server %d was not asked: %r", guild.id, error)
        return True
