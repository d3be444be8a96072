"""What an admin decides about a server's anniversaries, carried out: set up, pause, skip, test."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import discord

from bot.client import FanBot
from bot.postings import Posting, changed_posting, first_instant, first_posting
from bot.reach import Obstacle, Place, obstacle_in, reach
from bot.ui.card import Card
from bot.ui.dates import day_and_month, day_in_words
from cogs.anniversaries.admin_cards import settings_card
from cogs.anniversaries.digests import KIND
from cogs.anniversaries.poster import AnniversaryPoster
from storage.ledger import Entry, State
from storage.schedule import Choice, Pause, Schedule

PLENTY = 16
"""Dates to look through for one that nobody has skipped yet."""
BACK = "Anniversaries are posted again."
NOTHING_COMES = "Nothing dated is on record, so nothing will be posted."


@dataclass(frozen=True, slots=True)
class Wishes:
    """What an admin typed into `setup`, understood."""

    channel: Place
    at: time
    zone: ZoneInfo
    role: discord.Role | None
    options: dict[str, bool]

    def choice(self, admin_id: int) -> Choice:
        """The wishes as storage keeps them."""
        role_id = self.role.id if self.role else None
        return Choice(self.channel.id, self.zone.key, self.at, role_id, self.options, admin_id)


class Desk:
    """One server's settings, and what may be done to them at the instant `now`."""

    def __init__(self, bot: FanBot, guild: discord.Guild, now: datetime) -> None:
        self._bot = bot
        self._guild = guild
        self._now = now
        self._poster = AnniversaryPoster(bot)
        self._schedules = bot.store.schedules
        self._ledger = bot.store.ledger

    async def schedule(self) -> Schedule | None:
        """The server's schedule, None before it is set up."""
        return await self._schedules.get(self._guild.id, KIND)

    async def set_up(self, wishes: Wishes, admin_id: int) -> Card | str:
        """Store the wishes; gives the settings, or a sentence on why nothing was stored."""
        obstacle = obstacle_in(wishes.channel)
        if obstacle is not None:
            return f"{_mend(obstacle, wishes.channel.id)} Nothing was stored."
        if wishes.role is not None and wishes.role.is_default():
            return "Pinging everyone is not a gift: choose a role that members can take or leave."
        old = await self.schedule()
        choice = wishes.choice(admin_id)
        await self._poster.prepare([self._guild.id])
        posting = self._promise(old, wishes.zone, wishes.at)
        await self._settle_pause(old, posting.day)
        await self._schedules.save(self._guild.id, KIND, choice, posting)
        return settings_card(choice, await self._next_post(), list(self._to_mend(wishes.role)))

    def _promise(self, old: Schedule | None, zone: ZoneInfo, at: time) -> Posting:
        """The date that is promised next, so that no change doubles or loses one."""
        if old is None:
            return first_posting(self._now, zone, at)
        promised = Posting(old.day, old.due_at, old.until)
        if old.has_open_claim:
            return promised
        if old.pause is Pause.BY_HAND:
            return first_posting(self._now, zone, at, last_posted=old.settled_day)
        return changed_posting(promised, self._now, zone, at, last_posted=old.settled_day)

    async def _settle_pause(self, old: Schedule | None, resumes: date) -> list[date]:
        """Write down which dates a pause by hand cost, up to the one that is promised now."""
        if old is None or old.pause is not Pause.BY_HAND or old.has_open_claim:
            return []
        first = old.paused_day or old.day
        span = max(0, (resumes - first).days)
        lost = self._poster.dates(old, first, span)
        await self._ledger.settle([self._skipped(old, day, "an admin had paused") for day in lost])
        return lost

    def _to_mend(self, role: discord.Role | None) -> Iterator[str]:
        """What does not keep the posts from coming, but the ping from working."""
        if role is None:
            return
        me = self._guild.me
        if not role.mentionable and not me.guild_permissions.mention_everyone:
            yield f"{role.mention} will not be notified: let anyone @mention it in its settings."
        if not me.guild_permissions.manage_roles or role >= me.top_role or role.managed:
            yield (
                f"I cannot hand out {role.mention}: give me Manage Roles and drag my role above it."
            )

    async def _next_post(self) -> datetime | None:
        schedule = await self.schedule()
        if schedule is None:
            return None
        coming = await self._coming(schedule)
        return self._instant(schedule, coming[0]) if coming else None

    async def _coming(self, schedule: Schedule) -> list[date]:
        """The dates to be posted next that nobody has settled yet."""
        await self._poster.prepare([self._guild.id])
        dates = self._poster.dates(schedule, schedule.day)[:PLENTY]
        return [day for day in dates if await self._ledger.get(self._guild.id, KIND, day) is None]

    def _instant(self, schedule: Schedule, day: date) -> datetime:
        if day == schedule.day:
            return schedule.due_at
        return first_instant(day, ZoneInfo(schedule.choice.zone), schedule.choice.at)

    async def pause(self, schedule: Schedule) -> str:
        """Post nothing until `resume`."""
        if not await self._schedules.pause(schedule, Pause.BY_HAND, "", None):
            return "Anniversaries are paused already. /anniversaries resume starts them again."
        return "Paused. Your settings stay; /anniversaries resume starts them again."

    async def resume(self, schedule: Schedule) -> str:
        """Post again, from the next date on; the reply says what the pause cost."""
        if schedule.pause is None:
            return "Anniversaries are not paused."
        if schedule.pause is not Pause.BY_HAND:
            await self._bot.scheduler.nudge(self._guild.id)
            held = await reach(self._guild, schedule.choice.channel_id)
            return _mend(held, schedule.choice.channel_id) if isinstance(held, Obstacle) else BACK
        await self._poster.prepare([self._guild.id])
        choice = schedule.choice
        posting = self._promise(schedule, ZoneInfo(choice.zone), choice.at)
        lost = await self._settle_pause(schedule, posting.day)
        await self._schedules.save(self._guild.id, KIND, choice, posting)
        skipped = ", ".join(day_and_month(day) for day in lost)
        return f"{BACK} Skipped meanwhile: {skipped}." if lost else BACK

    async def skip_next(self, schedule: Schedule) -> str:
        """Leave out the next date that would be posted."""
        coming = await self._coming(schedule)
        if not coming:
            return NOTHING_COMES
        day, *later = coming
        await self._ledger.settle([self._skipped(schedule, day, "an admin skipped it")])
        after = f" The next post is on {day_and_month(later[0])}." if later else ""
        return f"The post of {day_in_words(day)} will be skipped.{after}"

    async def test(self, schedule: Schedule) -> str:
        """Post the next real card now, marked as a test."""
        coming = await self._coming(schedule)
        if not coming:
            return NOTHING_COMES
        channel_id = schedule.choice.channel_id
        place = await reach(self._guild, channel_id)
        if isinstance(place, Obstacle):
            return _mend(place, channel_id)
        card = await self._poster.card(schedule, coming[0], "show")
        at = discord.utils.format_dt(self._instant(schedule, coming[0]), "F")
        marked = replace(
            card,
            title=f"Test · {card.title}",
            foot=f"{card.foot}\nThis is a test. The real one comes {at}.",
        )
        message = await place.send(view=marked.view(self._bot.colour))
        return f"Sent: {message.jump_url}"

    def _skipped(self, schedule: Schedule, day: date, reason: str) -> Entry:
        return Entry(
            guild_id=self._guild.id,
            kind=KIND,
            day=day,
            state=State.SKIPPED,
            channel_id=schedule.choice.channel_id,
            claimed_at=self._now,
            reason=reason,
            settled_at=self._now,
        )


def _mend(obstacle: Obstacle, channel_id: int) -> str:
    """What an admin has to do before anything can be posted."""
    place = f"<#{channel_id}>"
    match obstacle.pause:
        case Pause.CHANNEL_GONE:
            return "That channel is gone: choose another with /anniversaries setup."
        case Pause.THREAD_ARCHIVED:
            return f"{place} is archived and locked: unlock it, or choose another place."
        case _:
            return (
                f"In {place} I lack {obstacle.detail}: open the channel's settings, then "
                "Permissions, add me, and allow it."
            )
