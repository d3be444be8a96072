"""Finds runs of capitalised words that may be names."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from seeds.drafting.spans import Span
from seeds.drafting.word_lists import (
    CALENDAR_WORDS,
    NAME_PARTICLES,
    NON_PERSON_WORDS,
    PERSON_NOUNS,
    SENTENCE_STARTERS,
    WEEKDAYS,
)

MAX_NAME_PARTS = 4
"""Longer runs of capitalised words are headlines or titles of works."""

_WORD = re.compile(r"(?<![\w’'\-])(?:(?:al|el|ad|as|ul)-)?[^\W\d_a-zß-öø-ÿ]\w*(?:[’'\-][^\W\d_]+)*")
_POSSESSIVE = re.compile(r"(?:[’']s|(?<=s)[’'])$")
_GAP = re.compile(r"\.?[ \t]+(?:((?:[a-z]{2,3}[ \t]+){1,2}))?|\.?[ \t]*(?:\r\n|\r|\n)[ \t]*|\.")
_MAX_GAP = 16
_NICKNAME = re.compile(
    r"(\b[^\W\d_a-zß-öø-ÿ]\w*)([ \t]+[“\"][^\W\d_a-zß-öø-ÿ][^“”\"\n,.!?]{0,11}[”\"])(?=[ \t]+[A-Z])"
)

_NOT_NAME_PARTS = NON_PERSON_WORDS | SENTENCE_STARTERS


class CapitalizedWord(NamedTuple):
    """A capitalised word without its possessive ending."""

    span: Span
    text: str
    is_possessive: bool


class NameCandidate(NamedTuple):
    """Consecutive capitalised words that may be the parts of one name."""

    span: Span
    parts: tuple[str, ...]
    preceding_word: str | None
    """The capitalised word before the name that is not part of it: "Director", "The"; or None."""

    @property
    def may_be_full_name(self) -> bool:
        """Return whether it has 2 to 4 parts, none of which excludes a person's name."""
        has_name_length = 2 <= len(self.parts) <= MAX_NAME_PARTS
        return has_name_length and _NOT_NAME_PARTS.isdisjoint(self.parts)

    @property
    def text(self) -> str:
        """Return the parts, separated by single spaces."""
        return " ".join(self.parts)


def find_names(text: str, start: int = 0) -> list[NameCandidate]:
    """Return the candidates of `text` from offset `start`, in order, single words included.

    A nickname in quotation marks inside a name (Tom “The Rock” Bell) is not part of it.
    """
    masked = _NICKNAME.sub(lambda match: match[1] + " " * len(match[2]), text)
    names = (_build_name(masked, run) for run in _find_runs(masked, start))
    return [name for name in names if name is not None]


def _find_words(text: str, start: int) -> Iterator[CapitalizedWord]:
    for match in _WORD.finditer(text, start):
        ending = _POSSESSIVE.search(match[0])
        word = match[0][: ending.start()] if ending else match[0]
        offset = match.start()
        yield CapitalizedWord(Span(offset, offset + len(word)), word, ending is not None)


def _find_runs(text: str, start: int) -> Iterator[list[CapitalizedWord]]:
    """Yield the words that stand together, without dates and words in capitals (acronyms)."""
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
    """Return whether only whitespace, particles or the stop of "Dr." or "J." precede `word`.

    Between initials, as in "J.R.", there may be no whitespace.
    """
    before = run[-1]
    if before.is_possessive or word.span.start - before.span.end > _MAX_GAP:
        return False
    gap = _GAP.fullmatch(text, before.span.end, word.span.start)
    if gap is None:
        return False
    if gap[0] == ".":
        return len(before.text) == 1
    if gap[0].startswith(".") and not (len(before.text) == 1 or before.text in PERSON_NOUNS):
        return False
    return gap[1] is None or NAME_PARTICLES.issuperset(gap[1].split())


def _ends_run(text: str, word: CapitalizedWord, run: Sequence[CapitalizedWord]) -> bool:
    """Return whether `word` is not part of a name: part of a date, or an acronym."""
    if word.text in CALENDAR_WORDS:
        return _is_date(text, word, run)
    return len(word.text) > 2 and word.text.isupper()


def _is_date(text: str, word: CapitalizedWord, run: Sequence[CapitalizedWord]) -> bool:
    """Return whether a month or weekday is part of a date, not of "Mona May" or "April Jones"."""
    if run and run[-1].text not in SENTENCE_STARTERS:
        return False
    after = text[word.span.end : word.span.end + 2]
    return bool(run) or not after.strip().isalpha() or word.text in WEEKDAYS


def _build_name(text: str, run: Sequence[CapitalizedWord]) -> NameCandidate | None:
    """Build a name without leading words such as "The" and "Director"; None if no word is left."""
    first = 0
    while first < len(run) and (
        (run[first].text in SENTENCE_STARTERS and not _is_initial(text, run[first]))
        or _is_person_noun(run[first].text)
    ):
        first += 1
    if first == len(run):
        return None
    span = Span(run[first].span.start, run[-1].span.end)
    parts = tuple(text[span.start : span.end].split())
    return NameCandidate(span, parts, run[first - 1].text if first else None)


def _is_initial(text: str, word: CapitalizedWord) -> bool:
    """Return whether `word` is "A." or "I." and the like."""
    return len(word.text) == 1 and text.startswith(".", word.span.end)


def _is_person_noun(word: str) -> bool:
    return word in PERSON_NOUNS or word.lower() in PERSON_NOUNS
