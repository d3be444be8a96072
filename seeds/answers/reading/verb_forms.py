"""Forms of English words: a guess says "it fell" where the question says "did it fall"."""

from __future__ import annotations

from functools import lru_cache

_IRREGULAR_PASTS = {
    past: infinitive
    for pair in """
    became become|began begin|bought buy|broke break|brought bring|built build|came come
    caught catch|chose choose|drank drink|drew draw|drove drive|ate eat|fell fall|felt feel
    fought fight|found find|flew fly|gave give|got get|grew grow|had have|held hold|hid hide
    kept keep|knew know|led lead|left leave|lost lose|made make|met meet|paid pay|ran run
    said say|sang sing|saw see|sold sell|spent spend|spoke speak|stole steal|swam swim
    taught teach|thought think|threw throw|told tell|took take|went go|won win|wore wear
    wrote write
    """.replace("\n", "|").split("|")
    for past, _, infinitive in [pair.strip().partition(" ")]
    if past
}
"""The past tense of irregular verbs, and their infinitive."""
_ENDINGS = (("s", ""), ("d", ""), ("ed", ""), ("ied", "y"), ("ies", "y"), ("ing", ""))
"""Endings of a form, and what the word has in their place."""


@lru_cache(maxsize=1024)
def list_base_forms(word: str) -> tuple[str, ...]:
    """Return the words that a folded word may be a form of: "study" for "studied"."""
    regular = tuple(
        word.removesuffix(ending) + base
        for ending, base in _ENDINGS
        if word.endswith(ending) and len(word) > len(ending)
    )
    return (*regular, _IRREGULAR_PASTS[word]) if word in _IRREGULAR_PASTS else regular
