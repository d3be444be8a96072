"""Draws pictures in tests and compares them with those stored, which a person has looked at.

With WRITE_PICTURES=1 in the environment the stored ones are written instead: look at them.
"""

from __future__ import annotations

import io
import os
from pathlib import Path

from PIL import Image, ImageChops, ImageStat

from bot.pictures.canvas import MAX_BYTES, MAX_HEIGHT, WIDTH
from bot.pictures.palette import build_palette, parse_colour
from bot.pictures.renderer import Drawing, paint_picture

REFERENCES = Path(__file__).parent
COLOUR = "#ff5fa2"
_SCALE = 10
_TOLERANCE = 6
"""The most that the mean of a square may differ, of 255; rasterizers differ by less."""


def render(drawing: Drawing, colour: str = COLOUR) -> Image.Image:
    """Draw a picture, and check the limits of all."""
    content = paint_picture(drawing, build_palette(parse_colour(colour)))
    assert len(content) <= MAX_BYTES
    picture = Image.open(io.BytesIO(content)).convert("RGB")
    assert picture.width == WIDTH
    assert picture.height <= MAX_HEIGHT
    return picture


def assert_as_stored(drawing: Drawing, name: str) -> None:
    """Raise AssertionError when a picture differs from the stored one by more than a rasterizer."""
    picture = render(drawing)
    means = picture.reduce(_SCALE)
    path = REFERENCES / f"{name}.png"
    if os.environ.get("WRITE_PICTURES"):
        means.save(path, optimize=True)
    with Image.open(path) as stored:
        assert stored.size == means.size
        difference = ImageChops.difference(stored.convert("RGB"), means).reduce(3)
    most = max(high for _, high in ImageStat.Stat(difference).extrema)
    assert most <= _TOLERANCE, f"{name} differs by {most} of 255"


def assert_describes(drawing: Drawing, *parts: str) -> None:
    """Raise AssertionError unless the description names every part, and the platform takes it."""
    description = drawing.describe()
    assert len(description) <= 1024
    missing = [part for part in parts if part not in description]
    assert missing == [], description
