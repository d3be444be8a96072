"""What says the same already: on the same page, or in nearly the same words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from cogs.canon.proposals.links import page_of
from seeds.folding import fold

LIKENESS = 78
"""Percent from which two texts say nearly the same. Of ten thousand pairs of entries of one kind
in the bundled pack, all of which differ, seven are as alike as that."""
PART_LIKENESS = 90
"""The same for the shorter text and the part of the longer one that is likest to it."""
SHORTEST_PART = 20
"""Letters from which a text inside a longer one counts as the same."""


class Recorded(NamedTuple):
    """Something on record or waiting, as far as another could be the same."""

    kind: str
    texts: tuple[str, ...]
    """Folded."""
    pages: frozenset[str]
    name: str = ""
    """What it is called where it is shown."""
    entry_id: str = ""
    """Empty for what waits."""
    sources: tuple[str, ...] = ()
    """Ids of the sources that it cites."""


class Likeness(NamedTuple):
    """One of those that may be the same."""

    recorded: Recorded
    percent: int
    """How alike the words are, 0 where only the page is the same."""
    is_same_page: bool


def recorded(kind: str, texts: Iterable[str], links: Iterable[str]) -> Recorded:
    """As it is compared."""
    folded = [fold(text) for text in texts]
    return Recorded(kind, tuple(one for one in folded if one), frozenset(map(page_of, links)))


def find_alike(one: Recorded, others: Iterable[Recorded]) -> list[Likeness]:
    """Those that `one` may say again, likest first."""
    found: list[Likeness] = []
    for other in others:
        percent = _percent(one.texts, other.texts) if one.kind == other.kind else 0
        is_same_page = not one.pages.isdisjoint(other.pages)
        if percent or is_same_page:
            found.append(Likeness(other, percent, is_same_page))
    return sorted(found, key=lambda like: like.percent, reverse=True)


def _percent(texts: Sequence[str], others: Sequence[str]) -> int:
    """How alike the likest two are; 0 below `LIKENESS`."""
    # Imported here: 2.5 MB that a bot to which nobody adds anything never needs.
    from rapidfuzz import fuzz

    best = 0.0
    for text in texts:
        for other in others:
            best = max(best, fuzz.token_sort_ratio(text, other, score_cutoff=LIKENESS))
            if min(len(text), len(other)) >= SHORTEST_PART:
                best = max(best, fuzz.partial_ratio(text, other, score_cutoff=PART_LIKENESS))
    return round(best)
