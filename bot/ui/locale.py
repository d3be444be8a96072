"""Finds the language in which a guild reads dates, and sets it for an interaction."""

from __future__ import annotations

from bot.base import BotBase, Interaction
from bot.ui.dates import set_language


async def get_guild_language(bot: BotBase, guild_id: int | None) -> str:
    """Return the language tag that a guild chose for its dates; the default outside of guilds."""
    return (await bot.store.guild_settings.get(guild_id)).language


async def activate_language(interaction: Interaction) -> None:
    """Set the language of the current task, which the library starts for each interaction."""
    set_language(await get_guild_language(interaction.client, interaction.guild_id))
