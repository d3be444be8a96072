"""Keeps quoted words exact and short: what stands in an entry is what the article prints."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from seeds.drafting.articles import Article, Span
from seeds.schema import MAX_QUOTE_LENGTH

_SENTENCE_END = re.compile(r"[.!?…][’”'\"]?(?=\s)")


class TrimmedQuote(NamedTuple):
    """The runs of one quote, and what was cut."""

    runs: list[str]
    doubt: str | None = None


def trim_quote(article: Article, runs: Sequence[Span]) -> TrimmedQuote:
    """Every run as printed, less the comma that leads on, cut off where a quote grows too long."""
    whole = [_normalize_run(article.get_text(run)) for run in runs]
    kept: list[str] = []
    room = MAX_QUOTE_LENGTH
    for words in whole:
        fitting = words if len(words) <= room else _shorten(words, room)
        if fitting:
            kept.append(fitting)
        room -= len(fitting)
        if fitting != words:
            break
    if kept == whole:
        return TrimmedQuote(kept)
    lengths = f"{sum(map(len, kept))} of {sum(map(len, whole))} characters"
    return TrimmedQuote(kept, f"cut: {lengths}; an entry holds {MAX_QUOTE_LENGTH}, so choose which")


def _normalize_run(words: str) -> str:
    return " ".join(words.split()).rstrip(", ")


def _shorten(words: str, room: int) -> str:
    """The beginning of `words` that fits: whole sentences, else whole words."""
    ends = [match.end() for match in _SENTENCE_END.finditer(words, 0, room)]
    if ends:
        return words[: ends[-1]]
    blank = words.rfind(" ", 0, room + 1)
    return words[: blank if blank > 0 else room].rstrip(", ")
