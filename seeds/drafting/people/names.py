"""Finds runs of capitalised words that may be names, and the words around them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from seeds.drafting.articles import Span
from seeds.drafting.word_lists import (
    CALENDAR,
    NOT_PEOPLE,
    PARTICLES,
    PEOPLE_NOUNS,
    STARTERS,
    WEEKDAYS,
)

MAX_PARTS = 4
"""Words a name has at most; longer runs are headlines and titles."""

_WORD = re.compile(r"(?<![\w’'\-])(?:(?:al|el|ad|as|ul)-)?[^\W\d_a-zß-öø-ÿ]\w*(?:[’'\-][^\W\d_]+)*")
_POSSESSIVE = re.compile(r"(?:[’']s|(?<=s)[’'])$")
_GAP = re.compile(r"\.?[ \t]+(?:((?:[a-z]{2,3}[ \t]+){1,2}))?|\.?[ \t]*(?:\r\n|\r|\n)[ \t]*")
_MAX_GAP = 16
_NICKNAME = re.compile(
    r"(\b[^\W\d_a-zß-öø-ÿ]\w*)([ \t]+[“\"][^\W\d_a-zß-öø-ÿ][^“”\"\n,.!?]{0,11}[”\"])(?=[ \t]+[A-Z])"
)

_NO_PART = NOT_PEOPLE | STARTERS


class Word(NamedTuple):
    """A capitalised word, its possessive ending cut off."""

    span: Span
    text: str
    is_possessive: bool


class Name(NamedTuple):
    """A run of capitalised words that stand together like the parts of a name."""

    span: Span
    parts: tuple[str, ...]
    lead: str | None
    """The word before it that was no part of it: a trade, a title, or "The"."""

    @property
    def may_be_full(self) -> bool:
        """Whether the run has the shape of a whole name, and no word that names no person."""
        shaped = 2 <= len(self.parts) <= MAX_PARTS
        return shaped and not any(part in _NO_PART for part in self.parts)

    @property
    def text(self) -> str:
        """The name with single spaces."""
        return " ".join(self.parts)


def find_names(text: str, start: int = 0) -> list[Name]:
    """Every name-like run from `start` on, in order, single words included."""
    plain = _NICKNAME.sub(lambda match: match[1] + " " * len(match[2]), text)
    return [name for run in _runs(plain, start) if (name := _name(plain, run)) is not None]


def _words(text: str, start: int) -> Iterator[Word]:
    for match in _WORD.finditer(text, start):
        ending = _POSSESSIVE.search(match[0])
        bare = match[0][: ending.start()] if ending else match[0]
        at = match.start()
        yield Word(Span(at, at + len(bare)), bare, ending is not None)


def _runs(text: str, start: int) -> Iterator[list[Word]]:
    run: list[Word] = []
    for word in _words(text, start):
        if run and not _stand_together(text, run, word):
            yield run
            run = []
        if _ends_run(text, word, run):
            if run:
                yield run
            run = []
        else:
            run.append(word)
    if run:
        yield run


def _stand_together(text: str, run: Sequence[Word], word: Word) -> bool:
    before = run[-1]
    if before.is_possessive or word.span.start - before.span.end > _MAX_GAP:
        return False
    gap = _GAP.fullmatch(text, before.span.end, word.span.start)
    if gap is None:
        return False
    if gap[0].startswith(".") and not (len(before.text) == 1 or before.text in PEOPLE_NOUNS):
        return False
    return gap[1] is None or PARTICLES.issuperset(gap[1].split())


def _ends_run(text: str, word: Word, run: Sequence[Word]) -> bool:
    """Whether the word belongs to no name: a date's, or one all in capitals."""
    if word.text in CALENDAR:
        return _is_date(text, word, run)
    return len(word.text) > 2 and word.text.isupper()


def _is_date(text: str, word: Word, run: Sequence[Word]) -> bool:
    """Whether a month's or weekday's name is meant as one: "Mona May" and "April Jones" are not."""
    if run and run[-1].text not in STARTERS:
        return False
    after = text[word.span.end : word.span.end + 2]
    return bool(run) or not after.strip().isalpha() or word.text in WEEKDAYS


def _name(text: str, run: Sequence[Word]) -> Name | None:
    leads = 0
    while leads < len(run) and (run[leads].text in STARTERS or _is_trade(run[leads].text)):
        leads += 1
    if leads == len(run):
        return None
    span = Span(run[leads].span.start, run[-1].span.end)
    parts = tuple(text[span.start : span.end].split())
    return Name(span, parts, run[leads - 1].text if leads else None)


def _is_trade(word: str) -> bool:
    return word in PEOPLE_NOUNS or word.lower() in PEOPLE_NOUNS
