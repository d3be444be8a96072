"""Sentences on what keeps the bot from posting, and what an admin can do about it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from bot.markdown import Markdown, escape, format_instant, mention_channel
from bot.messaging.channels import Obstacle
from bot.messaging.sending import UNNAMED_PERMISSION
from bot.permissions import get_permission_name
from bot.ui.text import join_words
from storage.posts.models import PauseReason


class ObstacleText(NamedTuple):
    """The cause, and the remedy as a command that " and …" can follow; without full stops."""

    cause: Markdown
    remedy: Markdown


def describe_obstacle(obstacle: Obstacle, channel_id: int) -> ObstacleText:
    """Return what keeps the bot from posting to a channel, and what ends that."""
    channel = mention_channel(channel_id)
    match obstacle.reason:
        case PauseReason.MANUAL:
            return ObstacleText("an admin stopped them", "Resume them")
        case PauseReason.CHANNEL_GONE:
            return ObstacleText(f"the channel {channel} is gone", "Choose another with /setup")
        case PauseReason.THREAD_LOCKED:
            return ObstacleText(f"the thread {channel} is locked", "Unlock it")
        case PauseReason.THREAD_PRIVATE:
            return ObstacleText(f"{channel} is a private thread without me", "Mention me in it")
        case PauseReason.TIMED_OUT:
            return ObstacleText(
                f"I am in a time-out on this server{_format_end(obstacle)}",
                "Remove it or let it end",
            )
        case PauseReason.MISSING_PERMISSION:
            remedy = "Allow it there"
            if obstacle.detail == UNNAMED_PERMISSION:
                remedy = "Look in its settings for what I am denied, allow me that"
            return ObstacleText(f"I don't have {escape(obstacle.detail)} in {channel}", remedy)


def _format_end(obstacle: Obstacle) -> Markdown:
    if obstacle.ends_at is not None:
        return f" until {format_instant(obstacle.ends_at, 'f')}"
    return f" {escape(obstacle.detail)}" if obstacle.detail else ""


def obstacle_hint(obstacle: Obstacle, channel_id: int) -> Markdown:
    """Return what keeps the bot from posting to a channel, and what to do about it."""
    cause, remedy = describe_obstacle(obstacle, channel_id)
    match obstacle.reason:
        case PauseReason.CHANNEL_GONE:
            return "That channel is gone: choose another with /setup."
        case PauseReason.THREAD_LOCKED:
            return f"{mention_channel(channel_id)} is locked: unlock it, or choose another channel."
        case PauseReason.MISSING_PERMISSION if obstacle.detail != UNNAMED_PERMISSION:
            return permission_hint([escape(obstacle.detail)], channel_id)
        case _:
            return f"{cause[0].upper()}{cause[1:]}. {remedy}."


def permission_hint(
    missing: Sequence[Markdown], channel_id: int, parent_id: int | None = None
) -> Markdown:
    """Return where to grant the missing permissions: on the channel, or a thread's parent."""
    settings = (
        f"the settings of {mention_channel(parent_id)}" if parent_id else "the channel's settings"
    )
    hint = (
        f"I don't have {join_words(missing)} in {mention_channel(channel_id)}: open {settings}, "
        "then Permissions, add me, and allow it."
    )
    if not parent_id and list(missing) == [get_permission_name("view_channel")]:
        return f"{hint} If it is a private thread, mention me in it instead."
    return hint
