"""Requests about the scheduled events of a guild, and how Discord answers them.

https://docs.discord.com/developers/resources/guild-scheduled-event
"""

from __future__ import annotations

from collections.abc import Coroutine, Hashable
from datetime import datetime
from typing import Any, NamedTuple, TypeAlias

import discord

from bot.markdown import Markdown
from bot.messaging.channels import Obstacle, get_timeout_end
from bot.messaging.error_codes import FINISHED_EVENT, TOO_MANY_EVENTS, UNKNOWN_EVENT
from bot.messaging.sending import (
    REQUEST_ERRORS,
    SEND_TIMEOUT_S,
    MessageDeleted,
    Rejected,
    RequestFailure,
    RetryLater,
    SendOutcome,
    Sent,
    classify_error,
)
from bot.messaging.timeouts import wait_at_most, wait_for_only
from bot.permissions import EVENT_PERMISSION, get_permission_name
from storage.posts.models import PauseReason

MAX_NAME, MAX_DESCRIPTION = 100, 1_000
"""Characters; limits of the platform."""
REASON_FULL = "this server has as many events as Discord allows, which is 100"


class GuildEvent(NamedTuple):
    """An event that takes place outside of voice channels; its instants are aware."""

    name: str
    description: Markdown
    starts_at: datetime
    ends_at: datetime
    location: str


class EventGone(NamedTuple):
    """The event is deleted, canceled or over, so it cannot be changed."""


EventFailure: TypeAlias = RequestFailure | EventGone


def find_event_obstacle(guild: discord.Guild) -> Obstacle | None:
    """Return what keeps the bot from creating events, None when nothing does."""
    timeout_end = get_timeout_end(guild)
    if timeout_end is not None:
        detail = f"until {timeout_end:%Y-%m-%d %H:%M} UTC"
        return Obstacle(PauseReason.TIMED_OUT, detail, ends_at=timeout_end)
    if not getattr(guild.me.guild_permissions, EVENT_PERMISSION):
        return Obstacle(PauseReason.MISSING_PERMISSION, get_permission_name(EVENT_PERMISSION))
    return None


async def create_event(guild: discord.Guild, key: Hashable, event: GuildEvent) -> SendOutcome:
    """Create an event, unless an earlier request under the same key is still under way."""
    request = guild.create_scheduled_event(
        name=event.name,
        description=event.description,
        start_time=event.starts_at,
        end_time=event.ends_at,
        location=event.location,
        entity_type=discord.EntityType.external,
        privacy_level=discord.PrivacyLevel.guild_only,
    )
    try:
        created = await wait_for_only(("event", guild.id, key), SEND_TIMEOUT_S, request)
    except REQUEST_ERRORS as error:
        if isinstance(error, discord.HTTPException) and error.code == TOO_MANY_EVENTS:
            return Rejected(REASON_FULL)
        failure = classify_error(error)
        return RetryLater(error) if isinstance(failure, MessageDeleted) else failure
    return Sent(created.id)


async def find_event(
    guild: discord.Guild, name: str, starts_at: datetime
) -> discord.ScheduledEvent | None:
    """Return the bot's event of this name and start that is not over, None without one.

    Raises one of `REQUEST_ERRORS` when Discord cannot be asked.
    """
    listed = await wait_at_most(SEND_TIMEOUT_S, guild.fetch_scheduled_events(with_counts=False))
    return next(
        (
            event
            for event in listed
            if event.creator_id == guild.me.id
            and (event.name, event.start_time) == (name, starts_at)
            and event.status in (discord.EventStatus.scheduled, discord.EventStatus.active)
        ),
        None,
    )


async def edit_event(
    client: discord.Client, guild_id: int, event_id: int, event: GuildEvent
) -> EventFailure | None:
    """Have an event that has not begun say something else; return why not, None when it does."""
    return await _request(
        event_id,
        client.http.edit_scheduled_event(
            guild_id,
            event_id,
            name=event.name,
            description=event.description,
            scheduled_start_time=event.starts_at.isoformat(),
            scheduled_end_time=event.ends_at.isoformat(),
            entity_metadata={"location": event.location},
        ),
    )


async def cancel_event(
    client: discord.Client, guild_id: int, event_id: int, *, has_begun: bool
) -> EventFailure | None:
    """Cancel an event, or end it when it has begun; return why not, None when that is done."""
    status = discord.EventStatus.ended if has_begun else discord.EventStatus.cancelled
    return await _request(
        event_id, client.http.edit_scheduled_event(guild_id, event_id, status=status.value)
    )


async def _request(event_id: int, request: Coroutine[Any, Any, object]) -> EventFailure | None:
    try:
        await wait_for_only(("event", event_id), SEND_TIMEOUT_S, request)
    except REQUEST_ERRORS as error:
        if isinstance(error, discord.HTTPException) and error.code in (
            UNKNOWN_EVENT,
            FINISHED_EVENT,
        ):
            return EventGone()
        return classify_error(error)
    return None
