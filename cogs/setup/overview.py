"""The first thing `/setup` shows: how everything stands, a line each, and the way to its page."""

from __future__ import annotations

import discord

from bot.base import BotBase
from bot.errors import RefusedError
from bot.setup.controls import DIAGNOSIS, OVERVIEW, OpenPageButton
from bot.setup.diagnosis import run_diagnosis
from bot.setup.page_card import SetupCard, SetupRow
from bot.setup.registry import INVALID_CHOICE, SETUP_REGISTRY, FieldChange
from bot.ui.text import pluralize

BUTTONS_PER_ROW = 5


class OverviewPage:
    """The way to every page."""

    key = OVERVIEW
    title = "Setup"

    def __init__(self, bot: BotBase) -> None:
        self._bot = bot

    async def build_card(self, guild: discord.Guild) -> SetupCard:
        """Every page in a line, and whether anything is in the way."""
        pages = self._bot.resources[SETUP_REGISTRY].settings_pages
        lines = [f"**{page.title}** · {await page.summarize(guild)}" for page in pages]
        trouble = len((await run_diagnosis(pages, guild)).findings)
        if trouble:
            things = f"{pluralize(trouble, 'thing')} {'is' if trouble == 1 else 'are'}"
            lines.append(f"\n**{things} in the way:** *Diagnosis* says what to do.")
        to_pages = [OpenPageButton(page.key, page.title) for page in pages]
        rows = [
            SetupRow("", to_pages[first : first + BUTTONS_PER_ROW])
            for first in range(0, len(to_pages), BUTTONS_PER_ROW)
        ]
        style = discord.ButtonStyle.primary if trouble else discord.ButtonStyle.secondary
        diagnosis = SetupRow("", (OpenPageButton(DIAGNOSIS, "Diagnosis", style=style),))
        state = "Every change counts at once.\n\n" + "\n".join(lines)
        return SetupCard(self.title, state, (*rows, diagnosis))

    async def apply_change(self, _change: FieldChange) -> str:
        """Raise RefusedError: the page has no field that could be changed."""
        raise RefusedError(INVALID_CHOICE)
