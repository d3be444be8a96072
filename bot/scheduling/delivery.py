"""Takes one server's post from promised to settled: claim, send with a fixed nonce, confirm.

Whatever goes wrong ends in one of four ways: the ledger says what became of the date, the schedule
is paused for a reason that an admin is told once, the next try is put off, or the claim stays open
and whoever looks next finds out whether the post went out.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import discord

from bot.base import BotBase
from bot.messaging.admin_notices import notify_admins, pause_notice, resume_notice
from bot.messaging.channels import Obstacle, PostableChannel, resolve_channel
from bot.messaging.message_search import find_message
from bot.messaging.sending import (
    NONCE_WINDOW,
    REASON_DELETED,
    REASON_UNREACHABLE,
    REQUEST_ERRORS,
    OutgoingMessage,
    Rejected,
    SendOutcome,
    Sent,
    send_once,
)
from bot.scheduling.occurrences import advance_schedule
from bot.scheduling.post_type import PostCalendar, PostType, build_nonce
from bot.ui.card import Card
from bot.ui.dates import override_language
from bot.ui.locale import get_guild_language
from storage.posts.models import Schedule
from storage.posts.post_log import PostLogEntry, PostState

log = logging.getLogger(__name__)

LATE_AFTER = timedelta(minutes=15)
"""From here on a post says that it is late."""
FIRST_BACKOFF = timedelta(seconds=30)
MAX_BACKOFF = timedelta(minutes=15)
UNAVAILABLE_GUILD_RETRY = timedelta(minutes=5)
"""When to look again at a server that the platform cannot show for the moment."""
LEFT_GUILD_RETRY = timedelta(hours=1)
"""When to look again at a server that the bot is not in; its settings stay, should it return."""
GIVE_UP_AFTER = timedelta(days=1)
"""How long past its date a post that may have gone out is looked for."""


@dataclass(frozen=True, slots=True)
class Delivery:
    """One schedule to be dealt with at the aware instant `now`."""

    bot: BotBase
    post_type: PostType
    calendar: PostCalendar
    schedule: Schedule
    now: datetime
    has_post: bool
    """Whether the calendar has a post on `schedule.next_day`."""

    async def run(self) -> None:
        """Deal with it; raises only what nobody foresaw."""
        guild = self.bot.get_guild(self.schedule.guild_id)
        if guild is None or guild.unavailable:
            await self._reschedule(
                self.now + (LEFT_GUILD_RETRY if guild is None else UNAVAILABLE_GUILD_RETRY)
            )
            return
        with override_language(await get_guild_language(self.bot, guild.id)):
            await self._try_deliver(guild)

    async def _try_deliver(self, guild: discord.Guild) -> None:
        try:
            channel = await resolve_channel(guild, self.schedule.settings.channel_id)
            if isinstance(channel, Obstacle):
                await self._pause(guild, channel)
            else:
                await self._deliver_to(guild, channel)
        except REQUEST_ERRORS as error:
            await self._retry_later(error)

    async def _deliver_to(self, guild: discord.Guild, channel: PostableChannel) -> None:
        schedule = self.schedule
        if schedule.has_open_claim and await self._recover_open_claim(guild):
            await self._resume(guild)
        elif self.now >= schedule.until:
            await self._settle_missed()
        elif self.now < schedule.due_at:
            await self._reschedule(schedule.due_at)
            await self._resume(guild)
        elif not self.has_post:
            await self._advance()
            await self._resume(guild)
        else:
            await self._post(guild, channel)

    async def _post(self, guild: discord.Guild, channel: PostableChannel) -> None:
        card = await self._build_card()
        if card is None:
            await self._settle(PostState.FAILED, reason="the card could not be made")
        elif await self._ensure_claim():
            await self._settle_outcome(guild, await self._send(guild, channel, card))

    async def _settle_outcome(self, guild: discord.Guild, outcome: SendOutcome) -> None:
        match outcome:
            case Sent(message_id) if message_id is not None:
                await self._settle_sent(message_id, self.now)
                await self._resume(guild)
            case Sent():
                await self._settle(PostState.SENT, reason=REASON_DELETED)
            case Rejected(reason):
                await self._settle(PostState.FAILED, reason=reason)
            case Obstacle():
                if not self.schedule.has_open_claim:
                    await self.bot.store.post_log.release(self.schedule)
                await self._pause(guild, outcome)

    async def _build_card(self) -> Card | None:
        """The post; None when an entry cannot be shown, which must not hold up anybody else."""
        schedule = self.schedule
        try:
            card = await self.calendar.build_card(schedule, schedule.next_day)
        except (LookupError, ValueError, TypeError, AttributeError):
            log.exception("server %d: no card for %s", schedule.guild_id, schedule.next_day)
            return None
        if self.now - schedule.due_at < LATE_AFTER:
            return card
        meant_for = f"{schedule.settings.local_time:%H:%M}"
        late_note = f"Late: this was meant for {meant_for}, and I could not be there."
        return replace(card, footer=f"{card.footer}\n{late_note}".strip())

    async def _ensure_claim(self) -> bool:
        """Whether the date is ours to post; when it was settled by others, the next one is up."""
        ledger, schedule = self.bot.store.post_log, self.schedule
        if schedule.has_open_claim or await ledger.claim(schedule, self.now):
            return True
        entry = await ledger.get(schedule.guild_id, schedule.kind, schedule.next_day)
        if entry is not None and entry.state is not PostState.CLAIMED:
            await self._advance()
        return False

    async def _send(
        self, guild: discord.Guild, channel: PostableChannel, card: Card
    ) -> SendOutcome:
        settings = self.schedule.settings
        view = card.build_view(self.bot.colour)
        role = guild.get_role(settings.role_id) if settings.role_id else None
        allowed = discord.AllowedMentions.none()
        if role is not None:
            view.add_item(discord.ui.TextDisplay(role.mention))
            allowed = discord.AllowedMentions(
                everyone=False, users=False, roles=[role], replied_user=False
            )
        nonce = build_nonce(guild.id, channel.id, self.schedule.kind, self.schedule.next_day)
        return await send_once(
            channel, OutgoingMessage(view, nonce, allowed, is_repeated=self.schedule.has_open_claim)
        )

    async def _recover_open_claim(self, guild: discord.Guild) -> bool:
        """Settle an open claim whose post is in the channel; soon after, repeat it."""
        schedule = self.schedule
        entry = await self.bot.store.post_log.get(
            schedule.guild_id, schedule.kind, schedule.next_day
        )
        if entry is None:
            return False
        is_repeatable = entry.channel_id == schedule.settings.channel_id and (
            self.now < min(entry.claimed_at + NONCE_WINDOW, schedule.until)
        )
        if is_repeatable:
            return False
        custom_id_prefix = self.post_type.custom_id_prefix(schedule.next_day)
        message = await find_message(guild, entry.channel_id, custom_id_prefix, entry.claimed_at)
        if message is None:
            return False
        await self._settle_sent(message.id, message.created_at)
        return True

    async def _pause(self, guild: discord.Guild, obstacle: Obstacle) -> None:
        """Pause; until the promised date is over, a repaired channel still gets its post."""
        schedule, poster = self.schedule, self.post_type
        if self.now >= schedule.until:
            await self._settle(PostState.FAILED, reason=obstacle.description)
            return
        retry_at = schedule.due_at if self.now < schedule.due_at else schedule.until
        await self._reschedule(retry_at)
        if await self.bot.store.schedules.pause(schedule, *obstacle, retry_at):
            channel_id = schedule.settings.channel_id
            sentence = pause_notice(poster.title, poster.setup_command, *obstacle, channel_id)
            await notify_admins(self.bot, guild, schedule.settings.set_up_by, sentence)

    async def _resume(self, guild: discord.Guild) -> None:
        """End a pause, once the channel is known to be good, and say what it cost."""
        schedule = self.schedule
        if schedule.pause_reason is None or not await self.bot.store.schedules.resume(schedule):
            return
        undelivered_days = await self.bot.store.post_log.list_undelivered_days(
            schedule.guild_id, schedule.kind, schedule.paused_day or schedule.next_day
        )
        sentence = resume_notice(
            self.post_type.title, schedule.settings.channel_id, undelivered_days
        )
        await notify_admins(self.bot, guild, schedule.settings.set_up_by, sentence)

    async def _retry_later(self, error: Exception) -> None:
        schedule = self.schedule
        if self.now >= schedule.until + GIVE_UP_AFTER:
            await self._settle(PostState.FAILED, reason=REASON_UNREACHABLE)
            return
        retry_at = self.now + min(FIRST_BACKOFF * 2**schedule.tries, MAX_BACKOFF)
        if self.now < schedule.until:
            retry_at = min(retry_at, schedule.until)
        log.warning("server %d: trying again at %s: %r", schedule.guild_id, retry_at, error)
        await self.bot.store.schedules.reschedule(schedule, retry_at, tries=schedule.tries + 1)

    async def _settle_missed(self) -> None:
        """Give up a date that is over and whose post is nowhere to be found."""
        if self.schedule.tries:
            await self._settle(PostState.FAILED, reason=REASON_UNREACHABLE)
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
        await self.bot.store.post_log.settle([entry], [advance_schedule(schedule, self.now)])

    async def _advance(self) -> None:
        await self.bot.store.post_log.settle([], [advance_schedule(self.schedule, self.now)])

    async def _reschedule(self, run_at: datetime) -> None:
        await self.bot.store.schedules.reschedule(self.schedule, run_at)
