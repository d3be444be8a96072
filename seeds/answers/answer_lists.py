"""Finds, among the answers of a list, those that another question of the list would take."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from seeds.answers.matching import list_keys, match_answer
from seeds.answers.normalizing.plain_text import normalize_words
from seeds.answers.spelling import get_max_typos

_ALIKE_INITIALS = str.maketrans("kzjy", "csgi")
"""Initials that may be confused are written as one."""
_PLAIN_PUNCTUATION = frozenset("-–—'’\"“”.,:;/&()[]?…")
"""Marks that never tell two answers apart."""


def find_rivals(answer_lists: Sequence[Sequence[str]]) -> list[tuple[str, ...]]:
    """Return, for each question of a list, the answers of others that it would wrongly take.

    An item of `answer_lists` has the accepted forms of one question. Two questions that share a
    form have the same answer. The time grows with the answers that begin alike, so it is done once
    for a list, not for a guess.
    """
    index = _AnswerIndex(answer_lists)
    return [tuple(index.list_rivals(answers)) for answers in answer_lists]


class _IndexedAnswer(NamedTuple):
    joined: str
    """Its normalized words without spaces."""
    keys: frozenset[str]
    identity: tuple[tuple[str, ...], str]


class _AnswerIndex:
    """The answers of a list by their initial and by the keys that count as equal."""

    def __init__(self, answer_lists: Iterable[Sequence[str]]) -> None:
        self._answers: dict[str, _IndexedAnswer] = {}
        self._owners: defaultdict[str, set[tuple[str, ...]]] = defaultdict(set)
        self._joined: defaultdict[str, dict[str, str]] = defaultdict(dict)
        self._by_key: defaultdict[str, list[str]] = defaultdict(list)
        for answers in answer_lists:
            for answer in answers:
                if answer not in self._answers:
                    self._add(answer)
                self._owners[answer].add(tuple(answers))

    def _add(self, answer: str) -> None:
        joined = "".join(normalize_words(answer))
        indexed = _IndexedAnswer(joined, list_keys(answer), _get_identity(answer))
        self._answers[answer] = indexed
        if joined:
            self._joined[_get_initial(joined)][answer] = joined
        for key in indexed.keys:
            self._by_key[key].append(answer)

    def list_rivals(self, accepted: Sequence[str]) -> Iterator[str]:
        """Yield the answers of other questions that would count as one of `accepted`."""
        own = {self._answers[answer].identity for answer in accepted}
        for answer in dict.fromkeys(self._list_candidates(accepted)):
            if self._answers[answer].identity in own or match_answer(answer, accepted) is None:
                continue
            others = (
                {self._answers[form].identity for form in other} for other in self._owners[answer]
            )
            if any(map(own.isdisjoint, others)):
                yield answer

    def _list_candidates(self, accepted: Sequence[str]) -> Iterator[str]:
        # Imported late: only banks with typed questions need it.
        from rapidfuzz.distance import OSA
        from rapidfuzz.process import extract

        for answer in accepted:
            indexed = self._answers[answer]
            for key in sorted(indexed.keys):
                yield from self._by_key[key]
            allowed = get_max_typos(len(indexed.joined))
            if allowed:
                near = extract(
                    indexed.joined,
                    self._joined[_get_initial(indexed.joined)],
                    scorer=OSA.distance,
                    # A spelling such as ph for f is one typing error, and two edits.
                    score_cutoff=allowed + 1,
                    limit=None,
                )
                yield from (found[2] for found in near)


def _get_initial(joined: str) -> str:
    return joined[0].translate(_ALIKE_INITIALS)


def _get_identity(answer: str) -> tuple[tuple[str, ...], str]:
    """Return what makes two answers the same: their words, and symbols such as ! and ★."""
    symbols = "".join(
        char
        for char in unicodedata.normalize("NFKC", answer)
        if unicodedata.category(char)[0] in "PS" and char not in _PLAIN_PUNCTUATION
    )
    words = normalize_words(answer)
    return (words[1:] if len(words) > 1 and words[0] in {"the", "a", "an"} else words), symbols
