"""The page of `/setup` for the language that dates are written in."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord

from bot.setup.controls import PanelCard, Part, back
from bot.setup.registry import FORGED, Change, Checkup, RefusedError
from bot.setup.selects import choice_select
from bot.ui.dates import LANGUAGES, day_in_words, speak

if TYPE_CHECKING:
    from bot.client import FanBot


class DatesPage:
    """How dates read; every other word stays English."""

    key = "dates"
    title = "Dates"

    def __init__(self, bot: FanBot) -> None:
        self._bot = bot

    async def summary(self, guild: discord.Guild) -> str:
        language = await self._language(guild)
        return f"{LANGUAGES.get(language, language)}, as in {self._example(language)}"

    async def card(self, guild: discord.Guild) -> PanelCard:
        language = await self._language(guild)
        offered = {tag: f"{name} · {self._example(tag)}" for tag, name in LANGUAGES.items()}
        select = choice_select(
            self.key, "language", offered, [language], placeholder="Choose a language"
        )
        state = f"Dates read like **{self._example(language)}**. Every other word stays English."
        return PanelCard(self.title, state, (Part("**Language** of dates", (select,)), back()))

    async def change(self, change: Change) -> str:
        if change.field != "language":
            raise RefusedError(FORGED)
        language = change.one_of(LANGUAGES)
        await self._bot.store.guild_settings.update(change.guild.id, language=language)
        speak(language)
        return f"Dates read like {self._example(language)} from now on."

    async def checkup(self, guild: discord.Guild) -> Checkup:  # noqa: ARG002 - the protocol's
        return Checkup()

    async def _language(self, guild: discord.Guild) -> str:
        return (await self._bot.store.guild_settings.get(guild.id)).language

    def _example(self, language: str) -> str:
        return day_in_words(self._bot.today(), language)
