"""The `/setup` command, and the forms of the panel it opens."""

from __future__ import annotations

from discord import app_commands
from discord.ext import commands

from bot.base import BotBase, Interaction, get_pack
from bot.permissions import FOR_ADMINS, HIDDEN_FROM_MEMBERS
from bot.setup.controls import CUSTOM_ID_PREFIX, FORM_CUSTOM_ID, OVERVIEW, authorize, handle_change
from bot.setup.registry import SETUP_REGISTRY
from bot.ui.components import is_stale_component
from bot.ui.error_replies import interaction_scope
from bot.ui.forms import match_submission
from bot.ui.replies import reply_text
from bot.welcome.first_commands import HELP_POSITION
from cogs.setup.dates_page import DatesPage
from cogs.setup.diagnosis_page import DiagnosisPage
from cogs.setup.fandom_page import FandomPage
from cogs.setup.log_page import LogPage
from cogs.setup.overview import OverviewPage
from cogs.setup.quick_setup import QuickSetupPage

PANEL_CHANGED = "The panel has changed since you clicked: click again, or reopen /setup."


class SetupCog(commands.Cog, name="Setup"):
    """The panel with all settings of a guild, and the pages that belong to no other feature."""

    def __init__(self, bot: BotBase) -> None:
        self._bot = bot
        has_choice = len(bot.store.canon.list_manifests()) > 1
        self._settings_pages = (*([FandomPage(bot)] if has_choice else []), DatesPage(bot))
        self._other_pages = (
            OverviewPage(bot),
            DiagnosisPage(bot),
            LogPage(bot),
            QuickSetupPage(bot),
        )

    async def cog_load(self) -> None:
        for page in self._settings_pages:
            self._bot.resources[SETUP_REGISTRY].register_settings_page(page)
        for other_page in self._other_pages:
            self._bot.resources[SETUP_REGISTRY].register_page(other_page)

    async def cog_unload(self) -> None:
        for page in (*self._settings_pages, *self._other_pages):
            self._bot.resources[SETUP_REGISTRY].unregister(page.key)

    @app_commands.command(
        description="Choose what I do here, and see what's in the way",
        extras={**FOR_ADMINS, HELP_POSITION: 10},
    )
    @app_commands.guild_only()
    @app_commands.default_permissions(HIDDEN_FROM_MEMBERS)
    @app_commands.checks.has_permissions(manage_guild=True)
    async def setup(self, interaction: Interaction) -> None:
        """Open the panel in a private message."""
        found = await authorize(interaction, OVERVIEW)
        if found is None:
            return
        page, guild = found
        # Diagnosing every channel may take over three seconds.
        await interaction.response.defer(ephemeral=True)
        view = (await page.build_card(guild)).build_view(
            get_pack(interaction).colour, interaction.id
        )
        await interaction.followup.send(view=view, ephemeral=True)

    @commands.Cog.listener()
    async def on_interaction(self, interaction: Interaction) -> None:
        """Handle submissions of the panel's forms, and clicks on controls that no longer exist."""
        if is_stale_component(interaction, CUSTOM_ID_PREFIX):
            await reply_text(interaction, PANEL_CHANGED)
            return
        submission = match_submission(interaction, FORM_CUSTOM_ID)
        if submission is None:
            return
        async with interaction_scope(interaction):
            match, values, files, _ = submission
            await handle_change(
                interaction,
                match["page"],
                match["field"],
                [values.get("text", ""), *filter(None, [match["argument"]])],
                files.get("file"),
            )
