"""A surface of fixed width with text that always fits, and shapes with smooth edges."""

from __future__ import annotations

import io
from bisect import bisect_right
from collections.abc import Callable, Sequence
from typing import Literal, TypeAlias

from PIL import Image, ImageDraw

from bot.pictures.fonts import Weight, get_font, keep_drawable
from bot.pictures.palette import Colour, Palette

WIDTH = 1200
MAX_HEIGHT = 675
"""Pixels; a third of both is what a phone shows."""
MAX_BYTES = 150_000
SMALL = 30
"""The smallest text in pixels; a phone shows it at a third."""
_SMOOTHING = 4
"""Shapes are drawn so many times larger and reduced, which Pillow does not do by itself."""
_ELLIPSIS = "…"
Box: TypeAlias = tuple[float, float, float, float]
"""Left, top, right and bottom, in pixels."""
Align: TypeAlias = Literal["left", "center", "right"]
_ANCHORS: dict[Align, str] = {"left": "ls", "center": "ms", "right": "rs"}


class Canvas:
    """A picture while it is drawn."""

    def __init__(self, palette: Palette, height: int = MAX_HEIGHT) -> None:
        self.palette = palette
        self.height = min(height, MAX_HEIGHT)
        self._image = Image.new("RGB", (WIDTH, self.height), palette.background)
        self._draw = ImageDraw.Draw(self._image)

    def measure(self, text: str, size: int, *, bold: bool = False) -> float:
        """Return the width of one line in pixels."""
        return get_font(_get_weight(bold), size).getlength(text)

    def text(
        self,
        x: float,
        baseline: float,
        text: str,
        size: int,
        *,
        colour: Colour | None = None,
        bold: bool = False,
        max_width: float = WIDTH,
        align: Align = "left",
    ) -> float:
        """Draw one line and return its width; `colour` None is the one of text.

        A line that is too wide is drawn smaller, down to `SMALL`, and then cut with an ellipsis.
        What the font lacks is left out, see `fonts.keep_drawable`.
        """
        line = keep_drawable(text)
        while size > SMALL and not self._is_fitting(line, size, max_width, bold):
            size -= 2
        fitting = self._fit(line, size, max_width, bold=bold)
        if not fitting:
            return 0
        self._draw.text(
            (x, baseline),
            fitting,
            font=get_font(_get_weight(bold), size),
            fill=colour or self.palette.text,
            anchor=_ANCHORS[align],
        )
        return self.measure(fitting, size, bold=bold)

    def wrap(
        self, text: str, size: int, max_width: float, max_lines: int, *, bold: bool = False
    ) -> list[str]:
        """Return at most `max_lines` lines of `text`, the last of them cut if there is more."""
        words, lines = keep_drawable(text).split(), list[str]()
        while words and len(lines) < max_lines:
            taken = 1
            while taken < len(words) and self._is_fitting(
                " ".join(words[: taken + 1]), size, max_width, bold
            ):
                taken += 1
            is_last = len(lines) == max_lines - 1
            lines.append(" ".join(words if is_last else words[:taken]))
            words = [] if is_last else words[taken:]
        return [self._fit(line, size, max_width, bold=bold) for line in lines]

    def bar(self, box: Box, colour: Colour, radius: float | None = None) -> None:
        """Fill a box with round corners; None makes its ends half circles."""
        self._paint(box, colour, lambda draw, inner, scale: _round(draw, inner, scale, radius))

    def frame(self, box: Box, colour: Colour, width: float, radius: float | None = None) -> None:
        """Draw the outline of a box with round corners, inside of it."""

        def outline(draw: ImageDraw.ImageDraw, inner: Box, scale: float) -> None:
            _round(draw, inner, scale, radius)
            left, top, right, bottom = inner
            edge = width * scale
            if right - left > 2 * edge and bottom - top > 2 * edge:
                hole = (left + edge, top + edge, right - edge, bottom - edge)
                hole_radius = None if radius is None else max(0, radius - width)
                _round(draw, hole, scale, hole_radius, fill=0)

        self._paint(box, colour, outline)

    def disc(self, x: float, y: float, radius: float, colour: Colour) -> None:
        """Fill a circle around a point."""
        self.bar((x - radius, y - radius, x + radius, y + radius), colour)

    def ring(self, x: float, y: float, radius: float, colour: Colour, width: float) -> None:
        """Draw a circle around a point, `width` pixels thick, inside of `radius`."""
        self.frame((x - radius, y - radius, x + radius, y + radius), colour, width)

    def dashes(self, left: float, right: float, y: float, colour: Colour, width: float) -> None:
        """Draw a dashed line."""
        step = width * 2.4
        while left < right:
            self.bar((left, y - width / 2, min(left + step * 0.6, right), y + width / 2), colour)
            left += step

    def polyline(self, points: Sequence[tuple[float, float]], colour: Colour, width: float) -> None:
        """Draw a line through points, with round joints and ends."""
        xs, ys = [x for x, _ in points], [y for _, y in points]
        box = (min(xs) - width, min(ys) - width, max(xs) + width, max(ys) + width)

        def trace(draw: ImageDraw.ImageDraw, inner: Box, scale: float) -> None:
            scaled = [
                (inner[0] + (x - box[0]) * scale, inner[1] + (y - box[1]) * scale)
                for x, y in points
            ]
            draw.line(scaled, fill=255, width=round(width * scale), joint="curve")
            half = width * scale / 2
            for x, y in scaled:
                draw.ellipse((x - half, y - half, x + half, y + half), fill=255)

        self._paint(box, colour, trace)

    def check(self, x: float, y: float, radius: float, colour: Colour) -> None:
        """Draw a check mark around a point."""
        points = [(x - 0.5 * radius, y), (x - 0.12 * radius, y + 0.38 * radius)]
        self.polyline([*points, (x + 0.52 * radius, y - 0.36 * radius)], colour, radius / 4)

    def cross(self, x: float, y: float, radius: float, colour: Colour) -> None:
        """Draw a diagonal cross around a point."""
        arm = 0.38 * radius
        for direction in (1, -1):
            ends = [(x - arm, y - arm * direction), (x + arm, y + arm * direction)]
            self.polyline(ends, colour, radius / 4)

    def encode(self) -> bytes:
        """Return the picture as WebP of at most `MAX_BYTES`."""
        # Lossless is both sharper and smaller for flat colours, and leaves the interpreter free.
        content = self._save(lossless=True, method=4, quality=20)
        for quality in (80, 50, 20):
            if len(content) <= MAX_BYTES:
                break
            content = self._save(method=4, quality=quality)
        return content

    def _save(self, **options: object) -> bytes:
        buffer = io.BytesIO()
        self._image.save(buffer, "WEBP", **options)
        return buffer.getvalue()

    def _fit(self, text: str, size: int, max_width: float, *, bold: bool) -> str:
        if self._is_fitting(text, size, max_width, bold):
            return text
        kept = bisect_right(
            range(1, len(text)),
            max_width,
            key=lambda number: self.measure(_cut(text, number), size, bold=bold),
        )
        return _cut(text, kept) if kept else ""

    def _is_fitting(self, text: str, size: int, max_width: float, bold: bool) -> bool:
        return self.measure(text, size, bold=bold) <= max_width

    def _paint(
        self, box: Box, colour: Colour, shape: Callable[[ImageDraw.ImageDraw, Box, float], None]
    ) -> None:
        """Fill what `shape` draws into a mask; it gets the box as it is there, and its scale."""
        left, top = int(box[0]), int(box[1])
        width, height = int(box[2]) + 1 - left, int(box[3]) + 1 - top
        scale = _SMOOTHING
        mask = Image.new("L", (width * scale, height * scale))
        x0, y0, x1, y1 = ((edge - (left, top)[place % 2]) * scale for place, edge in enumerate(box))
        shape(ImageDraw.Draw(mask), (x0, y0, x1, y1), scale)
        self._image.paste(colour, (left, top), mask.reduce(scale))


def _round(
    draw: ImageDraw.ImageDraw, box: Box, scale: float, radius: float | None, fill: int = 255
) -> None:
    left, top, right, bottom = box
    if right - left < 1 or bottom - top < 1:
        return
    most = min(right - left, bottom - top) / 2
    corner = most if radius is None else min(most, radius * scale)
    draw.rounded_rectangle((left, top, right - 1, bottom - 1), corner, fill=fill)


def _cut(text: str, kept: int) -> str:
    return text[:kept].rstrip(" ,;:") + _ELLIPSIS


def _get_weight(bold: bool) -> Weight:
    return Weight.BOLD if bold else Weight.MEDIUM
