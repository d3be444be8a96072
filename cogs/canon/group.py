"""The `/canon` command, which the parts of this feature hang theirs on."""

from __future__ import annotations

from discord import app_commands

canon = app_commands.Group(
    name="canon", description="Add to what is on record here, and decide about it", guild_only=True
)
