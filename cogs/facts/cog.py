"""The `/fact` command."""

from __future__ import annotations

import discord
from discord import app_commands
from discord.ext import commands

from bot.client import FanBot
from bot.ui.replies import audience_of, reply, say
from bot.ui.text import escape, listed
from cogs.facts.views import MAX_ABOUT, next_fact


class FactsCog(commands.Cog, name="Facts"):
    """What is true."""

    def __init__(self, bot: FanBot) -> None:
        self._subjects = [topic.name for topic in bot.manifest.topics]

    @app_commands.command(description="Something true, and who says so")
    @app_commands.describe(about="Words it should be about: a name, a title, a subject")
    async def fact(
        self,
        interaction: discord.Interaction[FanBot],
        about: app_commands.Range[str, 1, MAX_ABOUT] | None = None,
    ) -> None:
        """Show a fact that this audience has not seen for longest."""
        card = await next_fact(interaction.client, audience_of(interaction), about)
        if card is not None:
            await reply(interaction, card)
            return
        subjects = listed(self._subjects)
        await say(
            interaction, f"No fact about “{escape(about or '')}” is on record. Try {subjects}."
        )
