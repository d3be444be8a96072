"""The page of `/setup` for the language that dates are written in."""

from __future__ import annotations

import discord

from bot.base import BotBase
from bot.errors import RefusedError
from bot.setup.controls import SetupCard, SetupRow, footer_row
from bot.setup.registry import INVALID_CHOICE, FieldChange, PageRequirements
from bot.setup.selects import option_select
from bot.ui.dates import LANGUAGES, format_day, set_language


class DatesPage:
    """How dates read; every other word stays English."""

    key = "dates"
    position = 50
    title = "Dates"

    def __init__(self, bot: BotBase) -> None:
        self._bot = bot

    async def summarize(self, guild: discord.Guild) -> str:
        language = await self._get_language(guild)
        return f"{LANGUAGES.get(language, language)}, as in {self._format_example(language)}"

    async def build_card(self, guild: discord.Guild) -> SetupCard:
        language = await self._get_language(guild)
        offered = {tag: f"{name} · {self._format_example(tag)}" for tag, name in LANGUAGES.items()}
        select = option_select(
            self.key, "language", offered, [language], placeholder="Choose a language"
        )
        state = (
            f"Dates read like **{self._format_example(language)}**. Every other word stays English."
        )
        return SetupCard(
            self.title, state, (SetupRow("**Language** of dates", (select,)), footer_row())
        )

    async def apply_change(self, change: FieldChange) -> str:
        if change.field != "language":
            raise RefusedError(INVALID_CHOICE)
        language = change.get_option(LANGUAGES)
        await self._bot.store.guild_settings.update(change.guild.id, language=language)
        set_language(language)
        return f"Dates read like {self._format_example(language)} from now on."

    async def get_requirements(self, guild: discord.Guild) -> PageRequirements:  # noqa: ARG002 - the protocol's
        return PageRequirements()

    async def _get_language(self, guild: discord.Guild) -> str:
        return (await self._bot.store.guild_settings.get(guild.id)).language

    def _format_example(self, language: str) -> str:
        return format_day(self._bot.today(), language)
