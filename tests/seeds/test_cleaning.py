"""Nothing unseen stays in what members write, and what they wrote stays readable."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seeds.cleaning import clean_line, clean_text


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  plain words ", "plain words"),
        ("one\r\ntwo\rthree\u2028four", "one\ntwo\nthree\nfour"),
        ("a\n\n\n\n\nb", "a\n\nb"),
        ("a \t \u00a0 b", "a b"),
        ("a\u3000b", "a b"),
        ("bell\x07 and\x1b[31m red\x00", "bell and[31m red"),
        ("del\x7fete", "delete"),
        ("evil\u202egnp.exe", "evilgnp.exe"),
        ("\u2066isolated\u2069", "isolated"),
        ("ze\u200bro\u200d\ufeff wi\u2060dth", "zero width"),
        ("tags\U000e0061\U000e007f", "tags"),
        ("private\ue000 and lone\ud800", "private and lone"),
        ("\u3164\u115f\u2800blank", "blank"),
        ("Ve\u0301ra", "Véra"),
    ],
)
def test_what_cannot_be_seen_goes(typed: str, kept: str) -> None:
    assert clean_text(typed) == kept


@pytest.mark.parametrize(
    "written",
    [
        "Việt Nam",
        "नमस्ते",
        "می\u200cخواهم",
        "שָׁלוֹם",
        "ภาษาไทยที่นี่",
        "👩\u200d👩\u200d👧",
        "❤️",
        "が",
        "Ṩ",
    ],
)
def test_languages_and_pictures_stay_as_they_are(written: str) -> None:
    assert clean_text(written) == unicodedata.normalize("NFC", written)


def test_a_tower_of_marks_is_pulled_down() -> None:
    tower = "Z" + "\u0351\u036b\u0343\u0317" * 20 + "algo"
    assert len(clean_text(tower)) <= len("Zalgo") + 2
    assert clean_text(tower).endswith("algo")


def test_a_line_has_no_breaks() -> None:
    assert clean_line("one\ntwo\r\n\n three") == "one two three"


@given(st.text())
def test_cleaning_twice_changes_nothing_more_and_leaves_nothing_unseen(typed: str) -> None:
    cleaned = clean_text(typed)
    assert clean_text(cleaned) == cleaned
    kinds = {unicodedata.category(char) for char in cleaned if char not in "\n\u200c\u200d"}
    assert kinds.isdisjoint({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
    assert "\n" not in clean_line(typed)
    cleaned.encode()


@given(st.text(st.characters(codec="ascii", min_codepoint=33)))
def test_plain_words_stay(typed: str) -> None:
    assert clean_text(typed) == typed.strip("\x7f").replace("\x7f", "")
