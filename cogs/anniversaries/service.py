"""What an admin decides about a server's anniversaries, carried out: pause, resume, skip, test."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import discord

from bot.client import FanBot
from bot.messaging.channels import Obstacle, reach
from bot.messaging.permission_hints import how_to_mend
from bot.scheduling.advance import due_at
from bot.scheduling.schedule_editor import Booking
from bot.ui.dates import day_and_month, day_in_words
from cogs.anniversaries.post import AnniversaryPoster
from storage.posts.models import PauseReason, Schedule

BACK = "Anniversaries are posted again."
NOTHING_COMES = "Nothing dated is on record, so nothing will be posted."


class Desk:
    """One server's posts, and what may be done to them at the instant `now`."""

    def __init__(self, bot: FanBot, guild: discord.Guild, now: datetime) -> None:
        self._bot = bot
        self._guild = guild
        self._poster = AnniversaryPoster(bot)
        self._booking = Booking(bot, guild, self._poster, now)

    async def pause(self) -> str:
        """Post nothing until `resume`."""
        if not await self._booking.pause():
            return "Anniversaries are paused already. /anniversaries resume starts them again."
        return "Paused. Your settings stay; /anniversaries resume starts them again."

    async def resume(self, schedule: Schedule) -> str:
        """Post again, from the next date on; the reply says what the pause cost."""
        if schedule.pause_reason is None:
            return "Anniversaries are not paused."
        if schedule.pause_reason is not PauseReason.MANUAL:
            await self._bot.scheduler.nudge(self._guild.id)
            held = await reach(self._guild, schedule.settings.channel_id)
            if isinstance(held, Obstacle):
                return how_to_mend(held, schedule.settings.channel_id)
            return BACK
        lost = await self._booking.restart()
        skipped = ", ".join(day_and_month(day) for day in lost)
        return f"{BACK} Skipped meanwhile: {skipped}." if lost else BACK

    async def skip_next(self, schedule: Schedule) -> str:
        """Leave out the next date that would be posted."""
        coming = await self._booking.dates(schedule)
        if not coming:
            return NOTHING_COMES
        day, *later = coming
        entry = self._booking.skipped(schedule, day, "an admin skipped it")
        await self._bot.store.post_log.settle([entry])
        after = f" The next post is on {day_and_month(later[0])}." if later else ""
        return f"The post of {day_in_words(day)} will be skipped.{after}"

    async def test(self, schedule: Schedule) -> str:
        """Post the next real card now, marked as a test."""
        coming = await self._booking.dates(schedule)
        if not coming:
            return NOTHING_COMES
        channel_id = schedule.settings.channel_id
        place = await reach(self._guild, channel_id)
        if isinstance(place, Obstacle):
            return how_to_mend(place, channel_id)
        card = await self._poster.card(schedule, coming[0], "show")
        at = discord.utils.format_dt(due_at(schedule, coming[0]), "F")
        marked = replace(
            card,
            title=f"Test · {card.title}",
            foot=f"{card.foot}\nThis is a test. The real one comes {at}.",
        )
        message = await place.send(view=marked.view(self._bot.colour))
        return f"Sent: {message.jump_url}"
