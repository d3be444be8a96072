"""Draws icons."""

from __future__ import annotations

from bot.icons.catalog import Icon, Mark
from bot.pictures.palette import parse_colour


def draw_icon(icon: Icon, colour: str) -> bytes:
    """Return an icon as PNG, in a shade of `colour` such as "#ff5fa2"."""
    # Imported late: a bot that only shows icons needs neither Pillow nor its memory.
    from bot.pictures.icon_canvas import IconCanvas

    canvas = IconCanvas(parse_colour(colour))
    match icon.mark:
        case Mark.DIAL:
            canvas.ring()
            canvas.sector(icon.filled / icon.total)
        case Mark.DASH:
            canvas.ring()
            canvas.dash()
        case Mark.QUESTION:
            canvas.ring()
            canvas.letter("?")
        case Mark.OUTLINE:
            canvas.ring()
            canvas.check(is_on_disc=False)
        case Mark.SOLID:
            canvas.disc()
            canvas.check(is_on_disc=True)
    return canvas.encode()
