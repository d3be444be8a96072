"""Finds out whether a post went out before a crash, by looking for it in its channel."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import Any

import discord

from bot.messaging.channels import PostableChannel

MAX_MESSAGES_SEARCHED = 1_000
"""Messages to search; more have rarely been written between a crash and the next start."""
_CLOCK_SKEW = timedelta(minutes=1)
"""Clocks differ, between this machine and the platform too."""


async def find_message(
    guild: discord.Guild, channel_id: int, custom_id_prefix: str, since: datetime
) -> discord.Message | None:
    """The bot's own message after `since` with a button whose custom id begins with `mark`.

    None also when the channel is gone or closed. Raises HTTPException or OSError when the platform
    cannot be asked.
    """
    try:
        channel = guild.get_channel_or_thread(channel_id) or await guild.fetch_channel(channel_id)
        if not isinstance(channel, PostableChannel):
            return None
        async for message in channel.history(
            limit=MAX_MESSAGES_SEARCHED, after=since - _CLOCK_SKEW
        ):
            if message.author.id == guild.me.id and _has_custom_id(message, custom_id_prefix):
                return message
    except (discord.Forbidden, discord.NotFound, discord.InvalidData):
        return None
    return None


def _has_custom_id(message: discord.Message, prefix: str) -> bool:
    return any(custom_id.startswith(prefix) for custom_id in iter_custom_ids(message.components))


def iter_custom_ids(components: Iterable[Any]) -> Iterator[str]:
    """Yield the custom ids of all components, nested ones too."""
    for component in components:
        custom_id = getattr(component, "custom_id", None)
        if custom_id is not None:
            yield custom_id
        yield from iter_custom_ids(getattr(component, "children", ()))
