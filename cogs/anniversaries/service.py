"""The actions of admins on the anniversary posts of a guild."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

import discord

from bot.base import BotBase
from bot.errors import RefusedError
from bot.markdown import Markdown, format_instant, mark_safe
from bot.messaging.channels import Obstacle, resolve_channel
from bot.scheduling.occurrences import get_due_at
from bot.scheduling.schedule_editor import ScheduleEditor
from bot.scheduling.scheduler import SCHEDULER
from bot.ui.dates import format_day, format_day_and_month
from bot.ui.permission_hints import obstacle_hint
from cogs.anniversaries.post import AnniversaryPostType, load_calendar
from storage.posts.models import PauseReason, Schedule

RESUMED = "Anniversaries are back on."
SKIP_REASON = "an admin skipped it"
NOT_TO_COME = "That post is out or skipped already: /anniversaries skip next shows the next one."
NOT_SKIPPED = "That post isn't skipped, or its time is over: /anniversaries preview shows the next."
NOTHING_TO_POST = "I don't know any dates yet, so there's nothing to post."


class AnniversaryService:
    """The actions at the aware instant `now`; each returns the sentence to reply with."""

    def __init__(self, bot: BotBase, guild: discord.Guild, now: datetime) -> None:
        self._bot = bot
        self._guild = guild
        self._editor = ScheduleEditor(bot, guild, AnniversaryPostType(bot), now)

    async def pause(self) -> Markdown:
        """Pause the posts until `resume`."""
        if not await self._editor.pause():
            return "Anniversaries are already paused. /anniversaries resume starts them again."
        return "Paused. Your settings are kept; /anniversaries resume starts them again."

    async def resume(self, schedule: Schedule) -> Markdown:
        """Resume the posts from the next date on; the reply has the skipped dates."""
        if schedule.pause_reason is None:
            return "Anniversaries aren't paused."
        if schedule.pause_reason is not PauseReason.MANUAL:
            await self._bot.resources[SCHEDULER].retry_held_up(self._guild.id)
            channel = await resolve_channel(self._guild, schedule.settings.channel_id)
            if isinstance(channel, Obstacle):
                return obstacle_hint(channel, schedule.settings.channel_id)
            return RESUMED
        skipped_days = await self._editor.resume()
        skipped = ", ".join(format_day_and_month(day) for day in skipped_days)
        return f"{RESUMED} Skipped while they were paused: {skipped}." if skipped_days else RESUMED

    async def find_next_day(self, schedule: Schedule) -> date | None:
        """Return the next date with a post, None without one."""
        upcoming = await self._editor.list_upcoming_dates(schedule)
        return upcoming[0] if upcoming else None

    async def skip(self, schedule: Schedule, day: date) -> Markdown:
        """Skip the post of a date that is to come. Raises RefusedError for any other."""
        upcoming = await self._editor.list_upcoming_dates(schedule)
        if day not in upcoming:
            raise RefusedError(NOT_TO_COME)
        entry = self._editor.build_skipped_entry(schedule, day, SKIP_REASON)
        await self._bot.store.post_log.settle([entry])
        later = [one for one in upcoming if one != day]
        after = f" The next post is on {format_day_and_month(later[0])}." if later else ""
        return f"I'll skip the post for {format_day(day)}.{after}"

    async def unskip(self, schedule: Schedule, day: date) -> Markdown:
        """Post a date after all that was skipped. Raises RefusedError when that is too late."""
        is_ahead = get_due_at(schedule, day) > self._editor.now and day >= schedule.next_day
        post_log, kind = self._bot.store.post_log, schedule.kind
        if not is_ahead or not await post_log.delete_skip(self._guild.id, kind, day, SKIP_REASON):
            raise RefusedError(NOT_SKIPPED)
        return f"I'll post {format_day(day)} after all."

    async def unskip_next(self, schedule: Schedule) -> Markdown:
        """Post the next skipped date after all. Raises RefusedError without one."""
        days = await self._bot.store.post_log.list_skipped_days(
            self._guild.id, schedule.kind, schedule.next_day, SKIP_REASON
        )
        now = self._editor.now
        ahead = [day for day in days if get_due_at(schedule, day) > now]
        if not ahead:
            raise RefusedError(NOT_SKIPPED)
        return await self.unskip(schedule, ahead[0])

    async def post_test(self, schedule: Schedule) -> Markdown:
        """Post the next card now, marked as a test."""
        upcoming = await self._editor.list_upcoming_dates(schedule)
        if not upcoming:
            return NOTHING_TO_POST
        channel_id = schedule.settings.channel_id
        channel = await resolve_channel(self._guild, channel_id)
        if isinstance(channel, Obstacle):
            return obstacle_hint(channel, channel_id)
        bot, canon = self._bot, self._bot.store.canon.for_guild(self._guild.id)
        pack = bot.packs.get(self._guild.id)
        calendar = await load_calendar(bot.store, canon, pack.pictures)
        card = await calendar.build_card(schedule, upcoming[0], "show")
        due_text = format_instant(get_due_at(schedule, upcoming[0]), "F")
        test_card = replace(
            card,
            title=f"Test · {card.title}",
            footer=f"{card.footer}\nThis is a test. The real one goes out {due_text}.",
        )
        if not channel.permissions_for(self._guild.me).attach_files:
            test_card = test_card.without_file()
        message = await channel.send(
            view=test_card.build_view(pack.colour), files=test_card.build_files()
        )
        return f"Sent: {mark_safe(message.jump_url)}"
