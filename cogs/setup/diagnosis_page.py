"""The page of `/setup` that lists problems with what to do, and when the bot posts next."""

from __future__ import annotations

from collections.abc import Iterator

import discord

from bot.base import BotBase
from bot.errors import RefusedError
from bot.markdown import Markdown, format_instant, format_number
from bot.scheduling.scheduler import SCHEDULER
from bot.setup.controls import DIAGNOSIS, LOG, OVERVIEW, OpenPageButton, SetupButton
from bot.setup.diagnosis import DiagnosisReport, run_diagnosis
from bot.setup.own_problems import find_hidden_commands, find_own_problems
from bot.setup.page_card import SetupCard, SetupRow
from bot.setup.registry import INVALID_CHOICE, SETUP_REGISTRY, FieldChange
from bot.ui.text import pluralize

NO_FINDINGS = "**All good.** I'm allowed to do everything your settings need."
NO_CHANNEL_CHOSEN = (
    "**You haven't chosen any channels,** so I don't post anything on my own. That's fine: "
    "commands still work."
)


class DiagnosisPage:
    """The result of a diagnosis, which runs each time the page is shown."""

    key = DIAGNOSIS
    title: Markdown = "Diagnosis"

    def __init__(self, bot: BotBase) -> None:
        self._bot = bot

    async def build_card(self, guild: discord.Guild) -> SetupCard:
        """Run the diagnosis and return its result with a button to repeat it."""
        pages = self._bot.resources[SETUP_REGISTRY].settings_pages
        found = await run_diagnosis(pages, guild, has_pictures=self._bot.settings.pictures)
        found.findings += await find_hidden_commands(self._bot, pages, guild)
        found.findings += await find_own_problems(self._bot, guild.id)
        buttons = (
            SetupButton(self.key, "check", "Check again", style=discord.ButtonStyle.primary),
            OpenPageButton(OVERVIEW, "Overview"),
            OpenPageButton(LOG, "Log"),
        )
        return SetupCard(
            self.title, "\n".join(list_diagnosis_lines(found)), (SetupRow("", buttons),)
        )

    async def apply_change(self, change: FieldChange) -> Markdown:
        """Retry held-up posts; the page is then rendered with a new diagnosis."""
        if change.field != "check":
            raise RefusedError(INVALID_CHOICE)
        await change.interaction.response.defer()
        await self._bot.resources[SCHEDULER].retry_held_up(change.guild.id)
        checked_at = format_instant(self._bot.clock(), "T")
        return f"Checked again at {checked_at}."


def list_diagnosis_lines(report: DiagnosisReport) -> Iterator[Markdown]:
    """Yield a line for each problem, or one saying there is none, and one for each posting page."""
    if report.findings:
        yield (f"**{pluralize(len(report.findings), 'thing')} to fix,** then press *Check again*:")
        for number, finding in enumerate(report.findings, start=1):
            yield f"{format_number(number)}. {finding}"
    else:
        yield NO_FINDINGS if report.has_channels else NO_CHANNEL_CHOSEN
    if report.upcoming or report.inactive:
        yield ""
    for title, due_at in report.upcoming:
        relative = format_instant(due_at, "R")
        yield f"**{title}** · next {format_instant(due_at, 'F')}, {relative}"
    for title, reason in report.inactive:
        yield f"**{title}** · {reason}"
