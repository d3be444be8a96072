"""What the panel is made of: a page's card, and the buttons and selects on it.

A custom id says which page a control belongs to and which of its fields it changes. Whoever uses
one is asked anew for Manage Server, and the page anew what it stands at.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple, Self

import discord
from discord.ui.select import BaseSelect

from bot.messaging.timeouts import acknowledged
from bot.setup.registry import Change, RefusedError
from bot.ui.card import MAX_TEXT
from bot.ui.components import PersistentButton, PersistentSelect
from bot.ui.forms import Form
from bot.ui.replies import say
from bot.ui.text import clip

if TYPE_CHECKING:
    from bot.client import FanBot
    from bot.setup.registry import Screen

PREFIX = "setup:"
OVERVIEW = "overview"
DIAGNOSIS = "diagnosis"
ADMINS_ONLY = "You need Manage Server on this server for that."
NO_SUCH_PAGE = "That page is gone: open /setup again."
UNREACHED = "Discord cannot show me this server just now: try again in a minute."
FORM = re.compile(r"setup:form:(?P<page>[a-z]{1,20}):(?P<field>[a-z_]{1,20})")
_CONTROL = r"(?P<page>[a-z]{1,20}):(?P<field>[a-z_]{1,20})"


class Part(NamedTuple):
    """What a control is for, in a line or not at all, over the control or a row of buttons."""

    label: str
    row: Sequence[discord.ui.Item[Any]]


@dataclass(frozen=True, slots=True)
class PanelCard:
    """One page of the panel."""

    title: str
    state: str
    parts: Sequence[Part] = ()

    def view(self, colour: discord.Colour, turn: int = 0, note: str = "") -> discord.ui.LayoutView:
        """Lay it out; `note` says at the top what the last click did.

        `turn` is another number each time. Apps remember by a select's number what was chosen in
        it, and would show a choice that was refused, or one made on the page before.
        """
        container = discord.ui.Container[discord.ui.LayoutView](accent_colour=colour)
        told = "".join(f"\n> {line}" for line in note.splitlines())
        head = f"## {self.title}{told}"
        room = MAX_TEXT - len(head) - sum(len(part.label) for part in self.parts)
        container.add_item(discord.ui.TextDisplay(head))
        container.add_item(discord.ui.TextDisplay(clip(self.state, room)))
        for label, row in self.parts:
            if label:
                container.add_item(discord.ui.TextDisplay(label))
            for item in row:
                if isinstance(item, PanelSelect):
                    item.item.id = zlib.crc32(f"{turn}:{item.custom_id}".encode()) >> 1 or 1
            container.add_item(discord.ui.ActionRow(*row))
        view = discord.ui.LayoutView(timeout=None)
        view.add_item(container)
        return view


class PanelButton(
    PersistentButton, template=rf"setup:press:{_CONTROL}(?::(?P<argument>\w{{1,40}}))?"
):
    """Changes a field of a page, or has the page do something."""

    def __init__(
        self,
        page: str,
        field: str,
        label: str,
        argument: str = "",
        *,
        style: discord.ButtonStyle = discord.ButtonStyle.secondary,
    ) -> None:
        custom_id = f"setup:press:{page}:{field}{f':{argument}' if argument else ''}"
        super().__init__(label, custom_id, style=style)
        self._page, self._field, self._argument = page, field, argument

    @classmethod
    def from_match(cls, match: re.Match[str]) -> Self:
        return cls(match["page"], match["field"], "", match["argument"] or "")

    async def press(self, interaction: discord.Interaction[FanBot]) -> None:
        values = [self._argument] if self._argument else []
        await operate(interaction, self._page, self._field, values)


class OpenButton(PersistentButton, template=r"setup:open:(?P<page>[a-z]{1,20})"):
    """Turns to another page."""

    def __init__(
        self,
        page: str,
        label: str,
        *,
        style: discord.ButtonStyle = discord.ButtonStyle.secondary,
    ) -> None:
        super().__init__(label, f"setup:open:{page}", style=style)
        self._page = page

    @classmethod
    def from_match(cls, match: re.Match[str]) -> Self:
        return cls(match["page"], "")

    async def press(self, interaction: discord.Interaction[FanBot]) -> None:
        found = await admit(interaction, self._page)
        if found is not None:
            await show(interaction, *found)


class PanelSelect(PersistentSelect, template=rf"setup:choose:{_CONTROL}"):
    """Sets a field of a page to what is chosen."""

    def __init__(self, select: BaseSelect[Any], page: str, field: str) -> None:
        super().__init__(select)
        self._page, self._field = page, field

    @classmethod
    def from_match(cls, select: BaseSelect[Any], match: re.Match[str]) -> Self:
        return cls(select, match["page"], match["field"])

    def to_component_dict(self) -> Any:
        payload: Any = super().to_component_dict()
        # The platform writes ids as strings, the library writes these as numbers.
        for value in payload.get("default_values", ()):
            value["id"] = str(value["id"])
        return payload

    async def choose(self, interaction: discord.Interaction[FanBot], values: Sequence[str]) -> None:
        await operate(interaction, self._page, self._field, values)


CONTROLS = (PanelButton, OpenButton, PanelSelect)


def form(page: str, field: str, title: str, label: str, **about: Any) -> Form:
    """A form with one line to write; `about` goes to its text field."""
    text = discord.ui.TextInput[Any](custom_id="text", **about)
    return Form(title, f"setup:form:{page}:{field}", discord.ui.Label(text=label, component=text))


def back(*first: discord.ui.Item[Any]) -> Part:
    """The last row of a page: its own buttons, and the way out."""
    return Part("", (*first, OpenButton(OVERVIEW, "Overview"), OpenButton(DIAGNOSIS, "Diagnosis")))


async def admit(
    interaction: discord.Interaction[FanBot], key: str
) -> tuple[Screen, discord.Guild] | None:
    """The page somebody wants to use, if they may at this moment; else they are told why not."""
    guild, screen = interaction.guild, interaction.client.panel.get(key)
    if not interaction.permissions.manage_guild or interaction.guild_id is None:
        await say(interaction, ADMINS_ONLY)
    elif guild is None or guild.unavailable:
        await say(interaction, UNREACHED)
    elif screen is None:
        await say(interaction, NO_SUCH_PAGE)
    else:
        return screen, guild
    return None


async def operate(
    interaction: discord.Interaction[FanBot], key: str, field: str, values: Sequence[str]
) -> None:
    """Have a page change a field, and show what it stands at then."""
    found = await admit(interaction, key)
    if found is None:
        return
    screen, guild = found
    change = Change(interaction, guild, field, values)
    changed = await acknowledged(interaction, _changed(screen, change))
    if changed is not None:
        await _turn(interaction, *changed)


async def _changed(screen: Screen, change: Change) -> tuple[PanelCard, str] | None:
    """The page after a change, with what was done; None when the click was answered otherwise."""
    try:
        note = await screen.change(change)
    except RefusedError as refusal:
        note = str(refusal)
    return None if note is None else (await screen.card(change.guild), note)


async def show(
    interaction: discord.Interaction[FanBot], screen: Screen, guild: discord.Guild
) -> None:
    """Turn the panel to a page."""
    await _turn(interaction, await acknowledged(interaction, screen.card(guild)))


async def _turn(interaction: discord.Interaction[FanBot], card: PanelCard, note: str = "") -> None:
    view = card.view(interaction.client.colour, interaction.id, note)
    if interaction.response.is_done():
        await interaction.edit_original_response(view=view)
    else:
        await interaction.response.edit_message(view=view)
