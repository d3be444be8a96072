"""Buttons that outlive a restart: their whole state is in their custom id."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Self

import discord

from bot.errors import answer_error
from bot.languages import speak_to

if TYPE_CHECKING:
    from bot.client import FanBot

MAX_CUSTOM_ID = 100


class PersistentButton(discord.ui.DynamicItem[discord.ui.Button[Any]], template=r"(?!)"):
    """A button whose custom id matches the subclass's template; `press` does its work."""

    def __init__(
        self,
        label: str,
        custom_id: str,
        *,
        style: discord.ButtonStyle = discord.ButtonStyle.secondary,
        disabled: bool = False,
    ) -> None:
        super().__init__(
            discord.ui.Button(label=label, custom_id=custom_id, style=style, disabled=disabled)
        )

    @classmethod
    async def from_custom_id(
        cls,
        interaction: discord.Interaction[Any],  # noqa: ARG003 - the library passes it
        item: Any,  # noqa: ARG003 - the library passes it
        match: re.Match[str],
        /,
    ) -> Self:
        return cls.from_match(match)

    @classmethod
    def from_match(cls, match: re.Match[str]) -> Self:
        """The button whose custom id matched."""
        raise NotImplementedError

    async def press(self, interaction: discord.Interaction[FanBot]) -> None:
        """Answer a click."""
        raise NotImplementedError

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        # The library only logs what a dynamic item raises; the member would wait in vain.
        try:
            await speak_to(interaction)
            await self.press(interaction)
        except Exception as error:
            await answer_error(interaction, error)
