"""Takes one server's post from promised to settled: claim, send with a fixed nonce, confirm.

Whatever goes wrong ends in one of four ways: the ledger says what became of the date, the schedule
is paused for a reason that an admin is told once, the next try is put off, or the claim stays open
and whoever looks next finds out whether the post went out.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import discord

from bot.messaging.admin_notices import pause_notice, resume_notice, tell_admins
from bot.messaging.channels import Obstacle, Place, reach
from bot.messaging.message_search import find_post
from bot.messaging.sending import (
    DELETED,
    NONCE_WINDOW,
    TROUBLE,
    UNREACHABLE,
    Outcome,
    Refused,
    Sendable,
    Sent,
    send_once,
)
from bot.scheduling.advance import next_move
from bot.scheduling.post_type import Poster, nonce_of
from bot.ui.card import Card
from bot.ui.dates import speaking
from bot.ui.locale import language_of
from storage.posts.models import Schedule
from storage.posts.post_log import PostLogEntry, PostState

if TYPE_CHECKING:
    from bot.client import FanBot

log = logging.getLogger(__name__)

LATE_AFTER = timedelta(minutes=15)
"""From here on a post says that it is late."""
FIRST_BACKOFF = timedelta(seconds=30)
LONGEST_BACKOFF = timedelta(minutes=15)
LOST_FOR = timedelta(minutes=5)
"""When to look again at a server that the platform cannot show for the moment."""
LEFT_FOR = timedelta(hours=1)
"""When to look again at a server that the bot is not in; its settings stay, should it return."""
GIVE_UP_AFTER = timedelta(days=1)
"""How long past its date a post that may have gone out is looked for."""


@dataclass(frozen=True, slots=True)
class Delivery:
    """One schedule to be dealt with at the aware instant `now`."""

    bot: FanBot
    poster: Poster
    schedule: Schedule
    now: datetime

    async def run(self) -> None:
        """Deal with it; raises only what nobody foresaw."""
        guild = self.bot.get_guild(self.schedule.guild_id)
        if guild is None or guild.unavailable:
            await self._wake(self.now + (LEFT_FOR if guild is None else LOST_FOR))
            return
        with speaking(await language_of(self.bot, guild.id)):
            await self._deal_with(guild)

    async def _deal_with(self, guild: discord.Guild) -> None:
        try:
            place = await reach(guild, self.schedule.settings.channel_id)
            if isinstance(place, Obstacle):
                await self._stop(guild, place)
            else:
                await self._go_on(guild, place)
        except TROUBLE as error:
            await self._put_off(error)

    async def _go_on(self, guild: discord.Guild, place: Place) -> None:
        schedule = self.schedule
        if schedule.has_open_claim and await self._find_what_went_out(guild):
            await self._resume(guild)
        elif self.now >= schedule.until:
            await self._lose()
        elif self.now < schedule.due_at:
            await self._wake(schedule.due_at)
            await self._resume(guild)
        elif not self.poster.falls_on(schedule, schedule.next_day):
            await self._move_on()
            await self._resume(guild)
        else:
            await self._post(guild, place)

    async def _post(self, guild: discord.Guild, place: Place) -> None:
        card = await self._card()
        if card is None:
            await self._settle(PostState.FAILED, reason="the card could not be made")
        elif await self._holds_claim():
            await self._settle_as(guild, await self._send(guild, place, card))

    async def _settle_as(self, guild: discord.Guild, outcome: Outcome) -> None:
        match outcome:
            case Sent(message_id) if message_id is not None:
                await self._settle_sent(message_id, self.now)
                await self._resume(guild)
            case Sent():
                await self._settle(PostState.SENT, reason=DELETED)
            case Refused(reason):
                await self._settle(PostState.FAILED, reason=reason)
            case Obstacle():
                if not self.schedule.has_open_claim:
                    await self.bot.store.post_log.release(self.schedule)
                await self._stop(guild, outcome)

    async def _card(self) -> Card | None:
        """The post; None when an entry cannot be shown, which must not hold up anybody else."""
        schedule = self.schedule
        try:
            card = await self.poster.card(schedule, schedule.next_day)
        except (LookupError, ValueError, TypeError, AttributeError):
            log.exception("server %d: no card for %s", schedule.guild_id, schedule.next_day)
            return None
        if self.now - schedule.due_at < LATE_AFTER:
            return card
        late = f"Late: this was meant for {schedule.settings.local_time:%H:%M}, and I could not be there."
        return replace(card, foot=f"{card.foot}\n{late}".strip())

    async def _holds_claim(self) -> bool:
        """Whether the date is ours to post; when it was settled by others, the next one is up."""
        ledger, schedule = self.bot.store.post_log, self.schedule
        if schedule.has_open_claim or await ledger.claim(schedule, self.now):
            return True
        entry = await ledger.get(schedule.guild_id, schedule.kind, schedule.next_day)
        if entry is not None and entry.state is not PostState.CLAIMED:
            await self._move_on()
        return False

    async def _send(self, guild: discord.Guild, place: Place, card: Card) -> Outcome:
        choice = self.schedule.settings
        view = card.view(self.bot.colour)
        role = guild.get_role(choice.role_id) if choice.role_id else None
        allowed = discord.AllowedMentions.none()
        if role is not None:
            view.add_item(discord.ui.TextDisplay(role.mention))
            allowed = discord.AllowedMentions(
                everyone=False, users=False, roles=[role], replied_user=False
            )
        nonce = nonce_of(guild.id, place.id, self.schedule.kind, self.schedule.next_day)
        return await send_once(
            place, Sendable(view, nonce, allowed, is_repeated=self.schedule.has_open_claim)
        )

    async def _find_what_went_out(self, guild: discord.Guild) -> bool:
        """Settle an open claim whose post is in the channel; soon after, repeat it."""
        schedule = self.schedule
        entry = await self.bot.store.post_log.get(schedule.guild_id, schedule.kind, schedule.next_day)
        if entry is None:
            return False
        repeatable = entry.channel_id == schedule.settings.channel_id and (
            self.now < min(entry.claimed_at + NONCE_WINDOW, schedule.until)
        )
        if repeatable:
            return False
        mark = self.poster.mark(schedule.next_day)
        message = await find_post(guild, entry.channel_id, mark, entry.claimed_at)
        if message is None:
            return False
        await self._settle_sent(message.id, message.created_at)
        return True

    async def _stop(self, guild: discord.Guild, obstacle: Obstacle) -> None:
        """Pause; until the promised date is over, a repaired channel still gets its post."""
        schedule, poster = self.schedule, self.poster
        if self.now >= schedule.until:
            await self._settle(PostState.FAILED, reason=obstacle.in_words)
            return
        wake_at = schedule.due_at if self.now < schedule.due_at else schedule.until
        await self._wake(wake_at)
        if await self.bot.store.schedules.pause(schedule, *obstacle, wake_at):
            channel_id = schedule.settings.channel_id
            sentence = pause_notice(poster.title, poster.setup, *obstacle, channel_id)
            await tell_admins(self.bot, guild, schedule.settings.set_up_by, sentence)

    async def _resume(self, guild: discord.Guild) -> None:
        """End a pause, once the channel is known to be good, and say what it cost."""
        schedule = self.schedule
        if schedule.pause_reason is None or not await self.bot.store.schedules.resume(schedule):
            return
        lost = await self.bot.store.post_log.list_undelivered_days(
            schedule.guild_id, schedule.kind, schedule.paused_day or schedule.next_day
        )
        sentence = resume_notice(self.poster.title, schedule.settings.channel_id, lost)
        await tell_admins(self.bot, guild, schedule.settings.set_up_by, sentence)

    async def _put_off(self, error: Exception) -> None:
        schedule = self.schedule
        if self.now >= schedule.until + GIVE_UP_AFTER:
            await self._settle(PostState.FAILED, reason=UNREACHABLE)
            return
        again = self.now + min(FIRST_BACKOFF * 2**schedule.tries, LONGEST_BACKOFF)
        if self.now < schedule.until:
            again = min(again, schedule.until)
        log.warning("server %d: trying again at %s: %r", schedule.guild_id, again, error)
        await self.bot.store.schedules.reschedule(schedule, again, tries=schedule.tries + 1)

    async def _lose(self) -> None:
        """Give up a date that is over and whose post is nowhere to be found."""
        if self.schedule.tries:
            await self._settle(PostState.FAILED, reason=UNREACHABLE)
        else:
            await self._settle(PostState.MISSED, reason="the bot stopped just before it could post")

    async def _settle_sent(self, message_id: int, sent_at: datetime) -> None:
        late = sent_at - self.schedule.due_at
        await self._settle(
            PostState.LATE if late >= LATE_AFTER else PostState.SENT,
            message_id=message_id,
            lateness=max(0, int(late.total_seconds())),
        )

    async def _settle(
        self,
        state: PostState,
        *,
        reason: str | None = None,
        message_id: int | None = None,
        lateness: int | None = None,
    ) -> None:
        schedule = self.schedule
        entry = PostLogEntry(
            guild_id=schedule.guild_id,
            kind=schedule.kind,
            day=schedule.next_day,
            state=state,
            channel_id=schedule.settings.channel_id,
            claimed_at=self.now,
            reason=reason,
            settled_at=self.now,
            message_id=message_id,
            lateness=lateness,
        )
        await self.bot.store.post_log.settle([entry], [next_move(schedule, self.now)])

    async def _move_on(self) -> None:
        await self.bot.store.post_log.settle([], [next_move(self.schedule, self.now)])

    async def _wake(self, at: datetime) -> None:
        await self.bot.store.schedules.reschedule(self.schedule, at)
