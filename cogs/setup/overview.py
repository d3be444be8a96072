"""The first page of `/setup`: a line on each other page, and buttons that open them."""

from __future__ import annotations

import discord

from bot.base import BotBase
from bot.errors import RefusedError
from bot.markdown import Markdown
from bot.setup.controls import DIAGNOSIS, OVERVIEW, OpenPageButton
from bot.setup.diagnosis import run_diagnosis
from bot.setup.own_problems import find_own_problems
from bot.setup.page_card import SetupCard, SetupRow
from bot.setup.registry import INVALID_CHOICE, SETUP_REGISTRY, FieldChange
from bot.ui.text import pluralize

BUTTONS_PER_ROW = 5


class OverviewPage:
    """The summary of every page with settings."""

    key = OVERVIEW
    title: Markdown = "Setup"

    def __init__(self, bot: BotBase) -> None:
        self._bot = bot

    async def build_card(self, guild: discord.Guild) -> SetupCard:
        """Return each page's summary, and how many problems the diagnosis finds."""
        pages = self._bot.resources[SETUP_REGISTRY].settings_pages
        lines: list[Markdown] = [
            f"**{page.title}** · {await page.summarize(guild)}" for page in pages
        ]
        report = await run_diagnosis(pages, guild, has_pictures=self._bot.settings.pictures)
        problem_count = len(report.findings)
        problem_count += len(await find_own_problems(self._bot, guild.id))
        if problem_count:
            verb = "is" if problem_count == 1 else "are"
            things = f"{pluralize(problem_count, 'thing')} {verb}"
            lines.append(f"\n**{things} in the way:** open *Diagnosis* to see what to do.")
        page_buttons = [OpenPageButton(page.key, page.title) for page in pages]
        rows = [
            SetupRow("", page_buttons[first : first + BUTTONS_PER_ROW])
            for first in range(0, len(page_buttons), BUTTONS_PER_ROW)
        ]
        style = discord.ButtonStyle.primary if problem_count else discord.ButtonStyle.secondary
        diagnosis = SetupRow("", (OpenPageButton(DIAGNOSIS, "Diagnosis", style=style),))
        state = "I save every change right away.\n\n" + "\n".join(lines)
        return SetupCard(self.title, state, (*rows, diagnosis))

    async def apply_change(self, _change: FieldChange) -> Markdown:
        """Raise RefusedError: the page has no field that could be changed."""
        raise RefusedError(INVALID_CHOICE)
