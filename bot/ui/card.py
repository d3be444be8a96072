"""The one shape of all the bot shows: a headline, few lines, the source small at the foot."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import discord

from bot.ui.text import clip

MAX_TEXT = 4000
"""Characters that all texts of one message may hold together."""
MAX_BUTTONS = 5


@dataclass(frozen=True, slots=True)
class Card:
    """Markdown, already escaped where it holds other people's words."""

    title: str
    body: str
    footer: str = ""
    buttons: Sequence[discord.ui.Item[Any]] = ()

    def with_buttons(self, *buttons: discord.ui.Item[Any]) -> Card:
        """The same card over these buttons, at most five."""
        return replace(self, buttons=buttons)

    def build_view(self, colour: discord.Colour) -> discord.ui.LayoutView:
        """Lay the card out; a body too long for the platform is cut, never the source."""
        title = f"## {self.title}"
        foot = "\n".join(f"-# {line}" for line in self.footer.splitlines())
        body = clip(self.body, MAX_TEXT - len(f"{title}\n") - len(foot))
        container = discord.ui.Container[discord.ui.LayoutView](accent_colour=colour)
        container.add_item(discord.ui.TextDisplay(f"{title}\n{body}"))
        if foot:
            container.add_item(discord.ui.TextDisplay(foot))
        if self.buttons:
            container.add_item(discord.ui.ActionRow(*self.buttons))
        view = discord.ui.LayoutView(timeout=None)
        view.add_item(container)
        return view
