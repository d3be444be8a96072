"""The button that opens *Set up in three taps*, whose steps are a page of the panel of `/setup`."""

from __future__ import annotations

import re
from typing import Self

import discord

from bot.base import Interaction, get_pack
from bot.setup.controls import QUICK_SETUP, authorize
from bot.setup.page_card import SetupCard
from bot.setup.registry import FieldChange
from bot.ui.components import PersistentButton

FIRST_STEP = "begin"
"""The field of the page whose change shows the first step."""


class QuickSetupButton(PersistentButton, template=r"welcome:setup"):
    """A button that shows the first step, in private, to a member who may manage the guild."""

    def __init__(self, style: discord.ButtonStyle = discord.ButtonStyle.primary) -> None:
        super().__init__("Set up in three taps", "welcome:setup", style=style)

    @classmethod
    def from_match(cls, match: re.Match[str]) -> Self:  # noqa: ARG003 - it has no state
        return cls()

    async def press(self, interaction: Interaction) -> None:
        found = await authorize(interaction, QUICK_SETUP)
        if found is None:
            return
        page, guild = found
        await interaction.response.defer(ephemeral=True, thinking=True)
        card = await page.apply_change(FieldChange(interaction, guild, FIRST_STEP, ()))
        assert isinstance(card, SetupCard), "a step is a card"
        view = card.build_view(get_pack(interaction).colour, interaction.id)
        await interaction.followup.send(view=view, ephemeral=True)
