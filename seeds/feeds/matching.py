"""Decides whether an item of a feed is about a pack, and by which words."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from seeds.feeds.items import FeedItem
from seeds.folding import contains_words, fold
from seeds.pack import Manifest

MIN_PEOPLE = 2
"""People of the pack that an item must name if it does not name the work: one alone does much that
has nothing to do with it."""
_DOUBLED = re.compile(r"(\w)\1")


class Name(NamedTuple):
    """A word or name as it is shown, and the folded forms in which it is searched for."""

    shown: str
    forms: tuple[str, ...]


class SearchTerms(NamedTuple):
    """The words that make an item count: each title or word alone, people only together."""

    titles: tuple[Name, ...]
    people: tuple[Name, ...] = ()


class Match(NamedTuple):
    """The words by which an item counts."""

    words: tuple[str, ...]
    """As they are shown: titles first, else people in the order of the pack."""
    is_by_people: bool = False
    """Whether it counts by people alone."""

    @property
    def key(self) -> str:
        """A key that is equal for the same words in any order."""
        return " | ".join(sorted(map(fold, self.words)))


def build_terms(manifest: Manifest, words: Iterable[str] = ()) -> SearchTerms:
    """Return the terms of a pack: its titles and people; or `words` instead, if there are any."""
    own = tuple(Name(word, (_squeeze(fold(word)),)) for word in words if fold(word))
    if own:
        return SearchTerms(own)
    titles = tuple(
        Name(title, (_squeeze(fold(title)),))
        for title in dict.fromkeys((manifest.work, manifest.title))
    )
    people = tuple(
        # One word of a name, such as a surname, is too often another person's.
        Name(one.name, tuple(fold(name) for name in (one.name, *one.aliases) if " " in name))
        for one in manifest.real_people
    )
    return SearchTerms(titles, people)


def find_match(item: FeedItem, terms: SearchTerms) -> Match | None:
    """Return the words for which the item counts; None when it does not."""
    text = fold(f"{item.title}\n{item.summary}")
    squeezed = _squeeze(text)
    titles = tuple(one.shown for one in terms.titles if _holds(squeezed, one))
    if titles:
        return Match(titles)
    people = tuple(one.shown for one in terms.people if _holds(text, one))
    return Match(people, is_by_people=True) if len(people) >= MIN_PEOPLE else None


def is_refused(match: Match, refused: Iterable[str]) -> bool:
    """Return whether the match is by people alone, all of whom are in one of the keys `refused`."""
    if not match.is_by_people:
        return False
    found = set(match.key.split(" | "))
    return any(found <= set(key.split(" | ")) for key in refused)


def _holds(text: str, name: Name) -> bool:
    return any(contains_words(text, form) for form in name.forms)


def _squeeze(folded: str) -> str:
    """Write doubled letters once: titles are often misspelt so, as in "Michelle"."""
    return _DOUBLED.sub(r"\1", folded)
