"""The *Edit* button of the review: the forms of adding, on a proposal that waits."""

from __future__ import annotations

import re
from typing import Self

import discord

from bot.client import FanBot
from bot.ui.components import PersistentButton
from bot.ui.replies import say
from cogs.canon.permissions import REVIEWERS_ONLY, is_reviewer
from cogs.canon.submit.cards import CHANGED
from cogs.canon.submit.service import desk_of, open_form


class EditButton(PersistentButton, template=r"canon:add:edit:(?P<number>\d{1,9})"):
    """Opens a waiting proposal for a reviewer to change."""

    def __init__(self, number: int) -> None:
        super().__init__("Edit", f"canon:add:edit:{number}")
        self._number = number

    @classmethod
    def from_match(cls, match: re.Match[str]) -> Self:
        return cls(int(match["number"]))

    async def press(self, interaction: discord.Interaction[FanBot]) -> None:
        if not await is_reviewer(interaction):
            await say(interaction, REVIEWERS_ONLY)
            return
        stored = await desk_of(interaction).begin_edit(interaction.id, self._number)
        if stored is None:
            await say(interaction, CHANGED)
        else:
            await open_form(interaction, stored, "a")
