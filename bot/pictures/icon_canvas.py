"""A small square with a transparent ground, on which icons are drawn."""

from __future__ import annotations

import io
import math

from PIL import Image, ImageDraw

from bot.pictures.fonts import Weight, get_font
from bot.pictures.palette import GRAPHIC_CONTRAST, WHITE, Colour, fit_between

SIZE = 128
"""Pixels of an edge, which Discord recommends for emoji; text shows them at about 22."""
GROUNDS: tuple[Colour, Colour] = ((26, 26, 30), WHITE)
"""The darkest and the lightest ground of Discord's themes, on which an icon has to be seen."""
_SMOOTHING = 4
_EDGE = SIZE * _SMOOTHING
_CENTER = _EDGE / 2
_RADIUS = _EDGE * 0.46
_STROKE = _EDGE * 0.095


class IconCanvas:
    """An icon while it is drawn, four times larger than it will be."""

    def __init__(self, colour: Colour) -> None:
        """Draw in the shade of `colour` that is seen on every ground."""
        self._colour = fit_between(colour, *GROUNDS, GRAPHIC_CONTRAST)
        # Clear pixels have the same colour, or the smooth edges would be darker.
        self._clear = (*self._colour, 0)
        self._image = Image.new("RGBA", (_EDGE, _EDGE), self._clear)
        self._draw = ImageDraw.Draw(self._image)

    def disc(self) -> None:
        """Fill the circle."""
        self._draw.ellipse(_square(_RADIUS), fill=self._colour)

    def ring(self) -> None:
        """Draw the outline of the circle."""
        self.disc()
        self._draw.ellipse(_square(_RADIUS - _STROKE), fill=self._clear)

    def sector(self, share: float) -> None:
        """Fill a share of the ring's inside, from 0 to 1, clockwise from the top."""
        inside = _square(_RADIUS - _STROKE * 1.7)
        self._draw.pieslice(inside, -90, -90 + 360 * share, fill=self._colour)

    def dash(self) -> None:
        """Draw a short line through the center."""
        reach = _RADIUS * 0.42
        box = (_CENTER - reach, _CENTER - _STROKE * 0.6, _CENTER + reach, _CENTER + _STROKE * 0.6)
        self._draw.rounded_rectangle(box, _STROKE / 2, fill=self._colour)

    def check(self, *, is_on_disc: bool) -> None:
        """Draw a check mark, cut out of a disc or as a line of its own."""
        points = [
            (_CENTER + _RADIUS * x, _CENTER + _RADIUS * y)
            for x, y in ((-0.44, 0.02), (-0.12, 0.34), (0.46, -0.3))
        ]
        fill = self._clear if is_on_disc else self._colour
        width = _STROKE * 1.35
        self._draw.line(points, fill=fill, width=math.ceil(width), joint="curve")
        for x, y in points:
            half = width / 2
            self._draw.ellipse((x - half, y - half, x + half, y + half), fill=fill)

    def letter(self, text: str) -> None:
        """Draw one character in the middle."""
        font = get_font(Weight.BOLD, round(_RADIUS * 1.32))
        left, top, right, bottom = font.getbbox(text)
        x, y = _CENTER - (left + right) / 2, _CENTER - (top + bottom) / 2
        self._draw.text((x, y), text, font=font, fill=self._colour)

    def encode(self) -> bytes:
        """Return the icon as PNG."""
        buffer = io.BytesIO()
        self._image.reduce(_SMOOTHING).save(buffer, "PNG", optimize=True)
        return buffer.getvalue()


def _square(radius: float) -> tuple[float, float, float, float]:
    return (_CENTER - radius, _CENTER - radius, _CENTER + radius, _CENTER + radius)
