"""Text is never longer than there is room."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.ui.text import ELLIPSIS, clip, join_words, pluralize


@pytest.mark.parametrize("limit", [0, -5])
def test_text_without_room_is_left_out(limit: int) -> None:
    assert clip("so much more", limit) == ""


@given(st.text("ab \n\\*,", max_size=60), st.integers(1, 50))
def test_clipped_text_fits_and_begins_like_the_whole(text: str, limit: int) -> None:
    clipped = clip(text, limit)

    assert len(clipped) <= limit
    if len(text) <= limit:
        assert clipped == text
    else:
        assert clipped.endswith(ELLIPSIS)
        assert text.startswith(clipped.removesuffix(ELLIPSIS))


@pytest.mark.parametrize(
    ("text", "limit", "clipped"),
    [
        ("so much more to tell", 20, "so much more to tell"),
        ("so much more to tell", 19, "so much more to…"),
        ("so much, more to tell", 12, "so much…"),
        ("somuchmoretotell", 6, "somuc…"),
        ("so much \\*more\\*", 15, "so much…"),
        ("somuch\\*more", 8, "somuch…"),
        ("lines\nof\nverse", 11, "lines\nof…"),
        (" " * 20, 5, "…"),
    ],
)
def test_text_is_cut_between_words_and_never_inside_an_escape(
    text: str, limit: int, clipped: str
) -> None:
    assert clip(text, limit) == clipped


@pytest.mark.parametrize(
    ("names", "line"),
    [
        ([], ""),
        (["Ida"], "Ida"),
        (["Ida", "Per"], "Ida and Per"),
        (["Ida", "Per", "Vera"], "Ida, Per and Vera"),
        (["Ida", "Per", "Vera", "Signe"], "Ida, Per, Vera and 1 more"),
    ],
)
def test_names_are_listed_up_to_a_limit(names: list[str], line: str) -> None:
    assert join_words(names, limit=3) == line


def test_one_thing_is_counted_in_the_singular() -> None:
    assert [pluralize(number, "quote") for number in (0, 1, 2)] == [
        "0 quotes",
        "1 quote",
        "2 quotes",
    ]
