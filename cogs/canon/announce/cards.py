"""The card of announced news, and the notices to admins about news that cannot be announced."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from bot.icons.shown import ShownIcons
from bot.markdown import Markdown, escape, mention_channel
from bot.messaging.channels import Obstacle
from bot.messaging.refusals import get_remedy
from bot.ui.card import Card
from bot.ui.citations import source_line
from bot.ui.entry_cards import certainty_line, list_settlement_lines, release_line
from bot.ui.permission_hints import describe_obstacle
from seeds.pack import Manifest
from seeds.schema import Event, Source, Status


def news_card(
    status: Status,
    previous: Status | None,
    events: Sequence[Event],
    sources: Sequence[Source],
    manifest: Manifest,
    icons: ShownIcons,
    today: date,
) -> Card:
    """Return the card of a status: change of stage, text, certainty, promises and sources.

    `previous` is the status before it, None for the first; `events` are those that it cites.
    """
    lines: list[Markdown] = [
        _format_stage_change(status, previous, manifest, icons),
        f"**{escape(status.headline)}**",
        escape(status.text),
        f"\n{certainty_line(status, icons, today)}",
    ]
    if status.release_date is not None:
        lines.append(release_line(status.release_date, today))
    lines += list_settlement_lines(events)
    return Card(
        f"News of {escape(manifest.awaited)}", "\n".join(lines), source_line(sources, today)
    )


def retracted_news_card(status: Status, manifest: Manifest) -> Card:
    """Return the card that replaces the announcement of a status that was retracted."""
    body = (
        f"~~{escape(status.headline)}~~\n\n**This was taken back.** It no longer counts: /status "
        "shows what does."
    )
    return Card(f"News of {escape(manifest.awaited)}", body)


def _format_stage_change(
    status: Status, previous: Status | None, manifest: Manifest, icons: ShownIcons
) -> Markdown:
    label = escape(manifest.get_stage(status.stage).label)
    now = f"{icons.get_stage(status.stage)}**{label}**"
    if previous is None:
        return f"First word: {now}"
    if previous.stage == status.stage:
        return f"Still {now}"
    return f"{escape(manifest.get_stage(previous.stage).label)} → {now}"


def format_held_notice(headline: str, channel_id: int, obstacle: Obstacle) -> Markdown:
    """Return why an announcement cannot be sent yet, and what an admin can change about it."""
    cause, remedy = describe_obstacle(obstacle, channel_id)
    return (
        f"I couldn't announce “{escape(headline)}”: {cause}. {remedy} within a day, and I'll post "
        "it then."
    )


def format_failed_notice(headline: str, channel_id: int, reason: str) -> Markdown:
    """Return the notice that an announcement was given up, and why."""
    remedy = get_remedy(reason) or "You can choose another news channel in /setup."
    return (
        f"I didn't announce “{escape(headline)}” in {mention_channel(channel_id)}: "
        f"{escape(reason)}. It's on /status anyway. {remedy}"
    )
