"""The notices to admins about a schedule that is paused or resumed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from bot.ui.dates import format_day
from bot.ui.text import join_words
from storage.posts.models import PauseReason


def pause_notice(
    title: str, setup_command: str, reason: PauseReason, detail: str, channel_id: int
) -> str:
    """Return a notice of what is paused, why, and what ends the pause."""
    channel_mention = f"<#{channel_id}>"
    reason_text, fix_hint = {
        PauseReason.MANUAL: ("an admin stopped them", "Resume them whenever you like."),
        PauseReason.CHANNEL_GONE: (
            "the channel they went to is gone",
            f"Choose another with {setup_command}; everything else stays as you set it.",
        ),
        PauseReason.MISSING_PERMISSION: (
            f"in {channel_mention} I lack {detail}",
            "Allow me that there and they go on by themselves; your settings are kept.",
        ),
        PauseReason.THREAD_LOCKED: (
            f"the thread {channel_mention} is locked",
            "Unlock it and they go on by themselves, or choose another place with "
            f"{setup_command}.",
        ),
    }[reason]
    return f"{title} are paused: {reason_text}. {fix_hint}"


def resume_notice(title: str, channel_id: int, undelivered_days: Sequence[date]) -> str:
    """Return a notice of what is posted again, and the dates whose posts were skipped."""
    days = join_words([format_day(day) for day in undelivered_days], limit=12)
    skipped = (
        f"Skipped while they were paused: {days}." if undelivered_days else "Nothing was skipped."
    )
    return f"{title} are back in <#{channel_id}>. {skipped}"
