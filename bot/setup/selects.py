"""The selects on the panel's pages: channels, roles, labels and numbers, and what holds now."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import discord

from bot.setup.controls import SetupSelect

POSTABLE_CHANNEL_TYPES = (
    discord.ChannelType.text,
    discord.ChannelType.news,
    discord.ChannelType.public_thread,
    discord.ChannelType.private_thread,
    discord.ChannelType.news_thread,
)
"""Kinds of channels that scheduled posts and news may go to."""
MAX_CHANNELS = 25


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
    """A select of the server's channels; with `at_least` 0 the choice can be taken back."""
    kind = discord.SelectDefaultValueType.channel
    select = discord.ui.ChannelSelect[Any](
        custom_id=f"setup:choose:{page}:{field}",
        channel_types=list(types),
        placeholder=placeholder,
        min_values=min_values,
        max_values=max_values,
        default_values=[discord.SelectDefaultValue(id=one.id, type=kind) for one in chosen],
    )
    return SetupSelect(select, page, field)


def role_select(
    page: str, field: str, chosen: discord.Role | None, *, placeholder: str
) -> SetupSelect:
    """A select of one of the server's roles, or none."""
    kind = discord.SelectDefaultValueType.role
    select = discord.ui.RoleSelect[Any](
        custom_id=f"setup:choose:{page}:{field}",
        placeholder=placeholder,
        min_values=0,
        max_values=1,
        default_values=[discord.SelectDefaultValue(id=chosen.id, type=kind)] if chosen else [],
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
    """A select of labels by value: exactly one, or any number with `is_multiple`."""
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
    """A select of numbers, the one that holds among them wherever it came from."""
    numbers = sorted({*offered, chosen})
    named = {str(one): (labels or {}).get(one, str(one)) for one in numbers}
    return option_select(page, field, named, [str(chosen)])


def visible_channels(
    guild: discord.Guild, ids: Iterable[int | None]
) -> Iterator[discord.abc.Snowflake]:
    """Those channels that can be shown as chosen: a select that names others is refused."""
    for channel_id in ids:
        found = guild.get_channel_or_thread(channel_id) if channel_id else None
        if found is not None:
            yield found


def hidden_channel_note(guild: discord.Guild, channel_id: int | None) -> str:
    """Return a line on a chosen channel that cannot be shown, "" when it can."""
    if channel_id is None or guild.get_channel_or_thread(channel_id) is not None:
        return ""
    return "\nThe chosen one is out of sight: choose another, or see *Diagnosis*."
