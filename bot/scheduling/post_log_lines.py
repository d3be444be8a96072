"""The lines of cards that show the post log."""

from __future__ import annotations

from bot.markdown import Markdown, escape, format_instant, format_link, format_number
from bot.ui.dates import current_language, format_day
from storage.posts.post_log import PostLogEntry, PostState

STATE_LABELS: dict[PostState, Markdown] = {
    PostState.CLAIMED: "being posted",
    PostState.SENT: "posted",
    PostState.LATE: "posted late",
    PostState.MISSED: "missed",
    PostState.SKIPPED: "skipped",
    PostState.FAILED: "failed",
}


def format_log_entry(entry: PostLogEntry, kind_title: Markdown = "") -> Markdown:
    """Return the line of one date, with the kind of post unless that is ""."""
    kind = f" {kind_title}:" if kind_title else ""
    day = format_day(entry.day, current_language())
    parts: list[Markdown] = [f"**{day}**{kind} {STATE_LABELS[entry.state]}"]
    if entry.settled_at is not None and entry.message_id is not None:
        parts.append(format_instant(entry.settled_at, "f"))
    if entry.state is PostState.LATE and entry.lateness is not None:
        parts.append(f"{_format_duration(entry.lateness)} after its time")
    if entry.reason:
        parts.append(escape(entry.reason))
    if entry.message_id is not None:
        message_path = f"{entry.guild_id}/{entry.channel_id}/{entry.message_id}"
        parts.append(format_link("see it", f"https://discord.com/channels/{message_path}"))
    return " · ".join(parts)


def _format_duration(seconds: int) -> Markdown:
    hours, minutes = divmod(seconds // 60, 60)
    if hours:
        return f"{format_number(hours)} h {format_number(minutes, '02')} min"
    return f"{format_number(minutes)} min"
