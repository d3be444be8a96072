"""The hint of a typed question: its answer with most characters hidden."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from seeds.answers.graphemes import split_graphemes

_HIDDEN = "_"


def build_hint(answer: str) -> str | None:
    """Return `answer` with all but the first character of each word hidden, or all of a short one.

    Characters are grapheme clusters. None when nothing could be hidden.
    """
    clusters = split_graphemes(answer)
    for hint in (_hide_after_first(clusters), _hide_all(clusters)):
        if hint != answer:
            return hint
    return None


def _hide_after_first(clusters: Sequence[str]) -> str:
    shown: list[str] = []
    is_inside_word = False
    for cluster in clusters:
        can_hide = _can_hide(cluster)
        shown.append(_HIDDEN if can_hide and is_inside_word else cluster)
        is_inside_word = can_hide
    return "".join(shown)


def _hide_all(clusters: Sequence[str]) -> str:
    return "".join(_HIDDEN if _can_hide(cluster) else cluster for cluster in clusters)


def _can_hide(cluster: str) -> bool:
    """Return whether a cluster is a letter, a digit or a symbol, not a space or punctuation."""
    return unicodedata.category(cluster[0])[0] in "LNSM" and cluster != _HIDDEN
