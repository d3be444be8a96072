"""A page of `/setup` for one kind of scheduled post: where, when, in which zone, or not at all."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from datetime import datetime, time
from typing import TYPE_CHECKING, ClassVar
from zoneinfo import ZoneInfo

import discord

from bot.messaging.channels import POSTING, Obstacle, Place, pause_in_words, reach
from bot.messaging.permission_hints import how_to_mend
from bot.messaging.sending import TROUBLE
from bot.scheduling.schedule_editor import USUAL_TIME, Booking
from bot.setup.controls import PanelButton, PanelCard, Part, back, form
from bot.setup.registry import FORGED, Change, Checkup, Need, RefusedError, RoleNeed
from bot.setup.selects import channel_select, choice_select, in_sight, out_of_sight
from bot.setup.time_input import read_time
from bot.setup.time_zone_search import Zones
from bot.ui.text import clip, escape
from storage.guilds.time_zones import get_time_zone
from storage.posts.models import PauseReason, Schedule

if TYPE_CHECKING:
    from bot.client import FanBot
    from bot.scheduling.post_type import Poster

HOURS = tuple(time(hour) for hour in range(24))
NOTHING_COMES = "Nothing is on record that could be posted, so nothing will be."


class SchedulePage:
    """What every kind has in common; a feature adds fields of its own."""

    key: ClassVar[str]
    title: ClassVar[str]
    posts: ClassVar[str]
    """What is posted, at the beginning of a sentence: "Anniversaries"."""
    about: ClassVar[str]
    """One line for who has not set it up yet."""
    usual_options: ClassVar[Mapping[str, bool]] = {}

    def __init__(self, bot: FanBot, poster: Poster) -> None:
        self._bot = bot
        self._poster = poster
        self._zones: Zones | None = None

    async def summary(self, guild: discord.Guild) -> str:
        schedule = await self._booking(guild).schedule()
        if schedule is None:
            return "not set up"
        choice = schedule.settings
        paused = {None: "", PauseReason.MANUAL: "paused; "}.get(schedule.pause_reason, "held up; ")
        return f"{paused}<#{choice.channel_id}> at {choice.local_time:%H:%M} in {choice.zone}"

    async def card(self, guild: discord.Guild) -> PanelCard:
        schedule = await self._booking(guild).schedule()
        if schedule is None:
            return await self._first_card(guild)
        is_paused = schedule.pause_reason is PauseReason.MANUAL
        switch = ("resume", "Resume") if is_paused else ("pause", "Pause")
        parts = (
            self._where(guild, schedule),
            *self._when(schedule),
            *self.own_parts(guild, schedule),
            back(PanelButton(self.key, *switch), *self.own_buttons()),
        )
        return PanelCard(self.title, await self._state(guild, schedule), parts)

    async def _first_card(self, guild: discord.Guild) -> PanelCard:
        zone = await self._bot.store.time_zones.get(guild.id)
        state = (
            f"{self.about}\nChoose a channel and {self.posts.lower()} come there at "
            f"{USUAL_TIME:%H:%M} in {zone}; hour and zone can be changed right after."
        )
        return PanelCard(self.title, state, (self._where(guild, None), back()))

    async def _state(self, guild: discord.Guild, schedule: Schedule) -> str:
        if schedule.pause_reason is PauseReason.MANUAL:
            return "**Paused:** nothing is posted until you press *Resume*."
        obstacle = await _obstacle(guild, schedule)
        if obstacle is not None:
            return f"**Held up:** {how_to_mend(obstacle, schedule.settings.channel_id)}"
        if schedule.pause_reason is not None:
            reason = pause_in_words(schedule.pause_reason, schedule.pause_detail)
            return f"**Held up:** {reason}. *Diagnosis* tries it again."
        at = await self._booking(guild).next_at(schedule)
        return f"**Next:** {_stamp(at, 'F')}, {_stamp(at, 'R')}." if at else NOTHING_COMES

    def _where(self, guild: discord.Guild, schedule: Schedule | None) -> Part:
        chosen = schedule.settings.channel_id if schedule else None
        select = channel_select(
            self.key, "channel", in_sight(guild, [chosen]), placeholder="Choose a channel"
        )
        return Part(f"**Channel**{out_of_sight(guild, chosen)}", (select,))

    def _when(self, schedule: Schedule) -> tuple[Part, Part]:
        at, zone = schedule.settings.local_time, get_time_zone(schedule.settings.zone)
        label = f"**Time** in {zone.key}, where it is {_clock(self._bot.clock(), zone)} now"
        hours = {f"{one:%H:%M}": f"{one:%H:%M}" for one in sorted({*HOURS, at})}
        return (
            Part(label, (choice_select(self.key, "hour", hours, [f"{at:%H:%M}"]),)),
            Part(
                "",
                (
                    PanelButton(self.key, "time", "Exact time"),
                    PanelButton(self.key, "zone", "Time zone"),
                ),
            ),
        )

    def own_parts(
        self,
        guild: discord.Guild,  # noqa: ARG002 - for whoever overrides it
        schedule: Schedule,  # noqa: ARG002 - for whoever overrides it
    ) -> Sequence[Part]:
        """Controls of this kind alone."""
        return ()

    def own_buttons(self) -> Sequence[PanelButton]:
        """At most two buttons of this kind alone."""
        return ()

    async def checkup(self, guild: discord.Guild) -> Checkup:
        schedule = await self._booking(guild).schedule()
        if schedule is None:
            return Checkup(silence="not set up: choose a channel on its page")
        if schedule.pause_reason is PauseReason.MANUAL:
            return Checkup(silence="paused by an admin: press *Resume* on its page")
        at = await self._booking(guild).next_at(schedule)
        silence = "" if at else "nothing is on record that could be posted"
        if schedule.pause_reason is not None:
            reason = pause_in_words(schedule.pause_reason, schedule.pause_detail)
            at, silence = None, f"held up ({reason}): *Check again* tries it anew"
        need = Need(schedule.settings.channel_id, POSTING, self.posts.lower())
        return Checkup([need], self.own_roles(schedule), at, silence)

    def own_roles(self, schedule: Schedule) -> Sequence[RoleNeed]:  # noqa: ARG002 - as above
        """Roles that this kind alone makes use of."""
        return ()

    async def change(self, change: Change) -> str | None:
        booking = self._booking(change.guild)
        match change.field:
            case "channel":
                return await self._choose_channel(booking, change)
            case "hour":
                return await self._change_time(booking, change)
            case "time":
                return await self._change_time_by_form(booking, change)
            case "zone":
                return await self._change_zone(booking, change)
            case "pause":
                return await self._pause(booking)
            case "resume":
                return await self._resume(booking)
            case _:
                return await self.change_own(booking, change)

    async def change_own(
        self,
        booking: Booking,  # noqa: ARG002 - for whoever overrides it
        change: Change,  # noqa: ARG002 - for whoever overrides it
    ) -> str | None:
        """Change a field of this kind alone."""
        raise RefusedError(FORGED)

    async def _choose_channel(self, booking: Booking, change: Change) -> str:
        channels = await change.channels()
        if len(channels) != 1 or not isinstance(channels[0], Place):
            raise RefusedError(FORGED)
        await booking.choose_channel(channels[0], change.by_id, self.usual_options)
        return f"{self.posts} go to {channels[0].mention} from now on."

    async def _change_time(self, booking: Booking, change: Change) -> str:
        at = read_time(change.text)
        if at is None:
            raise RefusedError(FORGED)
        await booking.change(change.by_id, at=at)
        return f"{self.posts} come at {at:%H:%M} from now on."

    async def _change_time_by_form(self, booking: Booking, change: Change) -> str | None:
        if not change.values:
            shown = "9:30, 21h15, 6 pm, noon"
            asking = form(
                self.key, "time", "At what time?", "Local time", placeholder=shown, max_length=20
            )
            await asking.open(change.interaction)
            return None
        if read_time(change.text) is None:
            typed = escape(clip(change.text, 20))
            raise RefusedError(f"“{typed}” is no time of day: try 9:00, 18:30 or 6 pm.")
        return await self._change_time(booking, change)

    async def _change_zone(self, booking: Booking, change: Change) -> str | None:
        if not change.values:
            asking = form(
                self.key,
                "zone",
                "Where are you?",
                "A city near you, or a time zone",
                placeholder="London, New York, America/Los_Angeles",
                max_length=60,
            )
            await asking.open(change.interaction)
            return None
        typed, now = escape(clip(change.text, 40)), self._bot.clock()
        zones = await self._known_zones()
        zone = zones.find(change.text)
        if zone is None:
            near = zones.suggest(change.text, now) if change.text.strip() else []
            hint = f"Did you mean {near[0].value}?" if near else "Try a large city near you."
            raise RefusedError(f"I know no time zone like “{typed}”. {hint}")
        await booking.move_to(zone)
        taken = "" if change.text.strip() == zone.key else f" That is what I took “{typed}” for."
        return f"Scheduled posts here go by {zone.key}, where it is {_clock(now, zone)} now.{taken}"

    async def _pause(self, booking: Booking) -> str:
        if await booking.pause():
            return f"{self.posts} are paused; everything stays as you set it."
        return f"{self.posts} are paused already."

    async def _resume(self, booking: Booking) -> str:
        await booking.restart()
        return f"{self.posts} are posted again."

    async def _known_zones(self) -> Zones:
        if self._zones is None:
            # Reading the tz database's folder takes tens of milliseconds.
            self._zones = await asyncio.to_thread(Zones)
        return self._zones

    def _booking(self, guild: discord.Guild) -> Booking:
        return Booking(self._bot, guild, self._poster, self._bot.clock())


async def _obstacle(guild: discord.Guild, schedule: Schedule) -> Obstacle | None:
    """What is in the way at this moment; None also when Discord will not tell."""
    try:
        found = await reach(guild, schedule.settings.channel_id)
    except TROUBLE:
        return None
    return found if isinstance(found, Obstacle) else None


def _clock(now: datetime, zone: ZoneInfo) -> str:
    return f"{now.astimezone(zone):%H:%M}"


def _stamp(instant: datetime, style: discord.utils.TimestampStyle) -> str:
    return discord.utils.format_dt(instant, style)
