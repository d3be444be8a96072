"""Finds out in which language a server reads dates, at each door through which it is answered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.ui.dates import speak

if TYPE_CHECKING:
    import discord

    from bot.client import FanBot


async def language_of(bot: FanBot, guild_id: int | None) -> str:
    """The language tag that a server chose for its dates; in memory once it was read."""
    return (await bot.store.guild_settings.get(guild_id)).language


async def speak_to(interaction: discord.Interaction[FanBot]) -> None:
    """Write dates for whoever is answered here; the library gives each interaction its own task."""
    speak(await language_of(interaction.client, interaction.guild_id))
