from __future__ import annotations

import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st

from seeds.answers.graphemes import split_graphemes
from seeds.answers.hints import build_hint


@pytest.mark.parametrize(
    ("answer", "hint"),
    [
        ("Post-its", "P___-i__"),
        ("Zoë", "Z__"),
        ("Zoe\u0308", "Z__"),
        ("नमस्ते", "न__"),
        ("한글", "한_"),
        ("京都", "京_"),
        ("C++", "C__"),
        ("👩🏽‍🔬🇨🇳", "👩🏽‍🔬_"),
        ("🇨🇳", "_"),
        ("❤️", "_"),
        ("7", "_"),
    ],
)
def test_a_hint_shows_the_first_character_that_people_see(answer: str, hint: str) -> None:
    assert build_hint(answer) == hint


@pytest.mark.parametrize("answer", ["...", "?!", "_", "__"])
def test_there_is_no_hint_when_nothing_can_be_hidden(answer: str) -> None:
    assert build_hint(answer) is None


@given(st.text(max_size=12))
def test_a_hint_always_hides_something(answer: str) -> None:
    assert build_hint(answer) != answer


@pytest.mark.parametrize(
    "text",
    [
        "e\u0301le\u0300ve",
        "👩🏽‍🔬👨‍👩‍👧‍👦🏴\U000e0067\U000e0062\U000e007f",
        "🇨🇳🇺🇸🇬",
        "한글 각 \u1100\u1161\u11a8",
        "नमस्ते क्षत्रिय",
        "ป้า กำ",
        "a\r\nb",
        "1️⃣❤️☎",
    ],
)
def test_clusters_are_those_of_unicode(text: str) -> None:
    assert split_graphemes(text) == regex.findall(r"\X", text)
