"""Other answers of a list that a guess at one of its questions could be taken for."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from seeds.answers.normalizing.plain_text import normalize_words
from seeds.answers.reading.readings import Reading


class _RivalKeys(NamedTuple):
    texts: frozenset[str]
    words: frozenset[tuple[str, ...]]


def is_rival(
    guess: str, readings: Sequence[Reading], rivals: tuple[str, ...], accepted: tuple[str, ...]
) -> bool:
    """Return whether a guess is exactly one of `rivals`, and none of the accepted forms."""
    keys = _build_rival_keys(rivals, accepted)
    text = _normalize_case(guess)
    if text in set(map(_normalize_case, accepted)):
        return False
    return text in keys.texts or any(reading.words in keys.words for reading in readings)


def _normalize_case(text: str) -> str:
    return " ".join(text.casefold().split())


@lru_cache(maxsize=1024)
def _build_rival_keys(rivals: tuple[str, ...], accepted: tuple[str, ...]) -> _RivalKeys:
    own = set(map(normalize_words, accepted))
    words = frozenset(map(normalize_words, rivals)) - own
    return _RivalKeys(frozenset(map(_normalize_case, rivals)), words)
