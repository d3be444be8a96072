"""Compares entries by their texts and pages to find duplicates."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from seeds.folding import fold
from seeds.page_keys import get_page_key

MIN_SIMILARITY = 78
"""Percent from which two texts count as similar. Of ten thousand pairs of different entries of one
kind in the bundled pack, seven reach it."""
MIN_PARTIAL_SIMILARITY = 90
"""The same for the shorter text and the most similar part of the longer one, in percent."""
MIN_PARTIAL_LENGTH = 20
"""The length in characters from which a text is searched for in a longer one."""


class Candidate(NamedTuple):
    """An entry on record or a waiting proposal, reduced to what is compared."""

    kind: str
    texts: tuple[str, ...]
    """Folded."""
    page_keys: frozenset[str]
    name: str = ""
    """Its name on cards."""
    entry_id: str = ""
    """Empty for a waiting proposal."""
    sources: tuple[str, ...] = ()
    """Ids of the sources that it cites."""


class SimilarityMatch(NamedTuple):
    """A candidate that may be a duplicate."""

    candidate: Candidate
    percent: int
    """Similarity of the texts in percent, 0 when only the page is the same."""
    is_same_page: bool


def build_candidate(kind: str, texts: Iterable[str], links: Iterable[str]) -> Candidate:
    """Return a candidate with the folded texts and the page keys of the links."""
    folded = [fold(text) for text in texts]
    return Candidate(kind, tuple(one for one in folded if one), frozenset(map(get_page_key, links)))


def find_similar(candidate: Candidate, others: Iterable[Candidate]) -> list[SimilarityMatch]:
    """Return the candidates with a similar text or the same page, the most similar first."""
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
    return sorted(found, key=lambda match: match.percent, reverse=True)


def _get_similarity_percent(texts: Sequence[str], others: Sequence[str]) -> int:
    """Return the similarity of the most similar pair in percent; 0 below `MIN_SIMILARITY`."""
    # Imported on first use: it takes 2.5 MB, unneeded where members add nothing.
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
