"""Text is readable on the pictures of every pack, whatever its colour."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.pictures.palette import (
    BLACK,
    GRAPHIC_CONTRAST,
    TEXT_CONTRAST,
    WHITE,
    Colour,
    build_palette,
    compute_contrast,
    parse_colour,
)

COLOURS = st.tuples(*[st.integers(0, 255)] * 3)


@given(COLOURS)
def test_all_text_has_the_contrast_of_level_aa(colour: Colour) -> None:
    palette = build_palette(colour)

    for text in (palette.text, palette.muted, palette.accent):
        assert compute_contrast(text, palette.background) >= TEXT_CONTRAST
    assert compute_contrast(palette.on_accent, palette.accent) >= TEXT_CONTRAST
    assert compute_contrast(palette.accent, palette.rail) >= GRAPHIC_CONTRAST


def test_a_colour_that_is_bright_enough_is_the_accent() -> None:
    assert build_palette(parse_colour("#ff5fa2")).accent == (0xFF, 0x5F, 0xA2)


@pytest.mark.parametrize(
    ("first", "second", "contrast"),
    [(BLACK, WHITE, 21.0), (WHITE, WHITE, 1.0), ((118, 118, 118), WHITE, 4.54)],
)
def test_contrast_is_that_of_the_guidelines(first: Colour, second: Colour, contrast: float) -> None:
    assert compute_contrast(first, second) == pytest.approx(contrast, abs=0.01)
