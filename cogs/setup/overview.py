"""The first thing `/setup` shows: how everything stands, a line each, and the way to its page."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord

from bot.setup.controls import DIAGNOSIS, OVERVIEW, OpenButton, PanelCard, Part
from bot.setup.registry import FORGED, Change, RefusedError
from bot.ui.text import counted
from cogs.setup.diagnosis_report import examine

if TYPE_CHECKING:
    from bot.client import FanBot

BUTTONS_A_ROW = 5


class Overview:
    """The way to every page."""

    key = OVERVIEW
    title = "Setup"

    def __init__(self, bot: FanBot) -> None:
        self._bot = bot

    async def card(self, guild: discord.Guild) -> PanelCard:
        """Every page in a line, and whether anything is in the way."""
        pages = self._bot.panel.pages
        lines = [f"**{page.title}** · {await page.summary(guild)}" for page in pages]
        trouble = len((await examine(pages, guild)).findings)
        if trouble:
            things = f"{counted(trouble, 'thing')} {'is' if trouble == 1 else 'are'}"
            lines.append(f"\n**{things} in the way:** *Diagnosis* says what to do.")
        to_pages = [OpenButton(page.key, page.title) for page in pages]
        rows = [
            Part("", to_pages[first : first + BUTTONS_A_ROW])
            for first in range(0, len(to_pages), BUTTONS_A_ROW)
        ]
        style = discord.ButtonStyle.primary if trouble else discord.ButtonStyle.secondary
        diagnosis = Part("", (OpenButton(DIAGNOSIS, "Diagnosis", style=style),))
        state = "Every change counts at once.\n\n" + "\n".join(lines)
        return PanelCard(self.title, state, (*rows, diagnosis))

    async def change(self, change: Change) -> str:  # noqa: ARG002 - the protocol's
        """Nothing can be changed here."""
        raise RefusedError(FORGED)
