"""The layout of every message the bot sends: a headline, a body, and small lines at the foot."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple, Self

import discord

from bot.markdown import Markdown
from bot.pictures.renderer import Drawing, PictureRenderer
from bot.ui.text import clip, shorten

MAX_TEXT = 4000
"""Characters that all texts of one message may have together; a limit of the platform."""
MAX_BUTTONS = 5
"""Buttons in one row; a limit of the platform."""
MAX_TITLE, MAX_FOOT = 300, 1_200
"""Characters of a headline and of the small lines; longer ones would leave the body no room."""
MAX_ABOVE, MAX_NOTES = 1_200, 1_000
"""Characters above and below a framed card; longer lines would leave the card no room."""
MAX_ALT_TEXT = 1_024
"""Characters of a picture's description; a limit of the platform."""
_ATTACHED = "attachment://"
"""What the address of a file of the same message begins with."""


class Picture(NamedTuple):
    """A picture with the text that stands for it; Discord loads it, unless it is attached."""

    url: str
    description: str
    content: bytes | None = None
    """The file that the message brings along, None for a picture at a public address."""

    @classmethod
    def attach(cls, name: str, description: str, content: bytes) -> Self:
        """Return a picture that is sent as a file called `name`."""
        return cls(f"{_ATTACHED}{name}", description, content)


@dataclass(frozen=True, slots=True)
class Card:
    """A headline above a body, with small lines and buttons at the foot."""

    title: Markdown
    body: Markdown
    footer: Markdown = ""
    buttons: Sequence[discord.ui.Item[Any]] = ()
    picture: Picture | None = None
    """Shown below the body, None for none."""
    component_id: int | None = None
    """The numeric id of its container, by which its message is found; None for any."""

    def with_buttons(self, *buttons: discord.ui.Item[Any]) -> Card:
        """Return the same card with these buttons below it, at most `MAX_BUTTONS`."""
        return replace(self, buttons=buttons)

    def with_picture(self, picture: Picture | None) -> Self:
        """Return the same card with this picture; it keeps the one it has, and takes None too."""
        return replace(self, picture=self.picture or picture)

    def without_file(self) -> Self:
        """Return the card as it is sent where no file may be attached."""
        is_attached = self.picture is not None and self.picture.content is not None
        return replace(self, picture=None) if is_attached else self

    def build_files(self) -> list[discord.File]:
        """Return the files that the view of the card refers to, for one request.

        An edit passes them as `attachments`, so that files of the card before it are removed.
        """
        if self.picture is None or self.picture.content is None:
            return []
        name = self.picture.url.removeprefix(_ATTACHED)
        return [discord.File(io.BytesIO(self.picture.content), name)]

    def build_view(self, colour: discord.Colour, mention: Markdown = "") -> discord.ui.LayoutView:
        """Lay the message out; a body too long for the platform is shortened, the footer is not.

        `mention` pings a role below the card, "" pings none. All texts count together.
        """
        return _build_view(self._build_container(colour, len(mention)), below=[mention])

    def _build_container(
        self, colour: discord.Colour, taken: int
    ) -> discord.ui.Container[discord.ui.LayoutView]:
        """Lay the card out; `taken` is how many characters the rest of the message has."""
        title = f"## {clip(self.title, MAX_TITLE)}"
        foot = clip("\n".join(f"-# {line}" for line in self.footer.splitlines()), MAX_FOOT)
        body = shorten(self.body, MAX_TEXT - taken - len(f"{title}\n") - len(foot))
        container = discord.ui.Container[discord.ui.LayoutView](
            accent_colour=colour, id=self.component_id
        )
        container.add_item(build_text(f"{title}\n{body}"))
        if self.picture is not None:
            container.add_item(_build_gallery(self.picture))
        if foot:
            container.add_item(discord.ui.Separator())
            container.add_item(build_text(foot))
        if self.buttons:
            container.add_item(discord.ui.ActionRow(*self.buttons))
        return container


@dataclass(frozen=True, slots=True)
class FramedCard(Card):
    """A card as members see it, between lines about it and rows of further buttons."""

    above: Markdown = ""
    notes: Sequence[Markdown] = ()
    """Lines below the card."""
    rows: Sequence[Sequence[discord.ui.Item[Any]]] = ()
    """Buttons below the notes; an empty row is left out."""

    def build_view(self, colour: discord.Colour, mention: Markdown = "") -> discord.ui.LayoutView:
        above, notes = clip(self.above, MAX_ABOVE), clip("\n".join(self.notes), MAX_NOTES)
        taken = len(above) + len(notes) + len(mention)
        container = self._build_container(colour, taken)
        return _build_view(container, above=[above], below=[notes, mention], rows=self.rows)


def _build_view(
    container: discord.ui.Container[discord.ui.LayoutView],
    *,
    above: Sequence[Markdown] = (),
    below: Sequence[Markdown] = (),
    rows: Sequence[Sequence[discord.ui.Item[Any]]] = (),
) -> discord.ui.LayoutView:
    """Return the message: empty texts and rows are left out."""
    view = discord.ui.LayoutView(timeout=None)
    for text in filter(None, above):
        view.add_item(build_text(text))
    view.add_item(container)
    for text in filter(None, below):
        view.add_item(build_text(text))
    for row in filter(None, rows):
        view.add_item(discord.ui.ActionRow(*row))
    # Clicks find their button by its custom id. The library would keep a view that is not stopped,
    # and of a private one a task too, for fifteen minutes.
    view.stop()
    return view


async def draw_picture(renderer: PictureRenderer, drawing: Drawing) -> Picture | None:
    """Return the picture, described by all that it says; None when the card has to do without."""
    content = await renderer.render(drawing)
    if content is None:
        return None
    return Picture.attach(f"{drawing.name}.webp", drawing.describe(), content)


def build_text(text: Markdown) -> discord.ui.TextDisplay[discord.ui.LayoutView]:
    """Return the component of a text; cards have no other way to show one."""
    return discord.ui.TextDisplay(text)


def _build_gallery(picture: Picture) -> discord.ui.MediaGallery[discord.ui.LayoutView]:
    description = clip(picture.description, MAX_ALT_TEXT)
    return discord.ui.MediaGallery(
        discord.MediaGalleryItem(picture.url, description=description or None)
    )
