"""Finds what stands between quotation marks, curly or straight, double or single."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from seeds.drafting.articles import Span
from seeds.drafting.segmentation import trimmed

UNCLOSED = "its closing mark is missing"

_DOUBLE = re.compile(r"[“”„\"]")
_SINGLE = re.compile(r"[‘’']")
_ELISION = re.compile(
    r"\d|(?:em|tis|twas|til|till|cause|cos|bout|round|n|nuff|neath|ere)\b", re.IGNORECASE
)
_BEFORE_OPENING = "([{—–-/“„\"‘'…"
_ENDS_SPEECH = ".,!?…—–-;:"


@dataclass
class Quoted:
    """What one pair of marks holds; later runs are paragraphs that repeat the opening mark."""

    outer: Span
    """From the opening mark to after the closing one."""
    runs: list[Span] = field(default_factory=list[Span])
    """What is inside, less blanks at the ends; never empty once found."""
    is_single: bool = False
    fault: str | None = None


def find_quoted(text: str, spans: Sequence[Span]) -> list[Quoted]:
    """Everything quoted in the paragraphs `spans`, in order, none inside another."""
    doubles = _Doubles(text)
    for span in spans:
        doubles.read(span)
    doubles.abandon()
    singles = _Singles(text, [one.outer for one in doubles.found])
    for span in spans:
        singles.read(span)
    outermost: list[Quoted] = []
    found = [one for one in (*doubles.found, *singles.found) if one.runs]
    for one in sorted(found, key=lambda quoted: quoted.outer):
        if not outermost or one.outer.start >= outermost[-1].outer.end:
            outermost.append(one)
    return outermost


class _Scan:
    """One pass over the paragraphs, and the pair of marks that is open."""

    is_single = False

    def __init__(self, text: str) -> None:
        self.text = text
        self.found: list[Quoted] = []
        self.quoted: Quoted | None = None
        self.begin = 0

    def open(self, at: int) -> None:
        """Begin a pair at the mark `at`."""
        self.quoted = Quoted(Span(at, at + 1), is_single=self.is_single)
        self.begin = at + 1

    def end_run(self, at: int) -> None:
        """End the open pair's present run before `at`."""
        assert self.quoted is not None
        run = trimmed(self.text, Span(self.begin, at))
        if run.start < run.end:
            self.quoted.runs.append(run)
        self.quoted.outer = Span(self.quoted.outer.start, at)

    def close(self, at: int) -> None:
        """End the open pair with the mark `at`."""
        self.end_run(at)
        assert self.quoted is not None
        self.quoted.outer = Span(self.quoted.outer.start, at + 1)
        self.found.append(self.quoted)
        self.quoted = None

    def abandon(self) -> None:
        """Give up waiting for the open pair's closing mark, if there is one open."""
        if self.quoted is not None:
            self.quoted.fault = UNCLOSED
            self.found.append(self.quoted)
            self.quoted = None

    def around(self, at: int, span: Span) -> tuple[str, str]:
        """The characters on both sides of the mark `at`; a blank beyond the paragraph."""
        before = self.text[at - 1] if at > span.start else " "
        after = self.text[at + 1] if at + 1 < span.end else " "
        return before, after


class _Doubles(_Scan):
    def read(self, span: Span) -> None:
        """Read one paragraph; a pair left open goes on where the next repeats its mark."""
        marks = [match.start() for match in _DOUBLE.finditer(self.text, span.start, span.end)]
        if self.quoted is not None:
            if marks and marks[0] == span.start and self._may_open(span.start, span):
                self.begin = marks.pop(0) + 1
            else:
                self.abandon()
        for at in marks:
            self._meet(at, span)
        if self.quoted is not None:
            self.end_run(span.end)

    def _meet(self, at: int, span: Span) -> None:
        if self.quoted is None:
            if self._may_open(at, span):
                self.open(at)
        elif not self._must_open(at, span):
            self.close(at)
        else:
            self.end_run(at)
            if self.text[at - 1] in "\r\n":
                self.begin = at + 1
            else:
                self.abandon()
                self.open(at)

    def _may_open(self, at: int, span: Span) -> bool:
        before, after = self.around(at, span)
        match self.text[at]:
            case "“" | "„":
                return at + 1 < span.end
            case "”":
                return before.isspace() and after.isalnum()
            case _:
                return (before.isspace() or before in _BEFORE_OPENING) and at + 1 < span.end

    def _must_open(self, at: int, span: Span) -> bool:
        """Whether a mark met while a pair is open cannot be its closing one."""
        before, after = self.around(at, span)
        leads = before.isspace() or before in "(["
        return self.text[at] != "”" and leads and not after.isspace()


class _Singles(_Scan):
    is_single = True

    def __init__(self, text: str, taken: Sequence[Span]) -> None:
        super().__init__(text)
        self._taken = taken

    def read(self, span: Span) -> None:
        """Read one paragraph; apostrophes are told from marks by what stands beside them."""
        found = _SINGLE.finditer(self.text, span.start, span.end)
        marks = [match.start() for match in found if not self._is_taken(match.start())]
        opening = [index for index, at in enumerate(marks) if self._opens(at, span)]
        if self.quoted is not None and not (opening and marks[opening[0]] == span.start):
            # Nothing carried it on: the mark was an apostrophe after all.
            self.quoted = None
        for index, following in pairwise([*opening, len(marks)]):
            if marks[index] < self._end:
                continue
            if self.quoted is None:
                self.open(marks[index])
            else:
                self.begin = marks[index] + 1
            self._finish(marks[index + 1 : following], span, following == len(marks))

    @property
    def _end(self) -> int:
        return self.found[-1].outer.end if self.found else 0

    def _finish(self, marks: Sequence[int], span: Span, is_last: bool) -> None:
        closing = [at for at in marks if self._closes(at, span)]
        after_stop = (at for at in closing if self.text[at - 1] in _ENDS_SPEECH)
        end = next(after_stop, closing[0] if closing else None)
        if end is not None:
            self.close(end)
        elif is_last:
            self.end_run(span.end)
        else:
            self.quoted = None

    def _is_taken(self, at: int) -> bool:
        index = bisect_right(self._taken, (at, len(self.text))) - 1
        return index >= 0 and at < self._taken[index].end

    def _opens(self, at: int, span: Span) -> bool:
        before, after = self.around(at, span)
        if self.text[at] == "’" or not (before.isspace() or before in _BEFORE_OPENING):
            return False
        return (after.isalpha() or after in "[…") and not _ELISION.match(self.text, at + 1)

    def _closes(self, at: int, span: Span) -> bool:
        before, after = self.around(at, span)
        return self.text[at] != "‘" and not before.isspace() and not after.isalnum()
