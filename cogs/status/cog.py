"""The `/status` command."""

from __future__ import annotations

from discord import app_commands
from discord.ext import commands

from bot.base import Interaction
from bot.permissions import ANYWHERE
from bot.ui.replies import reply_card
from bot.welcome.first_commands import HELP_POSITION
from cogs.status.views import current_status_card


class StatusCog(commands.Cog, name="Status"):
    """The command that shows the newest status."""

    @app_commands.command(
        description="Where it stands: the stage, how sure that is, and who says so",
        extras={ANYWHERE: True, HELP_POSITION: 30},
    )
    async def status(self, interaction: Interaction) -> None:
        """Show the newest status."""
        await reply_card(interaction, await current_status_card(interaction))
