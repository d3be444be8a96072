"""Spans of a text: looking them up by offset, trimming them, and normalising their whitespace."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from typing import NamedTuple


class Span(NamedTuple):
    """The half-open range [start, end) of offsets into a text, in characters from 0."""

    start: int
    end: int


def find_span_index(spans: Sequence[Span], offset: int) -> int:
    """Return the index of the last span that starts at or before `offset`; -1 if none does.

    `spans` are sorted and do not overlap, here and in the functions below.
    """
    return bisect_right(spans, (offset, float("inf"))) - 1


def get_span_at(spans: Sequence[Span], offset: int) -> Span:
    """Return the last span that starts at or before `offset`, or the first one if none does.

    Raises IndexError when `spans` is empty.
    """
    return spans[max(0, find_span_index(spans, offset))]


def is_within_spans(spans: Sequence[Span], offset: int) -> bool:
    """Return whether one of `spans` contains the character at `offset`."""
    index = find_span_index(spans, offset)
    return index >= 0 and offset < spans[index].end


def trim_span(text: str, span: Span) -> Span:
    """Return `span` of `text` without the whitespace at its ends; empty if there is no more."""
    content = text[span.start : span.end]
    leading = len(content) - len(content.lstrip())
    return Span(span.start + leading, span.start + max(leading, len(content.rstrip())))


def collapse_whitespace(text: str) -> str:
    """Return `text` trimmed, with one space for every run of whitespace, line breaks included."""
    return " ".join(text.split())
