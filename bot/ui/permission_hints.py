"""Sentences that tell an admin where in Discord to click to let the bot post."""

from __future__ import annotations

from collections.abc import Sequence

from bot.messaging.channels import Obstacle
from bot.ui.text import join_words
from storage.posts.models import PauseReason


def obstacle_hint(obstacle: Obstacle, channel_id: int) -> str:
    """Return what keeps the bot from posting to a channel, and what to do about it."""
    match obstacle.reason:
        case PauseReason.CHANNEL_GONE:
            return "That channel is gone: choose another with /setup."
        case PauseReason.THREAD_LOCKED:
            return f"<#{channel_id}> is locked: unlock it, or choose another channel."
        case _:
            return permission_hint([obstacle.detail], channel_id)


def permission_hint(missing: Sequence[str], channel_id: int, parent_id: int | None = None) -> str:
    """Return where to grant the missing permissions: on the channel, or a thread's parent."""
    settings = f"the settings of <#{parent_id}>" if parent_id else "the channel's settings"
    return (
        f"I don't have {join_words(list(missing))} in <#{channel_id}>: open {settings}, "
        "then Permissions, add me, and allow it."
    )
