"""The post of a schedule's next date; its state is in the schedule and the post log."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from bot.base import BotBase
from bot.instrumentation.observers import PostSettled
from bot.markdown import Markdown, escape, mention_channel
from bot.messaging.channels import Obstacle
from bot.messaging.refusals import get_remedy
from bot.messaging.sending import REASON_DELETED, REASON_UNREACHABLE
from bot.messaging.timeouts import get_backoff
from bot.scheduling.message_post import MessagePost
from bot.scheduling.occurrences import advance_schedule
from bot.scheduling.post import GIVE_UP_AFTER, Claim, PostCalendar, PostType
from bot.ui.card import Card
from bot.ui.dates import format_day, format_time
from bot.ui.permission_hints import describe_obstacle
from bot.ui.text import join_words
from storage.outbox import OutboxMessage
from storage.posts.models import Schedule
from storage.posts.post_log import PostLogEntry, PostState

LATE_AFTER = timedelta(minutes=15)
"""How late a post must be to say so on its card."""
RECHECK_INTERVAL = timedelta(hours=1)
"""The wait before a channel is looked at again; mostly a change in the guild comes before."""


class ScheduledPost(MessagePost):
    """The post of `schedule.next_day`, to be delivered at the aware instant `now`."""

    def __init__(
        self,
        bot: BotBase,
        post_type: PostType,
        calendar: PostCalendar,
        schedule: Schedule,
        now: datetime,
        *,
        has_content: bool,
    ) -> None:
        super().__init__(bot, now)
        self._post_type = post_type
        self._calendar = calendar
        self.schedule = schedule
        self.guild_id = schedule.guild_id
        self.channel_id = schedule.settings.channel_id
        self.kind = schedule.kind
        self.key = schedule.next_day
        self.role_id = schedule.settings.role_id
        self.due_at = schedule.due_at
        self.until = schedule.until
        self.give_up_at = schedule.until + GIVE_UP_AFTER
        self.tries = schedule.tries
        self.has_open_claim = schedule.has_open_claim
        self.custom_id_prefix = post_type.custom_id_prefix(schedule.next_day)
        self.has_content = has_content

    async def build_card(self) -> Card:
        """Return the calendar's card, with a note in the footer when it is late."""
        schedule = self.schedule
        card = await self._calendar.build_card(schedule, schedule.next_day)
        if self._now - schedule.due_at < LATE_AFTER:
            return card
        meant_for = format_time(schedule.settings.local_time)
        late_note = f"Late: this was due at {meant_for}, but I couldn't post it then."
        return replace(card, footer=f"{card.footer}\n{late_note}".strip())

    async def may_publish(self) -> bool:
        return await self._post_type.may_publish(self.guild_id)

    async def get_claim(self) -> Claim | None:
        if not self.has_open_claim:
            return None
        entry = await self._get_log_entry()
        return None if entry is None else Claim(entry.channel_id, entry.claimed_at)

    async def claim(self) -> bool:
        """Claim the date; if another process has settled it, advance the schedule, return False."""
        if self.has_open_claim or await self._bot.store.post_log.claim(self.schedule, self._now):
            return True
        entry = await self._get_log_entry()
        if entry is not None and entry.state is not PostState.CLAIMED:
            await self.skip()
        return False

    async def _get_log_entry(self) -> PostLogEntry | None:
        schedule = self.schedule
        return await self._bot.store.post_log.get(
            schedule.guild_id, schedule.kind, schedule.next_day
        )

    async def release(self) -> None:
        await self._bot.store.post_log.release(self.schedule)

    async def reschedule(self, retry_at: datetime, *, tries: int | None = None) -> None:
        await self._bot.store.schedules.reschedule(self.schedule, retry_at, tries=tries)

    async def skip(self) -> None:
        await self._bot.store.post_log.settle([], [advance_schedule(self.schedule, self._now)])

    async def settle_sent(self, message_id: int | None, sent_at: datetime) -> None:
        if message_id is None:
            await self._settle(PostState.SENT, reason=REASON_DELETED)
            return
        lateness = sent_at - self.due_at
        await self._settle(
            PostState.LATE if lateness >= LATE_AFTER else PostState.SENT,
            message_id=message_id,
            lateness=max(0, int(lateness.total_seconds())),
        )

    async def settle_failed(self, reason: str) -> OutboxMessage | None:
        """Store that it failed, with a notice about a refusal that was not told before."""
        notice = await self._build_refusal_notice(reason)
        await self._settle(PostState.FAILED, reason=reason, notice=notice)
        return notice

    async def _build_refusal_notice(self, reason: str) -> OutboxMessage | None:
        remedy = get_remedy(reason)
        if remedy is None or await self._was_last_refused_for(reason):
            return None
        return self._build_notice(
            f"{self._post_type.title} of {format_day(self.schedule.next_day)} could not be sent to "
            f"{mention_channel(self.channel_id)}: {escape(reason)}. {remedy}"
        )

    async def _was_last_refused_for(self, reason: str) -> bool:
        rows = await self._bot.store.post_log.list_newest(
            self.guild_id, self.kind, offset=0, limit=2
        )
        earlier = [row for row in rows if row.day < self.schedule.next_day]
        return bool(earlier) and (earlier[0].state, earlier[0].reason) == (PostState.FAILED, reason)

    async def settle_expired(self) -> None:
        if self.tries:
            await self._settle(PostState.FAILED, reason=REASON_UNREACHABLE)
        else:
            await self._settle(PostState.MISSED, reason="I was stopped just before I could post")

    async def _settle(
        self,
        state: PostState,
        *,
        reason: str | None = None,
        message_id: int | None = None,
        lateness: int | None = None,
        notice: OutboxMessage | None = None,
    ) -> None:
        entry = PostLogEntry(
            guild_id=self.guild_id,
            kind=self.kind,
            day=self.schedule.next_day,
            state=state,
            channel_id=self.channel_id,
            claimed_at=self._now,
            reason=reason,
            settled_at=self._now,
            message_id=message_id,
            lateness=lateness,
        )
        advance = advance_schedule(self.schedule, self._now)
        await self._bot.store.post_log.settle([entry], [advance], notice)
        self._bot.observers.notify(PostSettled(self.kind, state))

    async def hold(self, obstacle: Obstacle) -> OutboxMessage | None:
        """Pause the schedule, with a notice for the admins unless it was paused so already.

        It is retried when due, later every hour, and after changes in the guild; sooner where the
        bot sees nothing that is missing, because then no change in the guild will announce it.
        """
        retry_at = self._get_retry_at(obstacle)
        await self.reschedule(retry_at, tries=self.tries + 1)
        notice = self._build_notice(
            _format_pause_notice(self._post_type.title, obstacle, self.channel_id)
        )
        is_new = await self._bot.store.schedules.pause(
            self.schedule, obstacle.reason, obstacle.detail, retry_at, notice
        )
        return notice if is_new else None

    def _get_retry_at(self, obstacle: Obstacle) -> datetime:
        if self._now < self.due_at:
            return self.due_at
        if obstacle.ends_at is not None:
            return min(obstacle.ends_at, self.until)
        wait = get_backoff(self.tries) if obstacle.is_unconfirmed else RECHECK_INTERVAL
        return min(self._now + wait, self.until)

    async def resume(self) -> OutboxMessage | None:
        """End a pause, if there is one, with a notice of the dates not posted."""
        schedule = self.schedule
        if schedule.pause_reason is None:
            return None
        undelivered_days = await self._bot.store.post_log.list_undelivered_days(
            schedule.guild_id, schedule.kind, schedule.paused_day or schedule.next_day
        )
        notice = self._build_notice(
            _format_resume_notice(self._post_type.title, self.channel_id, undelivered_days)
        )
        return notice if await self._bot.store.schedules.resume(schedule, notice) else None

    def _build_notice(self, text: Markdown) -> OutboxMessage:
        admin_id = self.schedule.settings.set_up_by
        return OutboxMessage.to_admins(self.guild_id, text, self._now, admin_id=admin_id)


def _format_pause_notice(title: Markdown, obstacle: Obstacle, channel_id: int) -> Markdown:
    """Return a notice of what is paused, why, and what ends the pause."""
    cause, remedy = describe_obstacle(obstacle, channel_id)
    return (
        f"{title} are paused: {cause}. {remedy} and I'll start again on my own; your settings are"
        " kept."
    )


def _format_resume_notice(
    title: Markdown, channel_id: int, undelivered_days: Sequence[date]
) -> Markdown:
    """Return a notice of what is posted again, and the dates whose posts were skipped."""
    days = join_words([format_day(day) for day in undelivered_days], limit=12)
    skipped = (
        f"Skipped while they were paused: {days}." if undelivered_days else "Nothing was skipped."
    )
    return f"{title} are back in {mention_channel(channel_id)}. {skipped}"
