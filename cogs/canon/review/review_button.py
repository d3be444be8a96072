"""The base class of the buttons about a proposal that only reviewers may click."""

from __future__ import annotations

import re
from typing import ClassVar, Self

import discord

from bot.base import Interaction
from bot.ui.components import PersistentButton
from cogs.canon.permissions import require_reviewer

NUMBER_PATTERN = r"(?P<number>\d{1,9})"
DANGER = discord.ButtonStyle.danger


class ReviewButton(PersistentButton, template=r"(?!)"):
    """A button about one proposal that only reviewers may click."""

    label: ClassVar[str]
    custom_id_prefix: ClassVar[str]
    style: ClassVar[discord.ButtonStyle] = discord.ButtonStyle.secondary

    def __init__(self, number: int, *, disabled: bool = False) -> None:
        custom_id = f"{self.custom_id_prefix}:{number}"
        super().__init__(self.label, custom_id, style=self.style, disabled=disabled)
        self.number = number

    @classmethod
    def from_match(cls, match: re.Match[str]) -> Self:
        return cls(int(match["number"]))

    async def press(self, interaction: Interaction) -> None:
        await require_reviewer(interaction)
        await self.on_reviewer_click(interaction)

    async def on_reviewer_click(self, interaction: Interaction) -> None:
        """Handle the click of a member who was found to be a reviewer."""
        raise NotImplementedError
