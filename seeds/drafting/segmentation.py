"""Cuts an article into paragraphs and sentences, each a span of the untouched text."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence

from seeds.drafting.articles import Span
from seeds.drafting.word_lists import word_set

MAX_WRAPPED_LINE_LENGTH = 100
"""Lines no longer than this are taken for one paragraph that was wrapped."""
MAX_HEADING_LENGTH = 120
MAX_SENTENCE_LENGTH = 2000
"""What runs on for longer is cut there, so that one endless line costs no more than many."""

_LINE = re.compile(r"[^\r\n]+")
_BLANK_LINE = re.compile(r"(?:\r\n|\r|\n)[ \t]*(?:\r\n|\r|\n)")
_SENTENCE_END = re.compile(
    r"(?<![.!?…])[.!?…]++[”\"’'\)\]]{0,3}(?=\s+[\"“‘'\(\[]{0,2}\s?[^\W_a-z])"
)
_LAST_WORD = re.compile(r"(\w+)\.$")
_ABBREVIATIONS = word_set(
    "Mr Mrs Ms Dr St Prof Sr Jr Rev Hon Capt Col Gen Lt Sgt vs No Vol Ep "
    "Jan Feb Mar Apr Jun Jul Aug Sep Sept Oct Nov Dec"
)
_SENTENCE_CLOSERS = (".", "!", "?", "…", ":", "“", "”", '"', "’", "'", ",", ";", ")")


def split_paragraphs(text: str, start: int = 0) -> list[Span]:
    """Every paragraph from `start` on: blank lines divide, and so do the ends of long lines."""
    return [span for block in _split_blocks(text, start) for span in _join_wrapped_lines(block)]


def _split_blocks(text: str, start: int) -> Iterator[list[Span]]:
    """Runs of lines with no blank line between them; the lines are trimmed."""
    block: list[Span] = []
    end = start
    for match in _LINE.finditer(text, start):
        line = trim_span(text, Span(match.start(), match.end()))
        if block and _BLANK_LINE.search(text, end, match.start() + 1):
            yield block
            block = []
        end = match.end()
        if line.start < line.end:
            block.append(line)
        elif block:
            yield block
            block = []
    if block:
        yield block


def _join_wrapped_lines(lines: Sequence[Span]) -> list[Span]:
    if all(line.end - line.start <= MAX_WRAPPED_LINE_LENGTH for line in lines):
        return [Span(lines[0].start, lines[-1].end)]
    return list(lines)


def trim_span(text: str, span: Span) -> Span:
    """`span` less the blanks at both ends."""
    words = text[span.start : span.end]
    lead = len(words) - len(words.lstrip())
    return Span(span.start + lead, span.start + max(lead, len(words.rstrip())))


def split_sentences(text: str, paragraph: Span) -> list[Span]:
    """The sentences of `paragraph`; "Mr." and initials end none."""
    ends = [
        match.end()
        for match in _SENTENCE_END.finditer(text, paragraph.start, paragraph.end)
        if match[0] != "." or not _is_abbreviation(text[max(0, match.end() - 12) : match.end()])
    ]
    found: list[Span] = []
    start = paragraph.start
    for end in [*ends, paragraph.end]:
        for offset in range(start, end, MAX_SENTENCE_LENGTH):
            sentence = trim_span(text, Span(offset, min(end, offset + MAX_SENTENCE_LENGTH)))
            if sentence.start < sentence.end:
                found.append(sentence)
        start = end
    return found


def _is_abbreviation(ending: str) -> bool:
    word = _LAST_WORD.search(ending)
    return word is not None and (
        word[1] in _ABBREVIATIONS or (len(word[1]) == 1 and word[1].isupper() and word[1] != "I")
    )


def is_heading(words: str) -> bool:
    """Whether a paragraph of these words is a heading: short, and not ended like a sentence."""
    return len(words) <= MAX_HEADING_LENGTH and not words.endswith(_SENTENCE_CLOSERS)


def find_span_index(spans: Sequence[Span], offset: int) -> int:
    """Index of the span that holds `offset`, or of the last one before it; -1 before all."""
    return bisect_right(spans, (offset, float("inf"))) - 1
