"""The bundled font, in two weights, and what of a text it can draw."""

from __future__ import annotations

import unicodedata
from enum import StrEnum
from functools import lru_cache
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

FONTS = Path(__file__).parent / "fonts"
_NONCHARACTER = "\uffff"
"""No font has a glyph for it, so it is drawn as every missing one."""
_PROBE_SIZE = 20


class Weight(StrEnum):
    """A weight of the font; the value is its file."""

    MEDIUM = "Inter-Medium.ttf"
    BOLD = "Inter-Bold.ttf"


@lru_cache(maxsize=24)
def get_font(weight: Weight, size: int) -> ImageFont.FreeTypeFont:
    """Return the font at `size` pixels."""
    # The basic layout looks the same everywhere; the other needs libraries a system may lack.
    return ImageFont.truetype(FONTS / weight, size, layout_engine=ImageFont.Layout.BASIC)


def keep_drawable(text: str) -> str:
    """Return `text` without the symbols that the font lacks; "" when it lacks a letter.

    A name that has lost letters would be another name. Marks that stack on letters are left out
    where no letter includes them.
    """
    kept: list[str] = []
    for char in unicodedata.normalize("NFC", text):
        if char.isspace():
            kept.append(" ")
        elif unicodedata.category(char)[0] in "MC":
            continue
        elif has_glyph(char):
            kept.append(char)
        elif char.isalnum():
            return ""
    return " ".join("".join(kept).split())


@lru_cache(maxsize=2048)
def has_glyph(char: str) -> bool:
    """Return whether the font has a glyph of its own for a character."""
    return _draw_glyph(char) != _draw_glyph(_NONCHARACTER)


def _draw_glyph(char: str) -> bytes:
    image = Image.new("L", (2 * _PROBE_SIZE, 2 * _PROBE_SIZE))
    ImageDraw.Draw(image).text((0, 0), char, 255, get_font(Weight.MEDIUM, _PROBE_SIZE))
    return image.tobytes()
