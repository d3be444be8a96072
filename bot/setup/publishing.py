"""The control on `/setup` pages for publishing posts to the servers that follow a channel."""

from __future__ import annotations

import discord

from bot.markdown import Markdown, mention_channel
from bot.setup.controls import SetupButton
from bot.setup.page_card import SetupRow
from bot.setup.registry import FieldChange

FIELD = "publish"


def build_publish_rows(
    guild: discord.Guild, page: str, channel_id: int | None, *, is_on: bool
) -> tuple[SetupRow, ...]:
    """Return the row with the button for the other choice; none unless servers can follow."""
    channel = guild.get_channel(channel_id) if channel_id else None
    if not isinstance(channel, discord.TextChannel) or not channel.is_news():
        return ()
    state = "are published" if is_on else "aren't published"
    label = (
        f"**Publishing:** posts {state} to the servers that follow {mention_channel(channel.id)}"
    )
    # It names its target, so that double clicks are safe.
    other = ("Don't publish them", "off") if is_on else ("Publish them", "on")
    return (SetupRow(label, (SetupButton(page, FIELD, *other),)),)


def parse_publish_choice(change: FieldChange) -> bool:
    """Return whether posts are to be published. Raises RefusedError for another value."""
    return change.get_option(("on", "off")) == "on"


def describe_publish_choice(plural_name: Markdown, is_on: bool) -> Markdown:
    """Return the sentence that says what was chosen; `plural_name` begins it."""
    verb = "are published" if is_on else "aren't published"
    return f"{plural_name} {verb} to other servers from now on."
