"""Finds what stands between quotation marks, curly or straight, double or single."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from seeds.drafting.articles import Span
from seeds.drafting.segmentation import trim_span

UNCLOSED = "its closing mark is missing"

_DOUBLE = re.compile(r"[“”„\"]")
_SINGLE = re.compile(r"[‘’']")
_ELISION = re.compile(
    r"\d|(?:em|tis|twas|til|till|cause|cos|bout|round|n|nuff|neath|ere)\b", re.IGNORECASE
)
_BEFORE_OPENING = "([{—–-/“„\"‘'…"
_SPEECH_ENDINGS = ".,!?…—–-;:"


@dataclass
class QuotedText:
    """What one pair of marks holds; later runs are paragraphs that repeat the opening mark."""

    outer_span: Span
    """From the opening mark to after the closing one."""
    runs: list[Span] = field(default_factory=list[Span])
    """What is inside, less blanks at the ends; never empty once found."""
    is_single: bool = False
    problem: str | None = None


def find_quoted_text(text: str, paragraphs: Sequence[Span]) -> list[QuotedText]:
    """Everything quoted in the paragraphs `spans`, in order, none inside another."""
    doubles = _DoubleMarkScanner(text)
    for span in paragraphs:
        doubles.scan_paragraph(span)
    doubles.abandon()
    singles = _SingleMarkScanner(text, [one.outer_span for one in doubles.found])
    for span in paragraphs:
        singles.scan_paragraph(span)
    outermost: list[QuotedText] = []
    found = [one for one in (*doubles.found, *singles.found) if one.runs]
    for one in sorted(found, key=lambda quoted: quoted.outer_span):
        if not outermost or one.outer_span.start >= outermost[-1].outer_span.end:
            outermost.append(one)
    return outermost


class _MarkScanner:
    """One pass over the paragraphs, and the pair of marks that is open."""

    is_single = False

    def __init__(self, text: str) -> None:
        self.text = text
        self.found: list[QuotedText] = []
        self.quoted: QuotedText | None = None
        self.run_start = 0

    def open(self, offset: int) -> None:
        """Begin a pair at the mark `at`."""
        self.quoted = QuotedText(Span(offset, offset + 1), is_single=self.is_single)
        self.run_start = offset + 1

    def end_run(self, offset: int) -> None:
        """End the open pair's present run before `at`."""
        assert self.quoted is not None
        run = trim_span(self.text, Span(self.run_start, offset))
        if run.start < run.end:
            self.quoted.runs.append(run)
        self.quoted.outer_span = Span(self.quoted.outer_span.start, offset)

    def close(self, offset: int) -> None:
        """End the open pair with the mark `at`."""
        self.end_run(offset)
        assert self.quoted is not None
        self.quoted.outer_span = Span(self.quoted.outer_span.start, offset + 1)
        self.found.append(self.quoted)
        self.quoted = None

    def abandon(self) -> None:
        """Give up waiting for the open pair's closing mark, if there is one open."""
        if self.quoted is not None:
            self.quoted.problem = UNCLOSED
            self.found.append(self.quoted)
            self.quoted = None

    def get_neighbours(self, offset: int, span: Span) -> tuple[str, str]:
        """The characters on both sides of the mark `at`; a blank beyond the paragraph."""
        before = self.text[offset - 1] if offset > span.start else " "
        after = self.text[offset + 1] if offset + 1 < span.end else " "
        return before, after


class _DoubleMarkScanner(_MarkScanner):
    def scan_paragraph(self, span: Span) -> None:
        """Read one paragraph; a pair left open goes on where the next repeats its mark."""
        marks = [match.start() for match in _DOUBLE.finditer(self.text, span.start, span.end)]
        if self.quoted is not None:
            if marks and marks[0] == span.start and self._may_open(span.start, span):
                self.run_start = marks.pop(0) + 1
            else:
                self.abandon()
        for offset in marks:
            self._handle_mark(offset, span)
        if self.quoted is not None:
            self.end_run(span.end)

    def _handle_mark(self, offset: int, span: Span) -> None:
        if self.quoted is None:
            if self._may_open(offset, span):
                self.open(offset)
        elif not self._must_open(offset, span):
            self.close(offset)
        else:
            self.end_run(offset)
            if self.text[offset - 1] in "\r\n":
                self.run_start = offset + 1
            else:
                self.abandon()
                self.open(offset)

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
        """Whether a mark met while a pair is open cannot be its closing one."""
        before, after = self.get_neighbours(offset, span)
        leads = before.isspace() or before in "(["
        return self.text[offset] != "”" and leads and not after.isspace()


class _SingleMarkScanner(_MarkScanner):
    is_single = True

    def __init__(self, text: str, excluded: Sequence[Span]) -> None:
        super().__init__(text)
        self._excluded = excluded

    def scan_paragraph(self, span: Span) -> None:
        """Read one paragraph; apostrophes are told from marks by what stands beside them."""
        found = _SINGLE.finditer(self.text, span.start, span.end)
        marks = [match.start() for match in found if not self._is_excluded(match.start())]
        opening = [index for index, at in enumerate(marks) if self._may_open(at, span)]
        if self.quoted is not None and not (opening and marks[opening[0]] == span.start):
            # Nothing carried it on: the mark was an apostrophe after all.
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
        closing = [at for at in marks if self._may_close(at, span)]
        after_stop = (at for at in closing if self.text[at - 1] in _SPEECH_ENDINGS)
        end = next(after_stop, closing[0] if closing else None)
        if end is not None:
            self.close(end)
        elif is_last:
            self.end_run(span.end)
        else:
            self.quoted = None

    def _is_excluded(self, offset: int) -> bool:
        index = bisect_right(self._excluded, (offset, len(self.text))) - 1
        return index >= 0 and offset < self._excluded[index].end

    def _may_open(self, offset: int, span: Span) -> bool:
        before, after = self.get_neighbours(offset, span)
        if self.text[offset] == "’" or not (before.isspace() or before in _BEFORE_OPENING):
            return False
        return (after.isalpha() or after in "[…") and not _ELISION.match(self.text, offset + 1)

    def _may_close(self, offset: int, span: Span) -> bool:
        before, after = self.get_neighbours(offset, span)
        return self.text[offset] != "‘" and not before.isspace() and not after.isalnum()
