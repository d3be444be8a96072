"""The card of the post log."""

from __future__ import annotations

from collections.abc import Sequence

import discord

from bot.messaging.channels import format_pause
from bot.ui.card import Card
from bot.ui.dates import format_day
from bot.ui.text import escape
from storage.posts.models import Schedule
from storage.posts.post_log import PostLogEntry, PostState

STATE_LABELS = {
    PostState.CLAIMED: "being posted",
    PostState.SENT: "posted",
    PostState.LATE: "posted late",
    PostState.MISSED: "missed",
    PostState.SKIPPED: "skipped",
    PostState.FAILED: "failed",
}


def log_card(entries: Sequence[PostLogEntry], schedule: Schedule | None, position: str) -> Card:
    """Return a page of log entries, newest first, below the reason of a pause, if any."""
    lines = [_format_entry(entry) for entry in entries] or ["Nothing yet."]
    if schedule is not None and schedule.pause_reason is not None:
        reason = escape(format_pause(schedule.pause_reason, schedule.pause_detail))
        lines.insert(0, f"**Paused now:** {reason}.")
    return Card("What I posted, and what I didn't", "\n".join(lines), position)


def _format_entry(entry: PostLogEntry) -> str:
    parts = [f"**{format_day(entry.day)}** {STATE_LABELS[entry.state]}"]
    if entry.settled_at is not None and entry.message_id is not None:
        parts.append(discord.utils.format_dt(entry.settled_at, "f"))
    if entry.state is PostState.LATE and entry.lateness is not None:
        parts.append(f"{_format_duration(entry.lateness)} behind schedule")
    if entry.reason:
        parts.append(escape(entry.reason))
    if entry.message_id is not None:
        message_path = f"{entry.guild_id}/{entry.channel_id}/{entry.message_id}"
        parts.append(f"[see it](https://discord.com/channels/{message_path})")
    return " · ".join(parts)


def _format_duration(seconds: int) -> str:
    hours, minutes = divmod(seconds // 60, 60)
    return f"{hours} h {minutes:02} min" if hours else f"{minutes} min"
