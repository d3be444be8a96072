"""Finds runs of capitalised words that may be names, and the words around them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from seeds.drafting.articles import Span
from seeds.drafting.word_lists import (
    CALENDAR_WORDS,
    NAME_PARTICLES,
    NON_PERSON_WORDS,
    PERSON_NOUNS,
    SENTENCE_STARTERS,
    WEEKDAYS,
)

MAX_NAME_PARTS = 4
"""Words a name has at most; longer runs are headlines and titles."""

_WORD = re.compile(r"(?<![\w’'\-])(?:(?:al|el|ad|as|ul)-)?[^\W\d_a-zß-öø-ÿ]\w*(?:[’'\-][^\W\d_]+)*")
_POSSESSIVE = re.compile(r"(?:[’']s|(?<=s)[’'])$")
_GAP = re.compile(r"\.?[ \t]+(?:((?:[a-z]{2,3}[ \t]+){1,2}))?|\.?[ \t]*(?:\r\n|\r|\n)[ \t]*")
_MAX_GAP = 16
_NICKNAME = re.compile(
    r"(\b[^\W\d_a-zß-öø-ÿ]\w*)([ \t]+[“\"][^\W\d_a-zß-öø-ÿ][^“”\"\n,.!?]{0,11}[”\"])(?=[ \t]+[A-Z])"
)

_NOT_NAME_PARTS = NON_PERSON_WORDS | SENTENCE_STARTERS


class CapitalizedWord(NamedTuple):
    """A capitalised word, its possessive ending cut off."""

    span: Span
    text: str
    is_possessive: bool


class NameCandidate(NamedTuple):
    """A run of capitalised words that stand together like the parts of a name."""

    span: Span
    parts: tuple[str, ...]
    preceding_word: str | None
    """The word before it that was no part of it: a trade, a title, or "The"."""

    @property
    def may_be_full_name(self) -> bool:
        """Whether the run has the shape of a whole name, and no word that names no person."""
        shaped = 2 <= len(self.parts) <= MAX_NAME_PARTS
        return shaped and not any(part in _NOT_NAME_PARTS for part in self.parts)

    @property
    def text(self) -> str:
        """The name with single spaces."""
        return " ".join(self.parts)


def find_names(text: str, start: int = 0) -> list[NameCandidate]:
    """Every name-like run from `start` on, in order, single words included."""
    plain = _NICKNAME.sub(lambda match: match[1] + " " * len(match[2]), text)
    return [
        name for run in _find_runs(plain, start) if (name := _build_name(plain, run)) is not None
    ]


def _find_words(text: str, start: int) -> Iterator[CapitalizedWord]:
    for match in _WORD.finditer(text, start):
        ending = _POSSESSIVE.search(match[0])
        bare = match[0][: ending.start()] if ending else match[0]
        offset = match.start()
        yield CapitalizedWord(Span(offset, offset + len(bare)), bare, ending is not None)


def _find_runs(text: str, start: int) -> Iterator[list[CapitalizedWord]]:
    run: list[CapitalizedWord] = []
    for word in _find_words(text, start):
        if run and not _belongs_to_run(text, run, word):
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


def _belongs_to_run(text: str, run: Sequence[CapitalizedWord], word: CapitalizedWord) -> bool:
    before = run[-1]
    if before.is_possessive or word.span.start - before.span.end > _MAX_GAP:
        return False
    gap = _GAP.fullmatch(text, before.span.end, word.span.start)
    if gap is None:
        return False
    if gap[0].startswith(".") and not (len(before.text) == 1 or before.text in PERSON_NOUNS):
        return False
    return gap[1] is None or NAME_PARTICLES.issuperset(gap[1].split())


def _ends_run(text: str, word: CapitalizedWord, run: Sequence[CapitalizedWord]) -> bool:
    """Whether the word belongs to no name: a date's, or one all in capitals."""
    if word.text in CALENDAR_WORDS:
        return _is_date(text, word, run)
    return len(word.text) > 2 and word.text.isupper()


def _is_date(text: str, word: CapitalizedWord, run: Sequence[CapitalizedWord]) -> bool:
    """Whether a month's or weekday's name is meant as one: "Mona May" and "April Jones" are not."""
    if run and run[-1].text not in SENTENCE_STARTERS:
        return False
    after = text[word.span.end : word.span.end + 2]
    return bool(run) or not after.strip().isalpha() or word.text in WEEKDAYS


def _build_name(text: str, run: Sequence[CapitalizedWord]) -> NameCandidate | None:
    leads = 0
    while leads < len(run) and (
        run[leads].text in SENTENCE_STARTERS or _is_person_noun(run[leads].text)
    ):
        leads += 1
    if leads == len(run):
        return None
    span = Span(run[leads].span.start, run[-1].span.end)
    parts = tuple(text[span.start : span.end].split())
    return NameCandidate(span, parts, run[leads - 1].text if leads else None)


def _is_person_noun(word: str) -> bool:
    return word in PERSON_NOUNS or word.lower() in PERSON_NOUNS
