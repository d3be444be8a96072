"""The base of `/setup` pages for scheduled posts: channel, time, time zone and pause."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import time
from typing import ClassVar

import discord

from bot.base import BotBase
from bot.errors import RefusedError
from bot.markdown import Markdown, escape, format_instant, mention_channel
from bot.messaging.channels import Obstacle, PostableChannel, format_pause, resolve_channel
from bot.messaging.sending import REQUEST_ERRORS
from bot.permissions import PICTURE_PERMISSIONS, POST_PERMISSIONS
from bot.scheduling.post import PostType
from bot.scheduling.schedule_editor import DEFAULT_POST_TIME, ScheduleEditor
from bot.setup.controls import SetupButton, footer_row, text_form
from bot.setup.page_card import SetupCard, SetupRow
from bot.setup.registry import (
    INVALID_CHOICE,
    ChannelRequirement,
    FieldChange,
    PageRequirements,
    RoleRequirement,
)
from bot.setup.selects import channel_select, hidden_channel_note, option_select, visible_channels
from bot.setup.time_input import parse_time
from bot.setup.time_zones.field import TimeZoneField
from bot.time_zones import get_time_zone, get_time_zone_name
from bot.ui.dates import format_clock, format_time
from bot.ui.permission_hints import obstacle_hint
from bot.ui.text import clip
from storage.posts.models import PauseReason, Schedule

HOURS = tuple(time(hour) for hour in range(24))
NOTHING_TO_POST = "There's nothing to post yet, so I won't post anything."


class SchedulePage:
    """The settings that every kind of scheduled post has; a feature's page adds its own."""

    key: ClassVar[str]
    position: ClassVar[int]
    title: Markdown
    plural_name: ClassVar[Markdown]
    """The posts, as a capitalised plural noun: "Anniversaries"."""
    description: ClassVar[Markdown]
    """One line on what is posted, shown before it is set up."""
    is_in_quick_setup: ClassVar[bool] = False
    """Whether *Set up in three taps* offers to begin with these posts."""
    default_options: ClassVar[Mapping[str, bool]] = {}
    """The `ScheduleSettings.options` of a new schedule."""

    def __init__(self, bot: BotBase, post_type: PostType) -> None:
        self._bot = bot
        self._post_type = post_type
        self._time_zone_field = TimeZoneField(bot, self.key)

    async def summarize(self, guild: discord.Guild) -> Markdown:
        schedule = await self.build_editor(guild).get_schedule()
        if schedule is None:
            return "not set up"
        settings = schedule.settings
        paused: Markdown = ""
        if schedule.pause_reason is not None:
            is_manual = schedule.pause_reason is PauseReason.MANUAL
            paused = "paused; " if is_manual else "on hold; "
        local_time, zone = format_time(settings.local_time), get_time_zone_name(schedule.zone)
        return f"{paused}{mention_channel(settings.channel_id)} at {local_time} in {zone}"

    async def build_card(self, guild: discord.Guild) -> SetupCard:
        schedule = await self.build_editor(guild).get_schedule()
        if schedule is None:
            return await self._build_first_card(guild)
        is_paused = schedule.pause_reason is PauseReason.MANUAL
        switch = ("resume", "Resume") if is_paused else ("pause", "Pause")
        footer = footer_row(SetupButton(self.key, *switch), *self.build_extra_buttons())
        rows = (*await self.build_rows(guild, schedule), footer)
        return SetupCard(self.title, await self._format_status(guild, schedule), rows)

    async def _build_first_card(self, guild: discord.Guild) -> SetupCard:
        zone = get_time_zone_name((await self._bot.get_time_zone(guild.id)).key)
        where: Markdown = zone if zone == "UTC" else f"in {zone}"
        state = (
            f"{self.description}\nChoose a channel, and I'll post there at "
            f"{format_time(DEFAULT_POST_TIME)} {where}. You can change the hour and the time zone "
            "next."
        )
        return SetupCard(self.title, state, (self._channel_row(guild, None), footer_row()))

    async def _format_status(self, guild: discord.Guild, schedule: Schedule) -> Markdown:
        if schedule.pause_reason is PauseReason.MANUAL:
            return "**Paused:** I won't post anything until you press *Resume*."
        obstacle = await _find_current_obstacle(guild, schedule)
        if obstacle is not None:
            return f"**On hold:** {obstacle_hint(obstacle, schedule.settings.channel_id)}"
        if schedule.pause_reason is not None:
            reason = escape(format_pause(schedule.pause_reason, schedule.pause_detail))
            return f"**On hold:** {reason}. Open *Diagnosis* to try again."
        due_at = await self.build_editor(guild).get_next_due_at(schedule)
        return (
            f"**Next:** {format_instant(due_at, 'F')}, {format_instant(due_at, 'R')}."
            if due_at
            else NOTHING_TO_POST
        )

    async def build_rows(self, guild: discord.Guild, schedule: Schedule) -> Sequence[SetupRow]:
        """Return the controls above the footer; a page with further fields adds theirs."""
        return (self._channel_row(guild, schedule), *self._time_rows(schedule))

    def _channel_row(self, guild: discord.Guild, schedule: Schedule | None) -> SetupRow:
        chosen = schedule.settings.channel_id if schedule else None
        select = channel_select(
            self.key, "channel", visible_channels(guild, [chosen]), placeholder="Choose a channel"
        )
        return SetupRow(f"**Channel**{hidden_channel_note(guild, chosen)}", (select,))

    def _time_rows(self, schedule: Schedule) -> tuple[SetupRow, SetupRow]:
        local_time, zone = schedule.settings.local_time, get_time_zone(schedule.zone)
        clock = format_clock(self._bot.clock(), zone)
        label = f"**Time** in {get_time_zone_name(zone.key)}, where it is {clock} now"
        hours = {format_time(hour): format_time(hour) for hour in sorted({*HOURS, local_time})}
        return (
            SetupRow(label, (option_select(self.key, "hour", hours, [format_time(local_time)]),)),
            SetupRow(
                "",
                (
                    SetupButton(self.key, "time", "Exact time"),
                    self._time_zone_field.build_button(),
                ),
            ),
        )

    def build_extra_buttons(self) -> Sequence[SetupButton]:
        """Return at most two buttons that only this page has."""
        return ()

    async def get_requirements(self, guild: discord.Guild) -> PageRequirements:
        schedule = await self.build_editor(guild).get_schedule()
        if schedule is None:
            return PageRequirements(inactive_reason="not set up: choose a channel on its page")
        if schedule.pause_reason is PauseReason.MANUAL:
            return PageRequirements(
                inactive_reason="paused by an admin: press *Resume* on its page"
            )
        due_at = await self.build_editor(guild).get_next_due_at(schedule)
        inactive_reason: Markdown = "" if due_at else "nothing to post yet"
        if schedule.pause_reason is not None:
            reason = escape(format_pause(schedule.pause_reason, schedule.pause_detail))
            due_at, inactive_reason = None, f"on hold ({reason}): press *Check again* to retry"
        requirement = ChannelRequirement(
            schedule.settings.channel_id,
            POST_PERMISSIONS,
            self.plural_name.lower(),
            PICTURE_PERMISSIONS,
        )
        return PageRequirements(
            channels=[requirement],
            roles=list_role_requirements(schedule),
            next_due_at=due_at,
            inactive_reason=inactive_reason,
        )

    async def apply_change(self, change: FieldChange) -> Markdown | None:
        editor = self.build_editor(change.guild)
        match change.field:
            case "channel":
                return await self._set_channel(editor, change)
            case "hour":
                return await self._set_time(editor, change)
            case "time":
                return await self._set_time_by_form(editor, change)
            case "zone":
                return await self._time_zone_field.apply(change, "Scheduled posts here go by")
            case "pause":
                return await self._pause(editor)
            case "resume":
                return await self._resume(editor)
            case _:
                raise RefusedError(INVALID_CHOICE)

    async def _set_channel(self, editor: ScheduleEditor, change: FieldChange) -> Markdown:
        channels = await change.fetch_channels()
        if len(channels) != 1 or not isinstance(channels[0], PostableChannel):
            raise RefusedError(INVALID_CHOICE)
        await editor.set_channel(channels[0], change.user_id, self.default_options)
        return f"{self.plural_name} now go to {mention_channel(channels[0].id)}."

    async def _set_time(self, editor: ScheduleEditor, change: FieldChange) -> Markdown:
        local_time = parse_time(change.value)
        if local_time is None:
            raise RefusedError(INVALID_CHOICE)
        await editor.update(change.user_id, local_time=local_time)
        return f"{self.plural_name} now go out at {format_time(local_time)}."

    async def _set_time_by_form(
        self, editor: ScheduleEditor, change: FieldChange
    ) -> Markdown | None:
        if not change.values:
            shown = "9:30, 6 PM, noon, 21h15"
            modal = text_form(
                self.key, "time", "What time?", "Local time", placeholder=shown, max_length=20
            )
            await modal.open(change.interaction)
            return None
        if parse_time(change.value) is None:
            typed = escape(clip(change.value, 20))
            raise RefusedError(f"I can't read “{typed}” as a time: try 9:00, 18:30 or 6 PM.")
        return await self._set_time(editor, change)

    async def _pause(self, editor: ScheduleEditor) -> Markdown:
        if await editor.pause():
            return f"{self.plural_name} are paused. Your settings are kept."
        return f"{self.plural_name} are already paused."

    async def _resume(self, editor: ScheduleEditor) -> Markdown:
        await editor.resume()
        return f"{self.plural_name} are back on."

    def build_editor(self, guild: discord.Guild) -> ScheduleEditor:
        """Return the editor of the guild's schedule, as of now."""
        return ScheduleEditor(self._bot, guild, self._post_type, self._bot.clock())


def list_role_requirements(schedule: Schedule) -> Sequence[RoleRequirement]:
    """Return what the bot needs of the role that the posts ping; nothing without a role."""
    settings = schedule.settings
    if settings.role_id is None:
        return ()
    return (
        RoleRequirement(
            settings.role_id,
            "pings",
            pinged_in_channel_id=settings.channel_id,
            is_assigned_by_bot=True,
        ),
    )


async def _find_current_obstacle(guild: discord.Guild, schedule: Schedule) -> Obstacle | None:
    """Return what keeps the bot from posting now, None without it or if Discord does not answer."""
    try:
        found = await resolve_channel(guild, schedule.settings.channel_id)
    except REQUEST_ERRORS:
        return None
    return found if isinstance(found, Obstacle) else None
