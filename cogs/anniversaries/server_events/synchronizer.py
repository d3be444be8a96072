"""Synchronizes the events of guilds: creates them, edits what has changed, cancels the others."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

import discord

from bot.base import BotBase, GuildLocks
from bot.messaging.channels import Obstacle
from bot.messaging.guild_events import (
    EventFailure,
    EventGone,
    cancel_event,
    edit_event,
    find_event,
    find_event_obstacle,
)
from bot.messaging.outbox_relay import relay_now
from bot.messaging.sending import REQUEST_ERRORS, RetryLater
from bot.messaging.timeouts import get_backoff
from bot.scheduling.delivery import LEFT_GUILD_RETRY, UNAVAILABLE_GUILD_RETRY, Delivery
from bot.scheduling.post import DeliveryStatus
from bot.ui.dates import override_language
from cogs.anniversaries.server_events.content import EventContent
from cogs.anniversaries.server_events.plan import plan_events
from cogs.anniversaries.server_events.post import LOOK_INTERVAL, EventPost, hold_events
from storage.posts.scheduled_events import EventCalendar, EventState, StoredEvent

log = logging.getLogger(__name__)

MAX_CREATED = 5
"""Events created for a guild in one go: Discord slows down those who create more."""
NEXT_GO = timedelta(minutes=1)
UNDER_WAY = timedelta(minutes=10)
"""How long an event whose creation was given up may still appear."""


class EventSynchronizer:
    """Brings one guild at a time to the events that it is to have."""

    def __init__(self, bot: BotBase) -> None:
        self._bot = bot
        self._calendars = bot.store.event_calendars
        self._events = bot.store.scheduled_events
        self._locks = GuildLocks()

    async def synchronize(self, guild_id: int, now: datetime) -> None:
        """Do what a guild's events need at the aware instant `now`; never twice at a time."""
        async with self._locks.get(guild_id):
            calendar = await self._calendars.get(guild_id)
            if calendar is None:
                return
            guild = self._bot.get_guild(guild_id)
            if guild is None or guild.unavailable:
                wait = LEFT_GUILD_RETRY if guild is None else UNAVAILABLE_GUILD_RETRY
                await self._calendars.look_later(guild_id, now + wait, tries=calendar.tries)
                return
            with override_language(await self._bot.get_language(guild_id)):
                try:
                    await self._synchronize(guild, calendar, now)
                except REQUEST_ERRORS as error:
                    await self._retry_later(calendar, now, error)

    async def _synchronize(
        self, guild: discord.Guild, calendar: EventCalendar, now: datetime
    ) -> None:
        planned = await plan_events(self._bot, guild.id, now) if calendar.is_on else []
        wanted = {content.key: content for content in planned}
        stored = {one.key: one for one in await self._events.list_for_guild(guild.id)}
        for one in stored.values():
            failure = await self._settle(guild, one, wanted, now)
            if failure is not None:
                await self._handle_failure(guild, calendar, failure, now)
                return
        pending = [one for one in planned if _is_pending(one, stored.get(one.key), now)]
        if await self._create(calendar, pending[:MAX_CREATED], stored, now):
            await self._finish(guild, calendar, now, has_more=len(pending) > MAX_CREATED)

    async def _create(
        self,
        calendar: EventCalendar,
        contents: Iterable[EventContent],
        stored: Mapping[str, StoredEvent],
        now: datetime,
    ) -> bool:
        """Create events; return False when something is in the way, and a later look is stored."""
        for content in contents:
            post = EventPost(self._bot, calendar, content, stored.get(content.key), now)
            result = await Delivery(self._bot, post, now).run()
            if result.status is not DeliveryStatus.SENT:
                return False
        return True

    async def _finish(
        self, guild: discord.Guild, calendar: EventCalendar, now: datetime, *, has_more: bool
    ) -> None:
        if not has_more:
            await self._calendars.set_obstacle(guild.id, "")
        if not calendar.is_on and not await self._events.list_for_guild(guild.id):
            await self._calendars.remove(guild.id)
            return
        await self._calendars.look_later(guild.id, now + (NEXT_GO if has_more else LOOK_INTERVAL))

    async def _settle(
        self,
        guild: discord.Guild,
        one: StoredEvent,
        wanted: Mapping[str, EventContent],
        now: datetime,
    ) -> EventFailure | None:
        """Edit, cancel or forget a stored event as needed; return why that failed."""
        content = wanted.get(one.key)
        if one.ends_at <= now:
            await self._events.remove(guild.id, one.key)
            return None
        match one.state:
            case EventState.GONE if content is None:
                await self._events.remove(guild.id, one.key)
            case EventState.CLAIMED if content is None:
                return await self._drop_claim(guild, one, now)
            case EventState.CREATED if content is None:
                return await self._cancel(guild, one, now)
            case EventState.CREATED if content is not None:
                return await self._update(guild, one, content, now)
            case _:
                pass
        return None

    async def _drop_claim(
        self, guild: discord.Guild, one: StoredEvent, now: datetime
    ) -> EventFailure | None:
        """Cancel what became of an attempt that is not wanted any more, if anything did."""
        found = await find_event(guild, one.name, one.starts_at)
        if found is not None:
            await self._events.mark_created(guild.id, one.key, found.id)
            return await self._cancel(guild, one._replace(event_id=found.id), now)
        if now >= one.claimed_at + UNDER_WAY:
            await self._events.remove(guild.id, one.key)
        return None

    async def _cancel(
        self, guild: discord.Guild, one: StoredEvent, now: datetime
    ) -> EventFailure | None:
        assert one.event_id is not None, "it was created"
        failure: EventFailure | None = find_event_obstacle(guild)
        if failure is None:
            has_begun = now >= one.starts_at
            failure = await cancel_event(self._bot, guild.id, one.event_id, has_begun=has_begun)
        if failure is None or isinstance(failure, EventGone):
            await self._events.remove(guild.id, one.key)
            return None
        return failure

    async def _update(
        self, guild: discord.Guild, one: StoredEvent, content: EventContent, now: datetime
    ) -> EventFailure | None:
        """Edit an event that says something else now; one that has begun stays as it is."""
        if one.digest == content.digest or now >= one.starts_at:
            return None
        assert one.event_id is not None, "it was created"
        failure: EventFailure | None = find_event_obstacle(guild)
        if failure is None:
            failure = await edit_event(self._bot, guild.id, one.event_id, content.event)
        if failure is None:
            name, _, starts_at, ends_at, _ = content.event
            await self._events.mark_edited(
                one._replace(name=name, starts_at=starts_at, ends_at=ends_at, digest=content.digest)
            )
        elif isinstance(failure, EventGone):
            await self._events.mark_gone(guild.id, one.key)
            return None
        return failure

    async def _handle_failure(
        self, guild: discord.Guild, calendar: EventCalendar, failure: EventFailure, now: datetime
    ) -> None:
        match failure:
            case Obstacle():
                notice = await hold_events(self._bot.store, calendar, failure, now)
                await relay_now(self._bot, notice)
            case RetryLater(error):
                await self._retry_later(calendar, now, error)
            case _:
                log.warning("server %d: an event was not changed: %r", guild.id, failure)
                await self._calendars.look_later(guild.id, now + LOOK_INTERVAL)

    async def _retry_later(self, calendar: EventCalendar, now: datetime, error: Exception) -> None:
        retry_at = now + get_backoff(calendar.tries)
        log.warning("server %d: its events wait until %s: %r", calendar.guild_id, retry_at, error)
        await self._calendars.look_later(calendar.guild_id, retry_at, tries=calendar.tries + 1)


def _is_pending(content: EventContent, stored: StoredEvent | None, now: datetime) -> bool:
    """Return whether an event is to be created, or it is unknown whether it was."""
    if stored is None:
        return content.event.starts_at > now
    return stored.state is EventState.CLAIMED
