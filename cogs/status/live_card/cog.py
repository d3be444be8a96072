"""Looks after the status cards of all guilds."""

from __future__ import annotations

from discord.ext import commands

from bot.base import BotBase
from bot.scheduling.guild_rounds import GuildRounds
from bot.scheduling.scheduler import SCHEDULER
from bot.setup.registry import SETUP_REGISTRY
from cogs.status.live_card.setup_page import StatusCardPage
from cogs.status.live_card.updater import StatusCardUpdater


class StatusCardCog(commands.Cog, name="Status card"):
    """Looks at cards when they are due, and at once after a change in `/setup` or of a role."""

    def __init__(self, bot: BotBase) -> None:
        self._bot = bot
        self._cards = bot.store.status_cards
        self._updater = StatusCardUpdater(bot)
        self._page = StatusCardPage(bot, self._updater)
        self.rounds = GuildRounds(bot, "looking at status cards", self._cards, self._updater.update)

    async def cog_load(self) -> None:
        self.rounds.register()
        self._bot.resources[SCHEDULER].add_retry(self._retry_held_up)
        self._bot.resources[SETUP_REGISTRY].register_settings_page(self._page)

    async def cog_unload(self) -> None:
        await self.rounds.unregister()
        self._bot.resources[SCHEDULER].remove_retry(self._retry_held_up)
        self._bot.resources[SETUP_REGISTRY].unregister(self._page.key)

    async def _retry_held_up(self, guild_id: int) -> None:
        """Look at a guild's card after a change that may have removed what keeps it back."""
        stored = await self._cards.get(guild_id)
        if stored is not None and (stored.obstacle or stored.wants_pin != stored.is_pinned):
            await self._updater.update(guild_id, self._bot.clock())
