"""The card of one `/setup` page: its text, and rows of controls below."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import discord

from bot.ui.card import MAX_TEXT
from bot.ui.components import PersistentSelect
from bot.ui.text import clip


class SetupRow(NamedTuple):
    """What a control is for, in a line or not at all, over the control or a row of buttons."""

    label: str
    items: Sequence[discord.ui.Item[Any]]


@dataclass(frozen=True, slots=True)
class SetupCard:
    """One page of the panel."""

    title: str
    body: str
    rows: Sequence[SetupRow] = ()

    def build_view(
        self, colour: discord.Colour, render_id: int = 0, note: str = ""
    ) -> discord.ui.LayoutView:
        """Lay it out; `note` says at the top what the last click did.

        `turn` is another number each time. Apps remember by a select's number what was chosen in
        it, and would show a choice that was refused, or one made on the page before.
        """
        container = discord.ui.Container[discord.ui.LayoutView](accent_colour=colour)
        told = "".join(f"\n> {line}" for line in note.splitlines())
        head = f"## {self.title}{told}"
        room = MAX_TEXT - len(head) - sum(len(part.label) for part in self.rows)
        container.add_item(discord.ui.TextDisplay(head))
        container.add_item(discord.ui.TextDisplay(clip(self.body, room)))
        for label, row in self.rows:
            if label:
                container.add_item(discord.ui.TextDisplay(label))
            for item in row:
                if isinstance(item, PersistentSelect):
                    item.item.id = zlib.crc32(f"{render_id}:{item.custom_id}".encode()) >> 1 or 1
            container.add_item(discord.ui.ActionRow(*row))
        view = discord.ui.LayoutView(timeout=None)
        view.add_item(container)
        return view
