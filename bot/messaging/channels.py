"""Finds channels, and the obstacle that keeps the bot from posting to one."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from enum import Enum
from typing import NamedTuple, TypeAlias

import discord

from bot.markdown import Markdown
from bot.messaging.error_codes import UNKNOWN_CHANNEL, is_permission_missing
from bot.permissions import IN_THREADS, POST_PERMISSIONS, get_permission_name
from storage.posts.models import PauseReason

PostableChannel: TypeAlias = discord.TextChannel | discord.Thread
GuildChannelOrThread: TypeAlias = discord.abc.GuildChannel | discord.Thread


class Obstacle(NamedTuple):
    """Why nothing can be posted.

    `detail` names the missing permissions, or says until when a time-out lasts; "" for the rest.
    """

    reason: PauseReason
    detail: str = ""
    is_unconfirmed: bool = False
    """Whether only Discord's answer shows it, while the bot sees nothing that is missing."""
    ends_at: datetime | None = None
    """The aware instant at which it ends by itself, None when it does not."""

    @property
    def is_channel_gone(self) -> bool:
        """Whether the channel is deleted, or is none that messages can be sent to."""
        return self.reason is PauseReason.CHANNEL_GONE

    @property
    def description(self) -> str:
        """The reason as the post log words it."""
        return format_pause(self.reason, self.detail)


def format_pause(reason: PauseReason, detail: str) -> str:
    """Return "permission missing: Send Messages" or "channel gone"."""
    return f"{reason}: {detail}" if detail else reason.value


class ChannelNotFound(Enum):
    """Why a channel of a guild cannot be used."""

    GONE = "gone"
    HIDDEN = "hidden"


async def find_channel(
    guild: discord.Guild, channel_id: int
) -> GuildChannelOrThread | ChannelNotFound:
    """Return a channel from the cache or from Discord, or why there is none.

    Raises one of `sending.REQUEST_ERRORS` when Discord cannot be asked.
    """
    channel = guild.get_channel_or_thread(channel_id)
    if channel is not None:
        return channel
    try:
        # The cache has neither threads archived long ago nor channels hidden from the bot.
        return await guild.fetch_channel(channel_id)
    except discord.InvalidData:
        return ChannelNotFound.GONE
    except discord.HTTPException as error:
        if error.code == UNKNOWN_CHANNEL:
            return ChannelNotFound.GONE
        if is_permission_missing(error):
            return ChannelNotFound.HIDDEN
        raise


async def resolve_channel(guild: discord.Guild, channel_id: int) -> PostableChannel | Obstacle:
    """Return the channel, ready to be posted to, or what keeps the bot from it.

    Raises one of `sending.REQUEST_ERRORS` when Discord cannot be asked.
    """
    channel = await find_channel(guild, channel_id)
    if channel is ChannelNotFound.HIDDEN:
        return Obstacle(PauseReason.MISSING_PERMISSION, get_permission_name("view_channel"))
    if not isinstance(channel, PostableChannel):
        return Obstacle(PauseReason.CHANNEL_GONE)
    return find_obstacle(channel) or channel


def find_obstacle(channel: PostableChannel) -> Obstacle | None:
    """Return what keeps the bot from posting to `channel`, None when nothing does."""
    if isinstance(channel, discord.Thread):
        if channel.parent is None:
            return Obstacle(PauseReason.CHANNEL_GONE)
        if is_outside_private_thread(channel):
            return Obstacle(PauseReason.THREAD_PRIVATE)
    timeout_end = get_timeout_end(channel.guild)
    if timeout_end is not None:
        detail = f"until {timeout_end:%Y-%m-%d %H:%M} UTC"
        return Obstacle(PauseReason.TIMED_OUT, detail, ends_at=timeout_end)
    if isinstance(channel, discord.Thread) and is_locked_for_bot(channel):
        return Obstacle(PauseReason.THREAD_LOCKED)
    missing = list_missing_permissions(channel, POST_PERMISSIONS)
    return Obstacle(PauseReason.MISSING_PERMISSION, " and ".join(missing)) if missing else None


def is_locked_for_bot(thread: discord.Thread) -> bool:
    """Return whether the bot cannot post to a locked thread; posting reopens an archived one."""
    return thread.locked and not thread.permissions_for(thread.guild.me).manage_threads


def is_outside_private_thread(thread: discord.Thread) -> bool:
    """Return whether a private thread keeps the bot out until a member mentions it there."""
    if not thread.is_private() or thread.permissions_for(thread.guild.me).manage_threads:
        return False
    known = thread.guild.get_thread(thread.id) or thread
    return known.me is None


def get_timeout_end(guild: discord.Guild) -> datetime | None:
    """Return until when the bot is in a time-out in a guild, None when it is not."""
    me = guild.me
    if me.guild_permissions.administrator or not me.is_timed_out():
        return None
    return me.timed_out_until


def list_missing_permissions(
    channel: discord.abc.GuildChannel | discord.Thread, permissions: Iterable[str]
) -> list[Markdown]:
    """Return the names that Discord shows for those permissions that the bot lacks in a channel."""
    granted = channel.permissions_for(channel.guild.me)
    if not granted.view_channel:
        # A channel that the bot cannot view allows nothing, whatever else is set there.
        return [get_permission_name("view_channel")]
    if isinstance(channel, discord.Thread | discord.ForumChannel):
        permissions = (IN_THREADS.get(flag, flag) for flag in permissions)
    return [
        get_permission_name(flag)
        for flag in dict.fromkeys(permissions)
        if not getattr(granted, flag)
    ]
