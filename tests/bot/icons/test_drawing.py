"""Icons are small squares that are told apart by their form, on dark and on light grounds."""

from __future__ import annotations

import io

from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from bot.icons.catalog import Icon, Mark
from bot.icons.drawing import draw_icon
from bot.pictures.icon_canvas import GROUNDS, SIZE
from bot.pictures.palette import GRAPHIC_CONTRAST, Colour, compute_contrast, fit_between

MAX_BYTES = 256_000
"""The most that Discord takes for an emoji."""
ICONS = [
    *(Icon("stage", "any", Mark.DIAL, filled, 8) for filled in range(1, 8)),
    *(Icon("stage", "any", mark) for mark in Mark if mark is not Mark.DIAL),
]


def draw(icon: Icon, colour: str = "#ff5fa2") -> Image.Image:
    content = draw_icon(icon, colour)
    assert len(content) <= MAX_BYTES
    drawn = Image.open(io.BytesIO(content))
    assert (drawn.format, drawn.size, drawn.mode) == ("PNG", (SIZE, SIZE), "RGBA")
    return drawn


def test_the_form_alone_tells_each_icon_from_the_others() -> None:
    forms = [draw(icon).getchannel("A").resize((22, 22)).tobytes() for icon in ICONS]
    assert len(set(forms)) == len(ICONS)


def test_a_dial_has_more_ink_the_further_a_stage_is() -> None:
    inks = [
        sum(draw(Icon("stage", "any", Mark.DIAL, filled, 24)).getchannel("A").tobytes())
        for filled in range(1, 24)
    ]
    assert inks == sorted(inks)


def test_corners_are_clear_and_edges_have_the_colour_of_the_middle() -> None:
    drawn = draw(Icon("stage", "any", Mark.SOLID))
    bands = [drawn.getchannel(name).tobytes() for name in "RGBA"]
    pixels = list(zip(*bands, strict=True))
    middle = pixels[SIZE * (SIZE - 12) + SIZE // 2]
    assert pixels[0][3] == 0
    edges = [one for one in pixels if 64 < one[3] < 255]
    assert edges
    for edge in edges:
        assert all(abs(edge[band] - middle[band]) <= 3 for band in range(3))


@given(st.tuples(*[st.integers(0, 255)] * 3))
def test_an_icon_of_any_pack_is_seen_on_dark_and_on_light_grounds(colour: Colour) -> None:
    shade = fit_between(colour, *GROUNDS, GRAPHIC_CONTRAST)
    assert all(compute_contrast(shade, ground) >= GRAPHIC_CONTRAST for ground in GROUNDS)
