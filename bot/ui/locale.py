"""Finds out in which language a server reads dates, at each door through which it is answered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.base import BotBase, Interaction
from bot.ui.dates import set_language

if TYPE_CHECKING:
    pass


async def get_guild_language(bot: BotBase, guild_id: int | None) -> str:
    """The language tag that a server chose for its dates; in memory once it was read."""
    return (await bot.store.guild_settings.get(guild_id)).language


async def activate_language(interaction: Interaction) -> None:
    """Write dates for whoever is answered here; the library gives each interaction its own task."""
    set_language(await get_guild_language(interaction.client, interaction.guild_id))
