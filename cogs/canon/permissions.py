"""Who may do what with a server's canon, asked anew at every click."""

from __future__ import annotations

import discord

from bot.base import Interaction

REVIEWERS_ONLY = "Only reviewers can do that: whoever has Manage Server, or the role set in /setup."


async def is_reviewer(interaction: Interaction) -> bool:
    """Whether whoever asks may decide about entries here, at this moment."""
    if interaction.guild_id is None:
        return False
    if interaction.permissions.manage_guild:
        return True
    settings = await interaction.client.store.guild_settings.get(interaction.guild_id)
    member, role_id = interaction.user, settings.reviewer_role_id
    if role_id is None or not isinstance(member, discord.Member):
        return False
    return member.get_role(role_id) is not None
