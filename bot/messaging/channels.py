"""Whether a channel can be posted to, and in a typed reason what stands in the way if not."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple, TypeAlias

import discord

from bot.permissions import get_permission_name
from storage.posts.models import PauseReason

PostableChannel: TypeAlias = discord.TextChannel | discord.Thread
POST_PERMISSIONS = ("view_channel", "send_messages", "read_message_history")
"""What a scheduled post needs. After a crash, the history tells whether it went out."""


class Obstacle(NamedTuple):
    """Why nothing can be posted; `detail` names the permissions that are missing."""

    reason: PauseReason
    detail: str = ""

    @property
    def is_channel_gone(self) -> bool:
        """Whether the channel is deleted, or is none that messages can be sent to."""
        return self.reason is PauseReason.CHANNEL_GONE

    @property
    def description(self) -> str:
        """The reason as the log gives it."""
        return format_pause(self.reason, self.detail)


def format_pause(reason: PauseReason, detail: str) -> str:
    """ "permission missing: Send Messages", "channel gone"."""
    return f"{reason}: {detail}" if detail else reason.value


async def resolve_channel(guild: discord.Guild, channel_id: int) -> PostableChannel | Obstacle:
    """The channel, ready to be posted to, or what is in the way.

    Raises HTTPException or OSError when the platform cannot be asked.
    """
    channel = guild.get_channel_or_thread(channel_id)
    if channel is None:
        try:
            # A thread archived long ago is not in the cache, nor is a channel out of sight.
            channel = await guild.fetch_channel(channel_id)
        except (discord.NotFound, discord.InvalidData):
            return Obstacle(PauseReason.CHANNEL_GONE)
        except discord.Forbidden:
            return Obstacle(PauseReason.MISSING_PERMISSION, get_permission_name("view_channel"))
    if not isinstance(channel, PostableChannel):
        return Obstacle(PauseReason.CHANNEL_GONE)
    return find_obstacle(channel) or channel


def find_obstacle(channel: PostableChannel) -> Obstacle | None:
    """What keeps the bot from posting to `channel`, None when nothing does."""
    if isinstance(channel, discord.Thread):
        if channel.parent is None:
            return Obstacle(PauseReason.CHANNEL_GONE)
        if is_locked_for_bot(channel):
            return Obstacle(PauseReason.THREAD_LOCKED)
    missing = list_missing_permissions(channel, POST_PERMISSIONS)
    return Obstacle(PauseReason.MISSING_PERMISSION, " and ".join(missing)) if missing else None


def is_locked_for_bot(thread: discord.Thread) -> bool:
    """Whether a lock keeps the bot out; one that is only archived it opens by writing to it."""
    return thread.locked and not thread.permissions_for(thread.guild.me).manage_threads


def list_missing_permissions(
    channel: discord.abc.GuildChannel | discord.Thread, permissions: Iterable[str]
) -> list[str]:
    """Which of these permissions the bot lacks in a channel, by the names that Discord shows."""
    granted = channel.permissions_for(channel.guild.me)
    if not granted.view_channel:
        # What cannot be seen allows nothing, whatever else is set there.
        return [get_permission_name("view_channel")]
    if isinstance(channel, discord.Thread | discord.ForumChannel):
        in_threads = {"send_messages": "send_messages_in_threads"}
        permissions = (in_threads.get(flag, flag) for flag in permissions)
    return [
        get_permission_name(flag)
        for flag in dict.fromkeys(permissions)
        if not getattr(granted, flag)
    ]


def obstacle_from_error(error: discord.HTTPException) -> Obstacle | None:
    """What a refused message says about its channel, None when it says nothing of the kind."""
    match error:
        case discord.HTTPException(code=10003):  # unknown channel
            return Obstacle(PauseReason.CHANNEL_GONE)
        case discord.HTTPException(code=50083):  # thread is archived, said of locked ones
            return Obstacle(PauseReason.THREAD_LOCKED)
        case discord.Forbidden():
            return Obstacle(PauseReason.MISSING_PERMISSION, "what Discord would not name")
        case _:
            return None
