"""Looks after the scheduled events of all guilds."""

from __future__ import annotations

from discord.ext import commands

from bot.base import BotBase
from bot.scheduling.guild_rounds import GuildRounds
from bot.scheduling.scheduler import SCHEDULER
from bot.setup.registry import SETUP_REGISTRY
from cogs.anniversaries.server_events.setup_page import EventsPage
from cogs.anniversaries.server_events.synchronizer import EventSynchronizer


class EventsCog(commands.Cog, name="Events"):
    """Looks at events when they are due, and at once after a change in `/setup` or of a role."""

    def __init__(self, bot: BotBase) -> None:
        self._bot = bot
        self._calendars = bot.store.event_calendars
        self._synchronizer = EventSynchronizer(bot)
        self._page = EventsPage(bot, self._synchronizer)
        self.rounds = GuildRounds(
            bot, "looking at events", self._calendars, self._synchronizer.synchronize
        )

    async def cog_load(self) -> None:
        self.rounds.register()
        self._bot.resources[SCHEDULER].add_retry(self._retry_held_up)
        self._bot.resources[SETUP_REGISTRY].register_settings_page(self._page)

    async def cog_unload(self) -> None:
        await self.rounds.unregister()
        self._bot.resources[SCHEDULER].remove_retry(self._retry_held_up)
        self._bot.resources[SETUP_REGISTRY].unregister(self._page.key)

    async def _retry_held_up(self, guild_id: int) -> None:
        """Look at a guild's events after a change that may have removed what keeps them back."""
        calendar = await self._calendars.get(guild_id)
        if calendar is not None and calendar.obstacle:
            await self._synchronizer.synchronize(guild_id, self._bot.clock())
