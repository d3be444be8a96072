"""Trims quotes to the length that an entry may have; apart from that they stay as printed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from seeds.drafting.articles import Article
from seeds.drafting.spans import Span, collapse_whitespace
from seeds.schema import MAX_QUOTE_LENGTH

_SENTENCE_END = re.compile(r"[.!?…][’”'\"]?(?=\s)")


class TrimmedQuote(NamedTuple):
    """The text of one quote for an entry."""

    runs: list[str]
    """The uninterrupted parts in order, with single spaces; never empty."""
    doubt: str | None = None
    """How much was cut, in a comment's words; None when nothing was."""


def trim_quote(article: Article, runs: Sequence[Span]) -> TrimmedQuote:
    """Return the text of `runs` without final commas, cut to MAX_QUOTE_LENGTH characters in all."""
    printed = [collapse_whitespace(article.get_text(run)).rstrip(", ") for run in runs]
    kept: list[str] = []
    remaining = MAX_QUOTE_LENGTH
    for run in printed:
        fitting = run if len(run) <= remaining else _truncate(run, remaining)
        if fitting:
            kept.append(fitting)
        remaining -= len(fitting)
        if fitting != run:
            break
    if kept == printed:
        return TrimmedQuote(kept)
    lengths = f"{sum(map(len, kept))} of {sum(map(len, printed))} characters"
    return TrimmedQuote(
        kept, f"cut: {lengths}; a quote can have {MAX_QUOTE_LENGTH}, so choose which"
    )


def _truncate(text: str, max_length: int) -> str:
    """Return the start of `text` that fits: complete sentences, else complete words."""
    ends = [match.end() for match in _SENTENCE_END.finditer(text, 0, max_length)]
    if ends:
        return text[: ends[-1]]
    space = text.rfind(" ", 0, max_length + 1)
    return text[: space if space > 0 else max_length].rstrip(", ")
