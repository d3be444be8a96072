"""Builds the selects on the panel's pages, with the current setting as their default."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import discord

from bot.markdown import Markdown
from bot.setup.controls import SetupSelect

POSTABLE_CHANNEL_TYPES = (
    discord.ChannelType.text,
    discord.ChannelType.news,
    discord.ChannelType.public_thread,
    discord.ChannelType.private_thread,
    discord.ChannelType.news_thread,
)
"""Types of channels that scheduled posts and news may go to."""
MAX_CHANNELS = 25
"""The most values that Discord allows in a select."""


def channel_select(
    page: str,
    field: str,
    chosen: Iterable[discord.abc.Snowflake],
    *,
    placeholder: str,
    types: Sequence[discord.ChannelType] = POSTABLE_CHANNEL_TYPES,
    min_values: int = 1,
    max_values: int = 1,
) -> SetupSelect:
    """Build a select of the guild's channels; with `min_values` 0 the choice can be cleared."""
    default_type = discord.SelectDefaultValueType.channel
    select = discord.ui.ChannelSelect[Any](
        custom_id=f"setup:choose:{page}:{field}",
        channel_types=list(types),
        placeholder=placeholder,
        min_values=min_values,
        max_values=max_values,
        default_values=[
            discord.SelectDefaultValue(id=channel.id, type=default_type) for channel in chosen
        ],
    )
    return SetupSelect(select, page, field)


def role_select(
    page: str, field: str, chosen: discord.Role | None, *, placeholder: str
) -> SetupSelect:
    """Build a select of one of the guild's roles, or none."""
    default_type = discord.SelectDefaultValueType.role
    select = discord.ui.RoleSelect[Any](
        custom_id=f"setup:choose:{page}:{field}",
        placeholder=placeholder,
        min_values=0,
        max_values=1,
        default_values=(
            [discord.SelectDefaultValue(id=chosen.id, type=default_type)] if chosen else []
        ),
    )
    return SetupSelect(select, page, field)


def option_select(
    page: str,
    field: str,
    options: Mapping[str, str],
    chosen: Iterable[str],
    *,
    is_multiple: bool = False,
    placeholder: str = "",
) -> SetupSelect:
    """Build a select of `options`, which are labels by value, with the values in `chosen` selected.

    Exactly one option can be chosen; with `is_multiple`, any number of them.
    """
    chosen = set(chosen)
    select = discord.ui.Select[Any](
        custom_id=f"setup:choose:{page}:{field}",
        placeholder=placeholder or None,
        min_values=0 if is_multiple else 1,
        max_values=len(options) if is_multiple else 1,
        options=[
            discord.SelectOption(label=label, value=value, default=value in chosen)
            for value, label in options.items()
        ],
    )
    return SetupSelect(select, page, field)


def number_select(
    page: str,
    field: str,
    offered: Sequence[int],
    chosen: int,
    labels: Mapping[int, str] | None = None,
) -> SetupSelect:
    """Build a select of the numbers offered, and of the chosen one even if it is not offered.

    `labels` replace numbers by text.
    """
    numbers = sorted({*offered, chosen})
    options = {str(number): (labels or {}).get(number, str(number)) for number in numbers}
    return option_select(page, field, options, [str(chosen)])


def visible_channels(
    guild: discord.Guild, ids: Iterable[int | None]
) -> Iterator[discord.abc.Snowflake]:
    """Yield the channels with these ids that the bot sees; None is left out.

    Discord refuses a select whose default values name a channel that the bot does not see.
    """
    for channel_id in ids:
        found = guild.get_channel_or_thread(channel_id) if channel_id else None
        if found is not None:
            yield found


def hidden_channel_note(guild: discord.Guild, channel_id: int | None) -> Markdown:
    """Return a line on a chosen channel that cannot be shown, "" when it can."""
    if channel_id is None or guild.get_channel_or_thread(channel_id) is not None:
        return ""
    return "\nI can't see the channel you chose: choose another, or see *Diagnosis*."
