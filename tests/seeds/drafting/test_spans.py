"""Spans of a text: lookup by offset, trimming, whitespace."""

from __future__ import annotations

import pytest

from seeds.drafting.spans import (
    Span,
    collapse_whitespace,
    find_span_index,
    get_span_at,
    is_within_spans,
    trim_span,
)

SPANS = [Span(2, 4), Span(6, 9)]


@pytest.mark.parametrize(
    ("offset", "index", "is_within"),
    [(0, -1, False), (2, 0, True), (3, 0, True), (4, 0, False), (6, 1, True), (9, 1, False)],
)
def test_an_offset_belongs_to_the_last_span_that_starts_before_it(
    offset: int, index: int, is_within: bool
) -> None:
    assert find_span_index(SPANS, offset) == index
    assert get_span_at(SPANS, offset) == SPANS[max(0, index)]
    assert is_within_spans(SPANS, offset) is is_within


@pytest.mark.parametrize(
    ("text", "trimmed"), [("  ab \n", Span(2, 4)), ("ab", Span(0, 2)), (" \t ", Span(3, 3))]
)
def test_trimming_moves_both_ends_to_the_text(text: str, trimmed: Span) -> None:
    assert trim_span(text, Span(0, len(text))) == trimmed


def test_whitespace_collapses_to_single_spaces() -> None:
    assert collapse_whitespace(" a\r\n\tb\u00a0 c ") == "a b c"
