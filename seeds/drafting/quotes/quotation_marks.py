"""Finds the text in quotation marks, curly or straight, double or single."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import islice, pairwise

from seeds.drafting.spans import Span, is_within_spans, trim_span

UNCLOSED = "its closing mark is missing"

MAX_NESTED_LENGTH = 600
"""Characters in which a nested pair and the one around it have to close."""
MAX_NESTED_MARKS = 6
"""Marks in which they have to close."""

_DOUBLE = re.compile(r"[“”„«»\"]")
_CURLY = re.compile("[“”]")
_SINGLE = re.compile(r"[‘’‚‹›']")
_ELIDED_WORD = re.compile(
    r"\d|(?:em|tis|twas|til|till|cause|cos|bout|round|n|nuff|neath|ere)\b", re.IGNORECASE
)
_BEFORE_OPENING = "([{—–-/“„«»‹›\"‘‚'…"
_LOW_SINGLE = "‚"
"""The opening mark that ‘ closes, as in German."""
_SPEECH_ENDINGS = ".,!?…—–-;:"


@dataclass
class QuotedText:
    """The text in one pair of quotation marks."""

    outer_span: Span
    """With both marks."""
    runs: list[Span] = field(default_factory=list[Span])
    """The text inside, trimmed: one run for each paragraph, as later ones repeat the open mark."""
    is_single: bool = False
    """Whether the marks are single ones."""
    problem: str | None = None
    """What is wrong with the marks, as part of a sentence; None when nothing is."""


def find_quoted_text(text: str, paragraphs: Sequence[Span]) -> list[QuotedText]:
    """Return the outermost quoted texts with at least one run, in order and without overlap."""
    doubles = _DoubleMarkScanner(text)
    for paragraph in paragraphs:
        doubles.scan_paragraph(paragraph)
    doubles.end_unclosed()
    singles = _SingleMarkScanner(text, [quoted.outer_span for quoted in doubles.found])
    for paragraph in paragraphs:
        singles.scan_paragraph(paragraph)
    found = [quoted for quoted in (*doubles.found, *singles.found) if quoted.runs]
    outermost: list[QuotedText] = []
    for quoted in sorted(found, key=lambda quoted: quoted.outer_span):
        if not outermost or quoted.outer_span.start >= outermost[-1].outer_span.end:
            outermost.append(quoted)
    return outermost


class _MarkScanner:
    """Scans paragraphs in order; `quoted` is the open pair of marks, None between two pairs."""

    is_single = False

    def __init__(self, text: str) -> None:
        self.text = text
        self.found: list[QuotedText] = []
        self.quoted: QuotedText | None = None
        self.run_start = 0
        self.depth: int = 0
        """The number of pairs of the same marks that are open inside the open pair."""

    def open(self, offset: int) -> None:
        """Open a pair with the mark at `offset`."""
        self.quoted = QuotedText(Span(offset, offset + 1), is_single=self.is_single)
        self.run_start = offset + 1
        self.depth = 0

    def end_run(self, offset: int) -> None:
        """End the current run of the open pair before `offset`."""
        assert self.quoted is not None
        run = trim_span(self.text, Span(self.run_start, offset))
        if run.start < run.end:
            self.quoted.runs.append(run)
        self.quoted.outer_span = Span(self.quoted.outer_span.start, offset)

    def close(self, offset: int) -> None:
        """Close the open pair with the mark at `offset`."""
        self.end_run(offset)
        assert self.quoted is not None
        self.quoted.outer_span = Span(self.quoted.outer_span.start, offset + 1)
        self.found.append(self.quoted)
        self.quoted = None

    def end_unclosed(self) -> None:
        """End the open pair, if there is one, as a pair without a closing mark."""
        if self.quoted is not None:
            self.quoted.problem = UNCLOSED
            self.found.append(self.quoted)
            self.quoted = None

    def get_neighbours(self, offset: int, span: Span) -> tuple[str, str]:
        """Return the characters before and after `offset`; a space for those outside `span`."""
        before = self.text[offset - 1] if offset > span.start else " "
        after = self.text[offset + 1] if offset + 1 < span.end else " "
        return before, after


class _DoubleMarkScanner(_MarkScanner):
    """Finds pairs of double marks; a mark that both opens and closes is decided by its context."""

    def scan_paragraph(self, span: Span) -> None:
        """Find the pairs in one paragraph; an open one continues if it repeats the opening mark."""
        marks = [match.start() for match in _DOUBLE.finditer(self.text, span.start, span.end)]
        if self.quoted is not None:
            if marks and marks[0] == span.start and self._may_open(span.start, span):
                self.run_start = marks.pop(0) + 1
            else:
                self.end_unclosed()
        for offset in marks:
            self._handle_mark(offset, span)
        if self.quoted is not None:
            self.end_run(span.end)

    def _handle_mark(self, offset: int, span: Span) -> None:
        """Open or close a pair; a mark that can only open one ends a pair without its mark."""
        if self.quoted is None:
            if self._may_open(offset, span):
                self.open(offset)
        elif self._opens_nested_pair(offset, span):
            self.depth += 1
        elif not self._must_open(offset, span):
            if self.depth:
                self.depth -= 1
            else:
                self.close(offset)
        else:
            self.end_run(offset)
            if self.text[offset - 1] in "\r\n":
                self.run_start = offset + 1
            else:
                self.end_unclosed()
                self.open(offset)

    def _opens_nested_pair(self, offset: int, span: Span) -> bool:
        """Return whether “ opens a pair inside the open one: then both are closed in `span`."""
        assert self.quoted is not None
        if self.text[offset] != "“" or self.text[self.quoted.outer_span.start] != "“":
            return False
        depth = self.depth + 2
        end = min(span.end, offset + MAX_NESTED_LENGTH)
        marks = _CURLY.finditer(self.text, offset + 1, end)
        for mark in islice(marks, MAX_NESTED_MARKS):
            depth += 1 if mark[0] == "“" else -1
            if depth == 0:
                return True
        return False

    def _may_open(self, offset: int, span: Span) -> bool:
        before, after = self.get_neighbours(offset, span)
        match self.text[offset]:
            case "“" | "„":
                return offset + 1 < span.end
            case "”":
                return before.isspace() and after.isalnum()
            case _:
                return (before.isspace() or before in _BEFORE_OPENING) and offset + 1 < span.end

    def _must_open(self, offset: int, span: Span) -> bool:
        """Return whether the mark at `offset` cannot close the open pair."""
        before, after = self.get_neighbours(offset, span)
        if self.text[offset] in "«»":
            # French sets a space inside the marks, so before a closing one too.
            return before.isspace() and after.isalnum()
        is_at_word_start = (before.isspace() or before in "([") and not after.isspace()
        return self.text[offset] != "”" and is_at_word_start


class _SingleMarkScanner(_MarkScanner):
    """Finds pairs of single marks outside the spans `excluded`, which are sorted."""

    is_single = True

    def __init__(self, text: str, excluded: Sequence[Span]) -> None:
        super().__init__(text)
        self._excluded = excluded

    def scan_paragraph(self, span: Span) -> None:
        """Find the pairs in one paragraph; the characters beside a mark exclude apostrophes."""
        offsets = (match.start() for match in _SINGLE.finditer(self.text, span.start, span.end))
        marks = [offset for offset in offsets if not is_within_spans(self._excluded, offset)]
        opening = [index for index, offset in enumerate(marks) if self._may_open(offset, span)]
        if self.quoted is not None and not (opening and marks[opening[0]] == span.start):
            # This paragraph does not continue the open pair, so its mark was an apostrophe.
            self.quoted = None
        for index, following in pairwise([*opening, len(marks)]):
            if marks[index] < self._last_end:
                continue
            if self.quoted is None:
                self.open(marks[index])
            else:
                self.run_start = marks[index] + 1
            self._close_or_drop(marks[index + 1 : following], span, following == len(marks))

    @property
    def _last_end(self) -> int:
        return self.found[-1].outer_span.end if self.found else 0

    def _close_or_drop(self, marks: Sequence[int], span: Span, is_last: bool) -> None:
        """Close the open pair with the first of `marks` after punctuation, else the first possible.

        Without a closing mark, the last pair of a paragraph stays open, and any other is dropped.
        """
        closing = [offset for offset in marks if self._may_close(offset, span)]
        after_punctuation = (mark for mark in closing if self.text[mark - 1] in _SPEECH_ENDINGS)
        end = next(after_punctuation, closing[0] if closing else None)
        if end is not None:
            self.close(end)
        elif is_last:
            self.end_run(span.end)
        else:
            self.quoted = None

    def _may_open(self, offset: int, span: Span) -> bool:
        before, after = self.get_neighbours(offset, span)
        if self.text[offset] == "’" or not (before.isspace() or before in _BEFORE_OPENING):
            return False
        if self.text[offset] in "‹›" and after.isspace():
            return self.text[offset + 2 : offset + 3].isalpha()
        return (after.isalpha() or after in "[…") and not _ELIDED_WORD.match(self.text, offset + 1)

    def _may_close(self, offset: int, span: Span) -> bool:
        before, after = self.get_neighbours(offset, span)
        mark = self.text[offset]
        if mark in ("‘", _LOW_SINGLE) and not self._is_low_open(mark):
            return False
        return not after.isalnum() and (mark in "‹›" or not before.isspace())

    def _is_low_open(self, mark: str) -> bool:
        quoted = self.quoted
        return (
            mark == "‘" and quoted is not None and self.text[quoted.outer_span.start] == _LOW_SINGLE
        )
