"""Compares texts and pages of entries to find those that say the same."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from cogs.canon.proposals.links import get_page_key
from seeds.folding import fold

MIN_SIMILARITY = 78
"""Percent from which two texts say nearly the same. Of ten thousand pairs of entries of one kind
in the bundled pack, all of which differ, seven are as alike as that."""
MIN_PARTIAL_SIMILARITY = 90
"""The same for the shorter text and the most similar part of the longer one."""
MIN_PARTIAL_LENGTH = 20
"""Letters from which a text inside a longer one counts as the same."""


class Candidate(NamedTuple):
    """An entry on record or a waiting proposal, reduced to what is compared."""

    kind: str
    texts: tuple[str, ...]
    """Folded."""
    page_keys: frozenset[str]
    name: str = ""
    """Its name on cards."""
    entry_id: str = ""
    """Empty for what waits."""
    sources: tuple[str, ...] = ()
    """Ids of the sources that it cites."""


class SimilarityMatch(NamedTuple):
    """A candidate that may say the same."""

    candidate: Candidate
    percent: int
    """Similarity of the words in percent, 0 where only the page is the same."""
    is_same_page: bool


def build_candidate(kind: str, texts: Iterable[str], links: Iterable[str]) -> Candidate:
    """Return a candidate with folded texts and page keys."""
    folded = [fold(text) for text in texts]
    return Candidate(kind, tuple(one for one in folded if one), frozenset(map(get_page_key, links)))


def find_similar(candidate: Candidate, others: Iterable[Candidate]) -> list[SimilarityMatch]:
    """Return the candidates that may say the same, the most similar first."""
    found: list[SimilarityMatch] = []
    for other in others:
        percent = (
            _get_similarity_percent(candidate.texts, other.texts)
            if candidate.kind == other.kind
            else 0
        )
        is_same_page = not candidate.page_keys.isdisjoint(other.page_keys)
        if percent or is_same_page:
            found.append(SimilarityMatch(other, percent, is_same_page))
    return sorted(found, key=lambda like: like.percent, reverse=True)


def _get_similarity_percent(texts: Sequence[str], others: Sequence[str]) -> int:
    """Return the similarity of the most similar pair in percent; 0 below `MIN_SIMILARITY`."""
    # Imported here: 2.5 MB that a bot never needs where members add nothing.
    from rapidfuzz import fuzz

    best = 0.0
    for text in texts:
        for other in others:
            best = max(best, fuzz.token_sort_ratio(text, other, score_cutoff=MIN_SIMILARITY))
            if min(len(text), len(other)) >= MIN_PARTIAL_LENGTH:
                best = max(
                    best, fuzz.partial_ratio(text, other, score_cutoff=MIN_PARTIAL_SIMILARITY)
                )
    return round(best)
