"""Splits an article into paragraphs and sentences, as spans of its unchanged text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from seeds.drafting.spans import Span, trim_span
from seeds.drafting.word_lists import make_word_set

MAX_WRAPPED_LINE_LENGTH = 100
"""Adjacent lines, in characters, up to which they are one paragraph with hard line breaks."""
MAX_HEADING_LENGTH = 120
MAX_SENTENCE_LENGTH = 2000
"""Characters after which a sentence is cut, which keeps the time linear in the text's length."""

_LINE = re.compile(r"[^\r\n]+")
_BLANK_LINE = re.compile(r"(?:\r\n|\r(?!\n)|\n)[ \t]*[\r\n]")
_SENTENCE_END = re.compile(
    r"(?<![.!?…])[.!?…]++(?:\s?[»›]|[”\"’'\)\]“‘»›]){0,3}(?=\s+[\"“‘'«»„‚‹\(\[]{0,2}\s?[^\W_a-z])"
)
_LAST_WORD = re.compile(r"(\w+)\.$")
_ABBREVIATIONS = make_word_set(
    "Mr Mrs Ms Dr St Prof Sr Jr Rev Hon Capt Col Gen Lt Sgt vs No Vol Ep "
    "Jan Feb Mar Apr Jun Jul Aug Sep Sept Oct Nov Dec"
)
_NOT_HEADING_ENDINGS = (
    ".",
    "!",
    "?",
    "…",
    ":",
    "“",
    "”",
    "«",
    "»",
    "‹",
    "›",
    "‘",
    '"',
    "’",
    "'",
    ",",
    ";",
    ")",
)


def split_paragraphs(text: str, start: int = 0) -> list[Span]:
    """Return the paragraphs of `text` from offset `start`, in order and without outer whitespace.

    Blank lines separate paragraphs. Where a line between two of them is longer than
    MAX_WRAPPED_LINE_LENGTH, every line is a paragraph.
    """
    return [span for block in _split_blocks(text, start) for span in _join_wrapped_lines(block)]


def _split_blocks(text: str, start: int) -> Iterator[list[Span]]:
    """Yield the runs of lines without a blank line between them, each line trimmed."""
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


def split_sentences(text: str, paragraph: Span) -> list[Span]:
    """Return the sentences of `paragraph`, trimmed; a stop after "Mr" or an initial ends none."""
    ends = [
        match.end()
        for match in _SENTENCE_END.finditer(text, paragraph.start, paragraph.end)
        if match[0] != "." or not _is_abbreviation(text[max(0, match.end() - 12) : match.end()])
    ]
    sentences: list[Span] = []
    start = paragraph.start
    for end in [*ends, paragraph.end]:
        for offset in range(start, end, MAX_SENTENCE_LENGTH):
            sentence = trim_span(text, Span(offset, min(end, offset + MAX_SENTENCE_LENGTH)))
            if sentence.start < sentence.end:
                sentences.append(sentence)
        start = end
    return sentences


def _is_abbreviation(ending: str) -> bool:
    """Return whether the last word of `ending`, which a stop follows, is "Mr", "Jan", "J"…"""
    word = _LAST_WORD.search(ending)
    return word is not None and (
        word[1] in _ABBREVIATIONS or (len(word[1]) == 1 and word[1].isupper() and word[1] != "I")
    )


def is_heading(paragraph: str) -> bool:
    """Return whether the paragraph's text is short and lacks the punctuation that ends one."""
    return len(paragraph) <= MAX_HEADING_LENGTH and not paragraph.endswith(_NOT_HEADING_ENDINGS)
