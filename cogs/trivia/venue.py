"""Reads from a command what the rules need to know about its guild and its channel."""

from __future__ import annotations

import discord

from bot.base import Interaction
from bot.errors import RefusedError
from bot.markdown import format_instant
from bot.messaging.channels import get_timeout_end, is_outside_private_thread
from bot.permissions import GAME_PERMISSIONS, IN_THREADS, get_permission_name
from cogs.trivia.play.registry import SessionRegistry
from cogs.trivia.rules.limits import GameLimits, GameVenue

TIMED_OUT = "I'm in a time-out on this server until {}: start a game after that."
OUTSIDE_THREAD = "I'm not in this private thread: mention me here, then start the game again."


async def get_game_limits(interaction: Interaction) -> GameLimits:
    """Return the limits of the guild of a command, the defaults in direct messages."""
    settings = await interaction.client.store.guild_settings.get(interaction.guild_id)
    return GameLimits(
        settings.trivia_channel_ids,
        settings.trivia_max_rounds,
        settings.trivia_max_games,
        settings.asks_lists_always,
    )


def get_game_venue(
    interaction: Interaction, limits: GameLimits, sessions: SessionRegistry
) -> GameVenue | None:
    """Return the channel of a command, None in direct messages."""
    guild, channel = interaction.guild, interaction.channel
    if guild is None or channel is None:
        return None
    return GameVenue(
        channel_ids={channel.id, getattr(channel, "parent_id", None) or channel.id},
        running_games=sessions.count_running(guild.id),
        playable_channel_ids=[
            channel_id
            for channel_id in limits.channel_ids
            if guild.get_channel_or_thread(channel_id)
        ],
        missing_permissions=_list_missing_permissions(interaction),
    )


def _list_missing_permissions(interaction: Interaction) -> list[str]:
    """Return the names of the permissions that a game needs and the bot lacks in the channel.

    Raises RefusedError for a time-out and for a private thread, which no permission ends.
    """
    guild, channel = interaction.guild, interaction.channel
    if guild is not None and (timeout_end := get_timeout_end(guild)) is not None:
        raise RefusedError(TIMED_OUT.format(format_instant(timeout_end, "f")))
    if isinstance(channel, discord.Thread) and is_outside_private_thread(channel):
        raise RefusedError(OUTSIDE_THREAD)
    names = IN_THREADS if isinstance(channel, discord.Thread) else {}
    needed = [names.get(flag, flag) for flag in GAME_PERMISSIONS]
    return [
        get_permission_name(flag)
        for flag in needed
        if not getattr(interaction.app_permissions, flag)
    ]
