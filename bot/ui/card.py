"""The layout of every message the bot sends: a headline, a body, and small lines at the foot."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

import discord

from bot.ui.text import clip

MAX_TEXT = 4000
"""Characters that all texts of one message may have together; a limit of the platform."""
MAX_BUTTONS = 5
"""Buttons in one row; a limit of the platform."""
MAX_ABOVE, MAX_NOTES = 1_200, 1_000
"""Characters above and below a framed card; longer lines would leave the card no room."""


MAX_ALT_TEXT = 1_024
"""Characters of a picture's description; a limit of the platform."""


class Picture(NamedTuple):
    """A picture by its public address, which Discord loads, and the text that stands for it."""

    url: str
    description: str


@dataclass(frozen=True, slots=True)
class Card:
    """Texts in markdown, in which words of members and sources are escaped already."""

    title: str
    body: str
    footer: str = ""
    buttons: Sequence[discord.ui.Item[Any]] = ()
    picture: Picture | None = None
    """Shown below the body, None for none."""

    def with_buttons(self, *buttons: discord.ui.Item[Any]) -> Card:
        """Return the same card with these buttons below it, at most `MAX_BUTTONS`."""
        return replace(self, buttons=buttons)

    def build_view(self, colour: discord.Colour) -> discord.ui.LayoutView:
        """Lay the card out; a body too long for the platform is cut, the footer never."""
        title = f"## {self.title}"
        foot = "\n".join(f"-# {line}" for line in self.footer.splitlines())
        body = clip(self.body, MAX_TEXT - len(f"{title}\n") - len(foot))
        container = discord.ui.Container[discord.ui.LayoutView](accent_colour=colour)
        container.add_item(discord.ui.TextDisplay(f"{title}\n{body}"))
        if self.picture is not None:
            container.add_item(_build_gallery(self.picture))
        if foot:
            container.add_item(discord.ui.TextDisplay(foot))
        if self.buttons:
            container.add_item(discord.ui.ActionRow(*self.buttons))
        view = discord.ui.LayoutView(timeout=None)
        view.add_item(container)
        return view


@dataclass(frozen=True, slots=True)
class FramedCard(Card):
    """A card as members see it, between lines about it and rows of further buttons."""

    above: str = ""
    notes: Sequence[str] = ()
    """Lines below the card."""
    rows: Sequence[Sequence[discord.ui.Item[Any]]] = ()
    """Buttons below the notes; an empty row is left out."""

    def build_view(self, colour: discord.Colour) -> discord.ui.LayoutView:
        above, notes = clip(self.above, MAX_ABOVE), clip("\n".join(self.notes), MAX_NOTES)
        room = MAX_TEXT - len(above) - len(notes) - len(self.title) - len(self.footer) - 20
        card = Card(self.title, clip(self.body, room), self.footer, self.buttons, self.picture)
        view = discord.ui.LayoutView(timeout=None)
        if above:
            view.add_item(discord.ui.TextDisplay(above))
        for item in card.build_view(colour).children:
            view.add_item(item)
        if notes:
            view.add_item(discord.ui.TextDisplay(notes))
        for row in filter(None, self.rows):
            view.add_item(discord.ui.ActionRow(*row))
        return view


def _build_gallery(picture: Picture) -> discord.ui.MediaGallery[discord.ui.LayoutView]:
    description = clip(picture.description, MAX_ALT_TEXT)
    return discord.ui.MediaGallery(
        discord.MediaGalleryItem(picture.url, description=description or None)
    )
