"""The `/setup` command, and the forms of the panel it opens."""

from __future__ import annotations

import discord
from discord import app_commands
from discord.ext import commands

from bot.client import FanBot
from bot.errors import answer_error
from bot.setup.controls import FORM, OVERVIEW, PREFIX, admit, operate
from bot.ui.components import is_gone
from bot.ui.forms import submitted
from bot.ui.locale import speak_to
from bot.ui.replies import say
from cogs.setup.dates_page import DatesPage
from cogs.setup.diagnosis_page import DiagnosisScreen
from cogs.setup.overview import Overview

GONE = "The panel has changed since you clicked: click again, or open /setup anew."


class SetupCog(commands.Cog, name="Setup"):
    """One panel for everything a server can set."""

    def __init__(self, bot: FanBot) -> None:
        self._bot = bot
        self._pages = (DatesPage(bot),)
        self._screens = (Overview(bot), DiagnosisScreen(bot))

    async def cog_load(self) -> None:
        for page in self._pages:
            self._bot.panel.register(page)
        for screen in self._screens:
            self._bot.panel.add_screen(screen)

    async def cog_unload(self) -> None:
        for one in (*self._pages, *self._screens):
            self._bot.panel.forget(one.key)

    @app_commands.command(description="Everything this server can set, and what is in the way")
    @app_commands.guild_only()
    @app_commands.default_permissions(manage_guild=True)
    @app_commands.checks.has_permissions(manage_guild=True)
    async def setup(self, interaction: discord.Interaction[FanBot]) -> None:
        """Open the panel for whoever asks, and for nobody else."""
        found = await admit(interaction, OVERVIEW)
        if found is None:
            return
        screen, guild = found
        # Looking at every channel may take its time.
        await interaction.response.defer(ephemeral=True)
        view = (await screen.card(guild)).view(self._bot.colour, interaction.id)
        await interaction.followup.send(view=view, ephemeral=True)

    @commands.Cog.listener()
    async def on_interaction(self, interaction: discord.Interaction[FanBot]) -> None:
        """Take the panel's forms, and clicks on what it no longer shows."""
        if is_gone(interaction, PREFIX):
            await say(interaction, GONE)
            return
        submission = submitted(interaction, FORM)
        if submission is None:
            return
        try:
            await speak_to(interaction)
            match, values = submission
            await operate(interaction, match["page"], match["field"], [values.get("text", "")])
        except Exception as error:
            await answer_error(interaction, error)
