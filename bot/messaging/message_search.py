"""Finds a message that the bot sent before it was stopped, in the channel it was sent to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import Any

import discord

from bot.messaging.channels import PostableChannel, find_channel
from bot.messaging.error_codes import UNKNOWN_CHANNEL, is_permission_missing

MAX_MESSAGES_SEARCHED = 1_000
"""Few channels get more messages between a crash and the next start."""
_CLOCK_SKEW = timedelta(minutes=1)
"""How far this machine's clock may be ahead of Discord's."""


async def find_message(
    guild: discord.Guild, channel_id: int, custom_id_prefix: str, since: datetime
) -> discord.Message | None:
    """Return the bot's message since an aware instant that has a custom id of this prefix.

    None without one, or when the channel is gone or its history hidden from the bot. Raises one of
    `sending.REQUEST_ERRORS` when Discord cannot be asked.
    """
    channel = await find_channel(guild, channel_id)
    if not isinstance(channel, PostableChannel):
        return None
    try:
        async for message in channel.history(
            limit=MAX_MESSAGES_SEARCHED, after=since - _CLOCK_SKEW
        ):
            if message.author.id == guild.me.id and _has_custom_id(message, custom_id_prefix):
                return message
    except discord.HTTPException as error:
        if error.code == UNKNOWN_CHANNEL or is_permission_missing(error):
            return None
        raise
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
