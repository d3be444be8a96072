"""Buttons and selects that outlive a restart: their whole state is in their custom id."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Self

import discord
from discord.ui.select import BaseSelect

from bot.base import Interaction
from bot.ui.error_replies import handle_error
from bot.ui.locale import activate_language

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

    async def press(self, interaction: Interaction) -> None:
        """Answer a click."""
        raise NotImplementedError

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        # The library only logs what a dynamic item raises; the member would wait in vain.
        try:
            await activate_language(interaction)
            await self.press(interaction)
        except Exception as error:
            await handle_error(interaction, error)


class PersistentSelect(discord.ui.DynamicItem[BaseSelect[Any]], template=r"(?!)"):
    """A select of any kind whose custom id matches the subclass's template; `choose` answers."""

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
        """The select whose custom id matched, as it stands on the card."""
        raise NotImplementedError

    async def choose(self, interaction: Interaction, values: Sequence[str]) -> None:
        """Answer a choice; of a channel or a role, `values` are the ids."""
        raise NotImplementedError

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        # As with buttons: the library would only log what this raises.
        try:
            await activate_language(interaction)
            data: Any = interaction.data or {}
            await self.choose(interaction, [str(value) for value in data.get("values", ())])
        except Exception as error:
            await handle_error(interaction, error)


def is_stale_component(interaction: discord.Interaction[Any], prefix: str) -> bool:
    """Whether somebody used a control, its id beginning with `prefix`, that its card no longer has.

    The library says nothing to such a click: its message was edited while it was on the way.
    """
    if interaction.type is not discord.InteractionType.component or interaction.message is None:
        return False
    data: Any = interaction.data or {}
    custom_id = data.get("custom_id", "")
    return custom_id.startswith(prefix) and custom_id not in _iter_custom_ids(
        interaction.message.components
    )


def _iter_custom_ids(components: Iterable[Any]) -> Iterator[str]:
    for component in components:
        yield getattr(component, "custom_id", None) or ""
        yield from _iter_custom_ids(getattr(component, "children", ()))
