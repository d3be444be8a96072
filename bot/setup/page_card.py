"""The card of one `/setup` page: its text, and below it the rows of controls."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import discord

from bot.markdown import Markdown
from bot.ui.card import MAX_NOTES, MAX_TEXT, build_text
from bot.ui.components import PersistentSelect
from bot.ui.text import clip, shorten


class SetupRow(NamedTuple):
    """A row of controls under a line that says what they are for; `label` is "" for no line."""

    label: Markdown
    items: Sequence[discord.ui.Item[Any]]


@dataclass(frozen=True, slots=True)
class SetupCard:
    """One page of the panel, as it is rendered at one click."""

    title: Markdown
    body: Markdown
    rows: Sequence[SetupRow] = ()

    def build_view(
        self, colour: discord.Colour, render_id: int = 0, note: Markdown = ""
    ) -> discord.ui.LayoutView:
        """Return the layout; `note`, if any, is shown at the top and says what a click did.

        `render_id` must differ between renderings: the numeric ids of the selects derive from it.
        Discord's apps keep a choice by that id, and under an old one they would go on showing a
        choice that was refused or that belongs to the previous page.
        """
        container = discord.ui.Container[discord.ui.LayoutView](accent_colour=colour)
        quoted_note = "".join(f"\n> {line}" for line in clip(note, MAX_NOTES).splitlines())
        header = f"## {self.title}{quoted_note}"
        max_body = MAX_TEXT - len(header) - sum(len(row.label) for row in self.rows)
        container.add_item(build_text(header))
        if body := shorten(self.body, max_body):
            container.add_item(build_text(body))
        for label, items in self.rows:
            if label:
                container.add_item(build_text(label))
            for item in items:
                if isinstance(item, PersistentSelect):
                    item.item.id = zlib.crc32(f"{render_id}:{item.custom_id}".encode()) >> 1 or 1
            container.add_item(discord.ui.ActionRow(*items))
        view = discord.ui.LayoutView(timeout=None)
        view.add_item(container)
        return view
