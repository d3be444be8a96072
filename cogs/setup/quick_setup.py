"""*Set up in three taps*: the time zone, a channel, and the first posts, each with one tap.

Each step says what it is about to do, and has a button for the likeliest choice. What was chosen
before is stored, or is in the custom ids of the step.
"""

from __future__ import annotations

import re
from datetime import time
from zoneinfo import ZoneInfo

import discord

from bot.base import BotBase
from bot.errors import RefusedError
from bot.markdown import Markdown, escape, format_instant, mention_channel
from bot.messaging.channels import PostableChannel, find_obstacle
from bot.scheduling.schedule_editor import DEFAULT_POST_TIME
from bot.setup.controls import OVERVIEW, QUICK_SETUP, OpenPageButton, SetupButton
from bot.setup.page_card import SetupCard, SetupRow
from bot.setup.registry import INVALID_CHOICE, SETUP_REGISTRY, FieldChange
from bot.setup.schedule_page import HOURS, SchedulePage
from bot.setup.selects import channel_select, option_select, visible_channels
from bot.setup.time_zones.field import FIELD as ZONE_FIELD
from bot.setup.time_zones.field import TimeZoneField
from bot.time_zones import get_time_zone
from bot.ui.dates import format_clock, format_time
from bot.ui.permission_hints import obstacle_hint
from bot.ui.text import clip
from bot.welcome.quick_setup import FIRST_STEP
from bot.welcome.tour import StartTourButton
from cogs.setup.likely_time_zones import list_likely_zones

MAX_NAME = 40
"""Characters of a channel's name on a button."""
NO_CHANNEL = "I can't post in any channel that I see: choose one, and I'll say what is missing."
NOTHING_POSTED = "I won't post anything until you choose it in `/setup`."
_CHANNEL_AND_HOUR = re.compile(r"(?P<channel>\d{1,20})_(?P<hour>\d{1,2})")


class QuickSetupPage:
    """The three steps, and the card that says what came of them."""

    key = QUICK_SETUP
    title: Markdown = "Set up in three taps"

    def __init__(self, bot: BotBase) -> None:
        self._bot = bot
        self._time_zone_field = TimeZoneField(bot, self.key)

    async def build_card(self, guild: discord.Guild) -> SetupCard:
        """Return the first step, for the language of the guild."""
        return await self._build_zone_step(guild, str(guild.preferred_locale))

    async def apply_change(self, change: FieldChange) -> SetupCard | None:
        """Take what was chosen in one step, and return the next one."""
        match change.field:
            case _ if change.field == FIRST_STEP:
                languages = str(change.interaction.locale), str(change.guild.preferred_locale)
                return await self._build_zone_step(change.guild, *languages)
            case _ if change.field == ZONE_FIELD:
                note = await self._time_zone_field.apply(change, "Your days and posts go by")
                return None if note is None else self._build_channel_step(change, note)
            case "channel":
                return await self._choose_channel(change)
            case "post":
                return await self._start_posts(change)
            case "later":
                return await self._build_result(change.guild, None)
            case _:
                raise RefusedError(INVALID_CHOICE)

    async def _build_zone_step(self, guild: discord.Guild, *languages: str) -> SetupCard:
        settings = await self._bot.store.guild_settings.get(guild.id)
        index = await self._time_zone_field.load_index()
        keys = list_likely_zones(index, settings.zone, languages)
        options = {key: self._format_zone(key) for key in keys}
        accept = SetupButton(
            self.key,
            ZONE_FIELD,
            f"It's {options[keys[0]]}",
            keys[0],
            style=discord.ButtonStyle.primary,
        )
        rows = (
            SetupRow("", (option_select(self.key, ZONE_FIELD, options, keys[:1]),)),
            SetupRow("", (accept, SetupButton(self.key, ZONE_FIELD, "Somewhere else"))),
        )
        body = "What time is it where you are? Days here begin and posts come by that clock."
        return SetupCard("1 of 3 · Your clock", body, rows)

    def _build_channel_step(self, change: FieldChange, note: Markdown) -> SetupCard:
        suggested = _suggest_channel(change)
        shown = visible_channels(change.guild, [suggested.id if suggested else None])
        select = channel_select(self.key, "channel", shown, placeholder="Choose a channel")
        rows = [SetupRow("", (select,))]
        if suggested is None:
            note = f"{note}\n{NO_CHANNEL}"
        else:
            label = f"Use #{clip(suggested.name, MAX_NAME)}"
            style = discord.ButtonStyle.primary
            accept = SetupButton(self.key, "channel", label, str(suggested.id), style=style)
            rows.append(SetupRow("", (accept,)))
        body = f"Where may I post? You choose what in the next step.\n-# {note}"
        return SetupCard("2 of 3 · A channel", body, rows)

    async def _choose_channel(self, change: FieldChange) -> SetupCard:
        try:
            channel = await _get_channel(change)
        except RefusedError as refusal:
            return self._build_channel_step(change, refusal.message)
        return await self._build_posts_step(channel)

    async def _build_posts_step(self, channel: PostableChannel) -> SetupCard:
        page = self._get_schedule_page()
        options = {f"{channel.id}_{hour.hour}": format_time(hour) for hour in HOURS}
        first = f"{channel.id}_{DEFAULT_POST_TIME.hour}"
        accept = SetupButton(
            self.key,
            "post",
            f"Every day at {options[first]}",
            first,
            style=discord.ButtonStyle.primary,
        )
        rows = (
            SetupRow("", (option_select(self.key, "post", options, [first]),)),
            SetupRow("", (accept, SetupButton(self.key, "later", "Not now"))),
        )
        body = f"{page.description}\nWhen should they come to {mention_channel(channel.id)}?"
        return SetupCard(f"3 of 3 · {page.plural_name}", body, rows)

    async def _start_posts(self, change: FieldChange) -> SetupCard:
        chosen = _CHANNEL_AND_HOUR.fullmatch(change.value)
        if chosen is None or int(chosen["hour"]) >= len(HOURS):
            raise RefusedError(INVALID_CHOICE)
        page, hour = self._get_schedule_page(), HOURS[int(chosen["hour"])]
        editor = page.build_editor(change.guild)
        channel_change = _replace_values(change, chosen["channel"])
        try:
            channel = await _get_channel(channel_change)
            await editor.set_channel(channel, change.user_id, page.default_options)
        except RefusedError as refusal:
            return self._build_channel_step(channel_change, refusal.message)
        await editor.update(change.user_id, local_time=hour)
        await editor.resume()
        return await self._build_result(change.guild, channel, hour)

    async def _build_result(
        self, guild: discord.Guild, channel: PostableChannel | None, hour: time = DEFAULT_POST_TIME
    ) -> SetupCard:
        """Return the card that says in one sentence what was set up."""
        zone = await self._bot.get_time_zone(guild.id)
        if channel is None:
            result = f"Days here go by {_get_city(zone)}. {NOTHING_POSTED}"
        else:
            page = self._get_schedule_page()
            due_at = await self._get_next_due_at(page, guild)
            result = (
                f"{page.plural_name} come to {mention_channel(channel.id)} every day at "
                f"{format_time(hour)} in {_get_city(zone)}{due_at}."
            )
        buttons = (OpenPageButton(OVERVIEW, "More settings"), StartTourButton())
        return SetupCard("All set", result, (SetupRow("", buttons),))

    async def _get_next_due_at(self, page: SchedulePage, guild: discord.Guild) -> Markdown:
        editor = page.build_editor(guild)
        schedule = await editor.get_schedule()
        due_at = await editor.get_next_due_at(schedule) if schedule else None
        return f", the first one {format_instant(due_at, 'R')}" if due_at else ""

    def _get_schedule_page(self) -> SchedulePage:
        """Return the page of the posts to begin with. Raises RefusedError without any."""
        pages = self._bot.resources[SETUP_REGISTRY].settings_pages
        for page in pages:
            if isinstance(page, SchedulePage) and page.is_in_quick_setup:
                return page
        raise RefusedError(INVALID_CHOICE)

    def _format_zone(self, key: str) -> str:
        zone = get_time_zone(key)
        return f"{format_clock(self._bot.clock(), zone)} in {_get_city(zone)}"


def _get_city(zone: ZoneInfo) -> Markdown:
    """Return "New York" for America/New_York, as a reader knows it."""
    return escape(zone.key.rpartition("/")[2].replace("_", " "))


def _replace_values(change: FieldChange, *values: str) -> FieldChange:
    return FieldChange(change.interaction, change.guild, change.field, values)


async def _get_channel(change: FieldChange) -> PostableChannel:
    """Return the chosen channel. Raises RefusedError with what keeps the bot from posting there."""
    channels = await change.fetch_channels()
    if len(channels) != 1 or not isinstance(channels[0], PostableChannel):
        raise RefusedError(INVALID_CHOICE)
    obstacle = find_obstacle(channels[0])
    if obstacle is not None:
        raise RefusedError(obstacle_hint(obstacle, channels[0].id))
    return channels[0]


def _suggest_channel(change: FieldChange) -> PostableChannel | None:
    """Return the channel of the click if the bot may post there, else the first in which it may."""
    guild = change.guild
    candidates = (change.interaction.channel, guild.system_channel, *guild.text_channels)
    for channel in candidates:
        if isinstance(channel, PostableChannel) and find_obstacle(channel) is None:
            return channel
    return None
