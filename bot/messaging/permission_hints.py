"""What an admin has to do before the bot can work, in Discord's own words for where to click."""

from __future__ import annotations

from collections.abc import Sequence

from bot.messaging.channels import Obstacle
from bot.ui.text import join_words
from storage.posts.models import PauseReason


def obstacle_hint(obstacle: Obstacle, channel_id: int) -> str:
    """What keeps the bot out of a channel, and what to do about it."""
    match obstacle.reason:
        case PauseReason.CHANNEL_GONE:
            return "That channel is gone: choose another with /setup."
        case PauseReason.THREAD_LOCKED:
            return f"<#{channel_id}> is locked: unlock it, or choose another place."
        case _:
            return permission_hint([obstacle.detail], channel_id)


def permission_hint(missing: Sequence[str], channel_id: int, parent_id: int | None = None) -> str:
    """Where to click so that the bot gets these permissions in a channel, or in its parent."""
    settings = f"the settings of <#{parent_id}>" if parent_id else "the channel's settings"
    return (
        f"In <#{channel_id}> I lack {join_words(list(missing))}: open {settings}, then "
        "Permissions, "
        "add me, and allow it."
    )
