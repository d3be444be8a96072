"""The `/fact` command."""

from __future__ import annotations

from discord import app_commands
from discord.ext import commands

from bot.base import Interaction, get_pack
from bot.markdown import escape
from bot.permissions import ANYWHERE
from bot.ui.replies import get_audience_id, reply_card, reply_text
from bot.ui.text import join_words
from bot.welcome.first_commands import HELP_POSITION
from cogs.facts.views import MAX_ABOUT_LENGTH, pick_fact_card


class FactsCog(commands.Cog, name="Facts"):
    """The command that shows a random fact."""

    @app_commands.command(
        description="Something true, and who says so",
        extras={ANYWHERE: True, HELP_POSITION: 90},
    )
    @app_commands.describe(about="What it should be about: a name, a title, a topic")
    async def fact(
        self,
        interaction: Interaction,
        about: app_commands.Range[str, 1, MAX_ABOUT_LENGTH] | None = None,
    ) -> None:
        """Show the fact that this audience has not seen for the longest time."""
        card = await pick_fact_card(interaction.client, get_audience_id(interaction), about)
        if card is not None:
            await reply_card(interaction, card)
            return
        subjects = join_words([escape(one.name) for one in get_pack(interaction).manifest.topics])
        await reply_text(
            interaction, f"I don't have a fact about “{escape(about or '')}”. Try {subjects}."
        )
