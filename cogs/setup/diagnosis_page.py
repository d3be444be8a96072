"""What keeps the bot from working in a server, with where to click, and when it speaks next."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import discord

from bot.setup.controls import DIAGNOSIS, OVERVIEW, OpenButton, PanelButton, PanelCard, Part
from bot.setup.registry import FORGED, Change, RefusedError
from bot.ui.text import counted
from cogs.setup.diagnosis_report import Examination, examine

if TYPE_CHECKING:
    from bot.client import FanBot

ALL_WELL = "**Everything is fine.** Whatever your settings need, I may do."
NOTHING_CHOSEN = (
    "**No channel is chosen anywhere,** so I post nothing by myself. That is fine, too: commands "
    "work all the same."
)


class DiagnosisScreen:
    """Tests everything anew whenever it is shown."""

    key = DIAGNOSIS
    title = "Diagnosis"

    def __init__(self, bot: FanBot) -> None:
        self._bot = bot

    async def card(self, guild: discord.Guild) -> PanelCard:
        """What is in the way at this moment."""
        found = await examine(self._bot.panel.pages, guild)
        buttons = (
            PanelButton(self.key, "check", "Check again", style=discord.ButtonStyle.primary),
            OpenButton(OVERVIEW, "Overview"),
        )
        return PanelCard(self.title, "\n".join(diagnosis_lines(found)), (Part("", buttons),))

    async def change(self, change: Change) -> str:
        """Check again; what was held up goes out at once if nothing is in the way any more."""
        if change.field != "check":
            raise RefusedError(FORGED)
        await change.interaction.response.defer()
        await self._bot.scheduler.nudge(change.guild.id)
        at = discord.utils.format_dt(self._bot.clock(), "T")
        return f"Checked again at {at}."


def diagnosis_lines(found: Examination) -> Iterator[str]:
    """What stands in the way, thing by thing, or that nothing does."""
    if found.findings:
        things = f"{counted(len(found.findings), 'thing')}"
        yield f"**{things} to mend,** then *Check again*:"
        yield from (f"{number}. {one}" for number, one in enumerate(found.findings, start=1))
    else:
        yield ALL_WELL if found.is_anything_chosen else NOTHING_CHOSEN
    if found.coming or found.silent:
        yield ""
    for title, at in found.coming:
        relative = discord.utils.format_dt(at, "R")
        yield f"**{title}** · next {discord.utils.format_dt(at, 'F')}, {relative}"
    for title, why in found.silent:
        yield f"**{title}** · silent, {why}"
