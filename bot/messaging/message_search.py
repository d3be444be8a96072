"""Finds a message that the bot sent before it was stopped, in the channel it was sent to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import Any, NamedTuple

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
    return await search_history(channel, guild.me.id, since, MessageMark((custom_id_prefix,)))


class MessageMark(NamedTuple):
    """What tells one message of the bot from its others."""

    custom_id_prefixes: tuple[str, ...] = ()
    """The custom id of one of its components begins with one of these."""
    component_id: int | None = None
    """The numeric id of one of its components, None when they are numbered by the platform."""
    content: str | None = None
    """Its whole text, None when it is told by its components."""

    def is_on(self, message: discord.Message) -> bool:
        """Return whether a message has this mark."""
        if self.content is not None:
            return message.content == self.content
        custom_ids = iter_custom_ids(message.components)
        return any(one.startswith(self.custom_id_prefixes) for one in custom_ids) or (
            self.component_id is not None
            and any(
                getattr(component, "id", None) == self.component_id
                for component in message.components
            )
        )


async def search_history(
    channel: discord.abc.Messageable, author_id: int, since: datetime, mark: MessageMark
) -> discord.Message | None:
    """Return the author's message since an aware instant that has a mark.

    None without one, or when the history is hidden from the bot. Raises one of
    `sending.REQUEST_ERRORS` when Discord cannot be asked.
    """
    try:
        async for message in channel.history(
            limit=MAX_MESSAGES_SEARCHED, after=since - _CLOCK_SKEW
        ):
            if message.author.id == author_id and mark.is_on(message):
                return message
    except discord.HTTPException as error:
        if error.code == UNKNOWN_CHANNEL or is_permission_missing(error):
            return None
        raise
    return None


def iter_custom_ids(components: Iterable[Any]) -> Iterator[str]:
    """Yield the custom ids of all components, nested ones too."""
    for component in components:
        custom_id = getattr(component, "custom_id", None)
        if custom_id is not None:
            yield custom_id
        yield from iter_custom_ids(getattr(component, "children", ()))
