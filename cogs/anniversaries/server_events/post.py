"""An event of a guild as a post to be delivered, and the notices to admins about events."""

from __future__ import annotations

from datetime import datetime, timedelta

import discord

from bot.base import BotBase
from bot.markdown import Markdown, escape
from bot.messaging.channels import Obstacle
from bot.messaging.guild_events import (
    create_event,
    find_event,
    find_event_obstacle,
)
from bot.messaging.refusals import get_remedy
from bot.messaging.timeouts import get_backoff
from bot.permissions import EVENT_PERMISSION, get_permission_name
from bot.scheduling.post import Claim, Outlet, Post, Request, SentPost
from bot.ui.permission_hints import describe_obstacle
from cogs.anniversaries.server_events.content import EventContent
from storage.outbox import OutboxMessage
from storage.posts.models import PauseReason
from storage.posts.scheduled_events import EventCalendar, EventState, StoredEvent
from storage.store import Store

LOOK_INTERVAL = timedelta(hours=1)
REFUSED_RETRY = timedelta(days=1)
"""The wait after Discord refused an event, as it does when there are 100."""
RESUMED = "I add anniversaries and promised dates to this server's events again."


class EventPost(Post):
    """An event to be created at the aware instant `now`, before it begins.

    Discord knows no nonce for events, so an attempt whose outcome is unknown is always looked for
    before the next one; `stored` is that attempt, None without one.
    """

    kind = "scheduled-event"

    def __init__(
        self,
        bot: BotBase,
        calendar: EventCalendar,
        content: EventContent,
        stored: StoredEvent | None,
        now: datetime,
    ) -> None:
        self._store = bot.store
        self._calendar = calendar
        self._content = content
        self._stored = stored
        self._now = now
        self.guild_id = calendar.guild_id
        self.key = content.key
        self.due_at = now
        self.until = self.give_up_at = content.event.starts_at
        self.tries = calendar.tries
        self.has_open_claim = stored is not None

    async def resolve_outlet(self, guild: discord.Guild) -> Outlet | Obstacle:
        return find_event_obstacle(guild) or _EventOutlet(guild, self._content)

    async def find_sent(self, guild: discord.Guild, _claim: Claim) -> SentPost | None:
        assert self._stored is not None, "there is a claim"
        found = await find_event(guild, self._stored.name, self._stored.starts_at)
        return None if found is None else SentPost(found.id, discord.utils.snowflake_time(found.id))

    async def get_claim(self) -> Claim | None:
        return None if self._stored is None else Claim(0, self._stored.claimed_at)

    async def claim(self) -> bool:
        event = self._content.event
        return await self._store.scheduled_events.claim(
            StoredEvent(
                self.guild_id,
                self._content.key,
                EventState.CLAIMED,
                event.name,
                event.starts_at,
                event.ends_at,
                self._content.digest,
                self._now,
                None,
            )
        )

    async def release(self) -> None:
        await self._store.scheduled_events.remove(self.guild_id, self._content.key)

    async def reschedule(self, retry_at: datetime, *, tries: int | None = None) -> None:
        await self._store.event_calendars.look_later(
            self.guild_id, retry_at, tries=self.tries if tries is None else tries
        )

    async def settle_sent(self, event_id: int | None, _created_at: datetime) -> None:
        assert event_id is not None, "an event that was deleted is not found again"
        events = self._store.scheduled_events
        await events.mark_created(self.guild_id, self._content.key, event_id)

    async def settle_failed(self, reason: str) -> OutboxMessage | None:
        """Store that it cannot be created, with a notice unless that was told before."""
        if not self.has_open_claim:
            await self.release()
        await self.reschedule(self._now + REFUSED_RETRY)
        remedy = get_remedy(reason) or "I'll try again tomorrow."
        text = f"I couldn't add an event to this server's list: {escape(reason)}. {remedy}"
        return await _set_obstacle(self._store, self.guild_id, reason, text, self._now)

    async def settle_expired(self) -> None:
        """Forget it: there is no event for what has begun."""
        await self.release()
        await self.reschedule(self._now)

    async def hold(self, obstacle: Obstacle) -> OutboxMessage | None:
        return await hold_events(self._store, self._calendar, obstacle, self._now)

    async def resume(self) -> OutboxMessage | None:
        if not self._calendar.obstacle:
            return None
        return await _set_obstacle(self._store, self.guild_id, "", RESUMED, self._now)


class _EventOutlet(Outlet):
    def __init__(self, guild: discord.Guild, content: EventContent) -> None:
        self._guild = guild
        self._content = content

    async def prepare(self) -> Request:
        guild, (key, event) = self._guild, self._content
        return lambda: create_event(guild, key, event)


async def hold_events(
    store: Store, calendar: EventCalendar, obstacle: Obstacle, now: datetime
) -> OutboxMessage | None:
    """Store what is in the way, with a notice unless admins were told before."""
    wait = get_backoff(calendar.tries) if obstacle.is_unconfirmed else LOOK_INTERVAL
    await store.event_calendars.look_later(calendar.guild_id, now + wait, tries=calendar.tries + 1)
    text = f"I can't look after this server's events: {format_event_obstacle(obstacle)}"
    return await _set_obstacle(store, calendar.guild_id, obstacle.description, text, now)


async def _set_obstacle(
    store: Store, guild_id: int, obstacle: str, text: Markdown, now: datetime
) -> OutboxMessage | None:
    """Store the obstacle, with a notice of it unless it was stored before."""
    notice = OutboxMessage.to_admins(guild_id, text, now)
    is_new = await store.event_calendars.set_obstacle(guild_id, obstacle, notice)
    return notice if is_new else None


def format_event_obstacle(obstacle: Obstacle) -> Markdown:
    """Return what is in the way, and what to do about it."""
    if obstacle.reason is PauseReason.TIMED_OUT:
        cause, remedy = describe_obstacle(obstacle, 0)
        return f"{cause}. {remedy}."
    name = get_permission_name(EVENT_PERMISSION)
    return f"I don't have {name}. In Server Settings, Roles, give it to my role."
