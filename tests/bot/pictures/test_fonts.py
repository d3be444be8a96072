"""What the font can draw is drawn, and what it cannot is left out or leaves the whole name out."""

from __future__ import annotations

import pytest

from bot.pictures.fonts import FONTS, Weight, has_glyph, keep_drawable


@pytest.mark.parametrize(
    "name",
    [
        "Zoë Łukasz",
        "Ağaoğlu",
        "Nguyễn Thị Ánh",
        "Елена Ёжикова",
        "Ґанна Їжак",
        "Ελένη Παππά",
        "№ 5 ★",
    ],
)
def test_names_in_latin_cyrillic_and_greek_stay_as_they_are(name: str) -> None:
    assert keep_drawable(name) == name


def test_letters_with_separate_marks_are_drawn_as_one() -> None:
    assert keep_drawable("Zoe\u0308") == "Zoë"


@pytest.mark.parametrize(
    ("name", "drawn"),
    [
        ("Ida 🎉🏆", "Ida"),
        ("🔥Bo🔥 the 1st", "Bo the 1st"),
        ("👩‍🚀 Casey ❤️", "Casey ❤"),
        ("a\u200b\u202eb\nc", "ab c"),
        ("z\u0335\u0321a\u0338\u0322l\u0336g\u0337o", "zalgo"),
        ("🎉", ""),
        ("", ""),
    ],
)
def test_symbols_the_font_lacks_are_left_out(name: str, drawn: str) -> None:
    assert keep_drawable(name) == drawn


@pytest.mark.parametrize("name", ["李明", "Ming 李", "ひかり", "שרה", "سارة Sara", "ᚠᚢᚦ", "𝕬𝖑𝖊𝖝"])
def test_a_name_with_letters_the_font_lacks_is_not_drawn_in_part(name: str) -> None:
    assert keep_drawable(name) == ""


def test_both_weights_have_the_marks_that_pictures_use() -> None:
    assert all(map(has_glyph, "…–—“”‘’·×°%&№"))
    assert all((FONTS / weight).is_file() for weight in Weight)


def test_the_fonts_come_with_their_licence() -> None:
    assert "SIL OPEN FONT LICENSE" in (FONTS / "LICENSE.txt").read_text().upper()
