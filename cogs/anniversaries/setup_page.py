"""The page of `/setup` for anniversaries."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING

import discord

from bot.scheduling.schedule_editor import Booking
from bot.setup.controls import PanelButton, Part
from bot.setup.diagnosis import role_findings
from bot.setup.registry import FORGED, Change, RefusedError, RoleNeed
from bot.setup.schedule_page import SchedulePage
from bot.setup.selects import choice_select, role_select
from bot.ui.replies import reply
from cogs.anniversaries.calendar import USUAL
from cogs.anniversaries.post import AnniversaryPoster
from cogs.anniversaries.service import Desk
from cogs.anniversaries.views import preview_page
from storage.posts.models import Schedule

if TYPE_CHECKING:
    from bot.client import FanBot

OPTIONS = {
    "month_entries": "Known to the month, on the 1st",
    "year_entries": "Known to the year, on 1 January",
    "day_counts": "Round day counts, such as 10,000",
}


class AnniversariesPage(SchedulePage):
    """Where and when what happened on this day is posted, who is pinged, and what counts."""

    key = "anniversaries"
    title = "Anniversaries"
    posts = "Anniversaries"
    about = "What happened on this day, posted once, on the days there is something to tell."
    usual_options = asdict(USUAL)

    def __init__(self, bot: FanBot) -> None:
        super().__init__(bot, AnniversaryPoster(bot))

    def own_parts(self, guild: discord.Guild, schedule: Schedule) -> Sequence[Part]:
        role_id = schedule.settings.role_id
        role = guild.get_role(role_id) if role_id else None
        label = "**Role** to ping; members take or drop it with a button under each post"
        to_mend = [one for need in self.own_roles(schedule) for one in role_findings(guild, need)]
        mend = "".join(f"\nTo mend: {sentence}" for sentence in to_mend)
        held = [option for option, is_on in schedule.settings.options.items() if is_on]
        return (
            Part(label + mend, (role_select(self.key, "role", role, placeholder="Nobody"),)),
            Part(
                "**Beside exact days**",
                (
                    choice_select(
                        self.key, "options", OPTIONS, held, is_multiple=True, placeholder="Nothing"
                    ),
                ),
            ),
        )

    def own_buttons(self) -> Sequence[PanelButton]:
        return (
            PanelButton(self.key, "preview", "Preview"),
            PanelButton(self.key, "test", "Post a test"),
        )

    def own_roles(self, schedule: Schedule) -> Sequence[RoleNeed]:
        choice = schedule.settings
        if choice.role_id is None:
            return ()
        need = RoleNeed(choice.role_id, "pings", pinged_in=choice.channel_id, is_handed_out=True)
        return (need,)

    async def change_own(self, booking: Booking, change: Change) -> str | None:
        match change.field:
            case "role":
                return await self._change_role(booking, change)
            case "options":
                return await self._change_options(booking, change)
            case "preview":
                card = await preview_page(change.interaction, 0)
                await reply(change.interaction, card, private=True)
                return None
            case "test":
                return await self._test(booking, change)
            case _:
                raise RefusedError(FORGED)

    async def _change_role(self, booking: Booking, change: Change) -> str:
        role = change.role()
        await booking.change(change.by_id, role_id=role.id if role else None)
        return f"{role.mention} is pinged from now on." if role else "Nobody is pinged any more."

    async def _change_options(self, booking: Booking, change: Change) -> str:
        if not OPTIONS.keys() >= set(change.values):
            raise RefusedError(FORGED)
        await booking.change(
            change.by_id, options={option: option in change.values for option in OPTIONS}
        )
        chosen = [label.lower() for option, label in OPTIONS.items() if option in change.values]
        beside = "; ".join(chosen) or "nothing"
        return f"Posted beside exact days: {beside}."

    async def _test(self, booking: Booking, change: Change) -> str:
        schedule = await booking.schedule()
        if schedule is None:
            raise RefusedError(FORGED)
        # Sending may take its time.
        await change.interaction.response.defer()
        return await Desk(booking.bot, booking.guild, booking.now).test(schedule)
