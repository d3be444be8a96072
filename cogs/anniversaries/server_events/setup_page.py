"""The page of `/setup` for scheduled events: whether a guild wants them."""

from __future__ import annotations

import discord

from bot.base import BotBase
from bot.errors import RefusedError
from bot.markdown import Markdown, escape, format_number
from bot.messaging.guild_events import find_event_obstacle
from bot.permissions import EVENT_PERMISSION
from bot.setup.controls import SetupButton, footer_row
from bot.setup.page_card import SetupCard
from bot.setup.registry import (
    INVALID_CHOICE,
    FieldChange,
    PageRequirements,
    PermissionRequirement,
)
from bot.ui.text import pluralize
from cogs.anniversaries.server_events.content import DAYS_AHEAD
from cogs.anniversaries.server_events.post import format_event_obstacle
from cogs.anniversaries.server_events.synchronizer import EventSynchronizer
from storage.posts.scheduled_events import EventCalendar, EventState

INTRO: Markdown = (
    f"I can put this server's anniversaries of the next {format_number(DAYS_AHEAD)} days and "
    "promised dates on its list of events. They begin at the hour of the posts, and month-only and "
    "year-only dates follow what you chose under *Anniversaries*."
)


class EventsPage:
    """The switch for events, and how many there are."""

    key = "events"
    position = 15
    title: Markdown = "Events"

    def __init__(self, bot: BotBase, synchronizer: EventSynchronizer) -> None:
        self._bot = bot
        self._calendars = bot.store.event_calendars
        self._synchronizer = synchronizer

    async def summarize(self, guild: discord.Guild) -> Markdown:
        calendar = await self._calendars.get(guild.id)
        if calendar is None or not calendar.is_on:
            return "off"
        on_hold = "on hold; " if calendar.obstacle else ""
        return f"{on_hold}{pluralize(await self._count(guild.id), 'event')} on the list"

    async def build_card(self, guild: discord.Guild) -> SetupCard:
        calendar = await self._calendars.get(guild.id)
        is_on = calendar is not None and calendar.is_on
        # It names its target, so that double clicks are safe.
        other = ("Turn off", "off") if is_on else ("Turn on", "on")
        switch = SetupButton(self.key, "switch", *other)
        state = await self._format_state(guild, calendar)
        return SetupCard(self.title, f"{INTRO}\n\n{state}", (footer_row(switch),))

    async def _format_state(self, guild: discord.Guild, calendar: EventCalendar | None) -> Markdown:
        if calendar is None or not calendar.is_on:
            return "**Off.**"
        obstacle = find_event_obstacle(guild)
        if obstacle is not None:
            return f"**On hold:** {format_event_obstacle(obstacle)}"
        if calendar.obstacle:
            return f"**On hold:** {escape(calendar.obstacle)}."
        return f"**On:** {pluralize(await self._count(guild.id), 'event')} on the list."

    async def _count(self, guild_id: int) -> int:
        stored = await self._bot.store.scheduled_events.list_for_guild(guild_id)
        return sum(one.state is EventState.CREATED for one in stored)

    async def apply_change(self, change: FieldChange) -> Markdown:
        if change.field != "switch":
            raise RefusedError(INVALID_CHOICE)
        is_on = change.get_option(("on", "off")) == "on"
        guild, now = change.guild, self._bot.clock()
        calendar = await self._calendars.get(guild.id)
        if calendar is None and not is_on:
            return "Events are off."
        # Creating several takes longer than Discord waits for a reply.
        await change.interaction.response.defer()
        await self._calendars.switch(guild.id, is_on, now)
        await self._synchronizer.synchronize(guild.id, now)
        if not is_on:
            return "Events are off, and mine are canceled."
        days = format_number(DAYS_AHEAD)
        return f"Events are on. What comes up within {days} days is added by itself."

    async def get_requirements(self, guild: discord.Guild) -> PageRequirements:
        calendar = await self._calendars.get(guild.id)
        if calendar is None:
            return PageRequirements()
        return PageRequirements(permissions=[PermissionRequirement(EVENT_PERMISSION, "events")])
