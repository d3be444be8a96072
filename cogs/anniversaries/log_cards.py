"""The card of the post log."""

from __future__ import annotations

from collections.abc import Sequence

from bot.markdown import Markdown, escape
from bot.messaging.channels import format_pause
from bot.scheduling.post_log_lines import format_log_entry
from bot.ui.card import Card
from storage.posts.models import Schedule
from storage.posts.post_log import PostLogEntry


def log_card(
    entries: Sequence[PostLogEntry], schedule: Schedule | None, position: Markdown
) -> Card:
    """Return a page of log entries, newest first, below the reason of a pause, if any."""
    lines: list[Markdown] = [format_log_entry(entry) for entry in entries] or ["Nothing yet."]
    if schedule is not None and schedule.pause_reason is not None:
        reason = escape(format_pause(schedule.pause_reason, schedule.pause_detail))
        lines.insert(0, f"**Paused now:** {reason}.")
    return Card("What I posted, and what I didn't", "\n".join(lines), position)
