"""Spellings of one thing fold alike in every script, and two things stay apart."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seeds.folding import fold

ALIKE = [
    ("King＇s Cross", "KING'S CROSS"),
    ("Hawaiʻi", "hawaii"),
    ("Am\u00e9lie", "Ame\u0301lie"),
    ("Encyclopædia", "encyclopaedia"),
    ("København", "kobenhavn"),
    ("Łódź", "lodz"),
    ("Þór", "thor"),
    ("İSTANBUL", "istanbul"),
    ("Ilıca", "ilica"),
    ("ΟΔΥΣΣΕΎΣ", "οδυσσευς"),
    ("ＴＯＫＹＯ　２", "tokyo 2"),
    ("ｶﾞﾝﾀﾞﾑ", "ガンダム"),
    ("٤٢", "42"),
    ("مُحَمَّد", "محمد"),
    ("محـــمد", "محمد"),
    ("שָׁלוֹם", "שלום"),
    ("Pa\u200bris\u200f", "paris"),
    ("Post\u00adit™", "postit"),
    ("4\ufe0f\u20e3", "4"),
    ("H₂O", "h2o"),
]
APART = [
    ("バス", "ハス"),
    ("दिन", "दान"),
    ("เสื้อ", "เสือ"),
    ("Paris", "Раris"),
    ("12:30", "1230"),
]


@pytest.mark.parametrize(("one", "other"), ALIKE)
def test_two_spellings_of_one_thing_fold_alike(one: str, other: str) -> None:
    assert fold(one) == fold(other) != ""


@pytest.mark.parametrize(("one", "other"), APART)
def test_two_things_stay_apart(one: str, other: str) -> None:
    assert fold(one) != fold(other)


@pytest.mark.parametrize("text", ["🦁", "||  ||", "\u200b", "❤\ufe0f"])
def test_pictures_and_invisible_characters_fold_to_nothing(text: str) -> None:
    assert fold(text) == ""


@given(st.text(st.characters(codec="ascii")))
def test_ascii_folds_as_it_does_beside_other_letters(text: str) -> None:
    assert fold(f"{text} ж") == f"{fold(text)} ж".strip()


@given(st.text(st.characters(max_codepoint=0x2FFF)))
def test_composed_and_decomposed_text_fold_alike(text: str) -> None:
    composed, decomposed = (unicodedata.normalize(form, text) for form in ("NFC", "NFD"))
    assert fold(composed) == fold(decomposed)
