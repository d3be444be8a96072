"""Buttons and selects that work after a restart: their whole state is in their custom id."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, Self

import discord
from discord.ui.select import BaseSelect

from bot.base import Interaction
from bot.errors import RefusedError
from bot.messaging.message_search import iter_custom_ids
from bot.ui.error_replies import interaction_scope


class PersistentButton(discord.ui.DynamicItem[discord.ui.Button[Any]], template=r"(?!)"):
    """A button whose custom id matches the template of its class; `press` answers a click."""

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
    ) -> PersistentButton:
        try:
            return cls.from_match(match)
        except (ValueError, LookupError, OverflowError):
            # The id has the form of the template but names no date, page or the like. The library
            # would only log what is raised here.
            return UnusableButton(match.string)

    @classmethod
    def from_match(cls, match: re.Match[str]) -> Self:
        """Build the button from the match of its custom id."""
        raise NotImplementedError

    async def press(self, interaction: Interaction) -> None:
        """Answer a click; what this raises is answered with one sentence."""
        raise NotImplementedError

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        # The library only logs what a dynamic item raises, and the member would get no answer.
        async with interaction_scope(interaction):
            await self.press(interaction)


class UnusableButton(PersistentButton, template=r"[\s\S]+"):
    """A button whose custom id means nothing; it is never shown."""

    def __init__(self, custom_id: str) -> None:
        super().__init__("-", custom_id)

    async def press(self, interaction: Interaction) -> None:  # noqa: ARG002 - answered by what it raises
        raise RefusedError("That button no longer works: run its command again.")


class PersistentSelect(discord.ui.DynamicItem[BaseSelect[Any]], template=r"(?!)"):
    """A select of any kind whose custom id matches the template of its class."""

    def __init__(self, select: BaseSelect[Any]) -> None:
        super().__init__(select)

    @classmethod
    async def from_custom_id(
        cls,
        interaction: discord.Interaction[Any],  # noqa: ARG003 - the library passes it
        item: Any,
        match: re.Match[str],
        /,
    ) -> Self:
        return cls.from_match(item, match)

    @classmethod
    def from_match(cls, select: BaseSelect[Any], match: re.Match[str]) -> Self:
        """Build the select from the match of its custom id; `select` is the one on the card."""
        raise NotImplementedError

    async def choose(self, interaction: Interaction, values: Sequence[str]) -> None:
        """Answer a choice; `values` are ids where channels or roles are chosen."""
        raise NotImplementedError

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        async with interaction_scope(interaction):
            data: Any = interaction.data or {}
            await self.choose(interaction, [str(value) for value in data.get("values", ())])


def is_stale_component(interaction: discord.Interaction[Any], prefix: str) -> bool:
    """Return whether a used component is no longer on its message, which was edited meanwhile.

    Only components whose custom id begins with `prefix` count. The library answers no such click.
    """
    if interaction.type is not discord.InteractionType.component or interaction.message is None:
        return False
    data: Any = interaction.data or {}
    custom_id = data.get("custom_id", "")
    return custom_id.startswith(prefix) and custom_id not in iter_custom_ids(
        interaction.message.components
    )
