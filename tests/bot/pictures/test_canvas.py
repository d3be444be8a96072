"""Text on a picture always fits, whatever a member or a pack has written."""

from __future__ import annotations

import io
import random

from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from bot.pictures.canvas import MAX_BYTES, MAX_HEIGHT, SMALL, WIDTH, Canvas
from bot.pictures.palette import build_palette

PALETTE = build_palette((255, 95, 162))


@given(st.text(max_size=300), st.sampled_from([SMALL, 42, 84]), st.integers(1, WIDTH))
@settings(max_examples=60)
def test_no_line_is_wider_than_its_room(text: str, size: int, room: int) -> None:
    assert Canvas(PALETTE, 80).text(0, 60, text, size, max_width=room) <= room


@given(st.text(max_size=300), st.integers(40, WIDTH), st.integers(1, 4))
@settings(max_examples=60)
def test_wrapped_text_keeps_to_its_lines_and_their_width(
    text: str, room: int, max_lines: int
) -> None:
    canvas = Canvas(PALETTE, 10)
    lines = canvas.wrap(text, 40, room, max_lines)

    assert len(lines) <= max_lines
    assert all(canvas.measure(line, 40) <= room for line in lines)


def test_wrapped_text_ends_in_an_ellipsis_where_it_is_cut() -> None:
    canvas = Canvas(PALETTE, 10)
    text = "Filming begins in the summer, and everyone has kept their outfits ready for it"

    lines = canvas.wrap(text, 40, 500, 2)
    assert lines[0] == "Filming begins in the"
    assert lines[1].startswith("summer, and")
    assert lines[1].endswith("…")
    assert " ".join(canvas.wrap(text, 40, 500, 9)) == text


def test_a_line_is_made_smaller_before_it_is_cut() -> None:
    canvas = Canvas(PALETTE, 80)
    name = "Romy and Michele"
    room = canvas.measure(name, 40)

    assert room * 0.9 < canvas.text(0, 60, name, 60, max_width=room) <= room


def test_shapes_of_any_size_can_be_drawn() -> None:
    canvas = Canvas(PALETTE, 200)
    for width in (0, 0.4, 1, 3, 500):
        canvas.bar((10, 10, 10 + width, 30), PALETTE.accent)
        canvas.frame((10, 40, 10 + width, 60), PALETTE.accent, 4)
        canvas.disc(100, 100, width / 4, PALETTE.accent)
        canvas.ring(100, 100, width / 4, PALETTE.accent, 3)
        canvas.dashes(10, 10 + width, 150, PALETTE.accent, 8)
        canvas.check(300, 100, width / 4, PALETTE.accent)
        canvas.cross(400, 100, width / 4, PALETTE.accent)

    assert Image.open(io.BytesIO(canvas.encode())).size == (WIDTH, 200)


def test_the_busiest_picture_keeps_to_the_limits() -> None:
    rng, canvas = random.Random(1), Canvas(PALETTE, 5_000)
    for _ in range(4_000):
        x, y = rng.randrange(WIDTH), rng.randrange(MAX_HEIGHT)
        colour = (rng.randrange(256), rng.randrange(256), rng.randrange(256))
        canvas.bar((x, y, x + 9, y + 9), colour)
    content = canvas.encode()

    assert Image.open(io.BytesIO(content)).size == (WIDTH, MAX_HEIGHT)
    assert len(content) <= MAX_BYTES
