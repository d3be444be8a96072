"""The names by which a person of the pack may be called in an answer."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from seeds.folding import fold
from seeds.pack import Person

_GENERATIONS = frozenset({"jr", "sr", "junior", "senior", "ii", "iii", "iv"})
_PARTICLES = frozenset(
    (
        "van", "von", "der", "den", "de", "la", "le", "du", "da", "di", "del", "dos", "bin",
        "ibn", "al", "el", "mac", "st",
    )
)  # fmt: skip
"""Words before a surname that belong to it, folded."""


class PersonNames:
    """The names of all people of a pack, with those that are one person's only."""

    def __init__(self, people: Iterable[Person]) -> None:
        self._people = {fold(person.name): person for person in people}
        self._owners: defaultdict[str, set[str]] = defaultdict(set)
        for person in self._people.values():
            for name in (person.name, *person.aliases):
                folded = fold(name)
                for part in {folded, *folded.split(), *map(fold, _list_surnames(name))}:
                    self._owners[part].add(person.slug)

    def list_other_names(self, answers: Sequence[str]) -> tuple[str, ...]:
        """Return the unambiguous aliases and surnames of the person who is one of `answers`.

        Empty when no answer is the full name of a person. Names among `answers` are left out.
        """
        known = set(map(fold, answers))
        names = (
            name
            for folded in dict.fromkeys(map(fold, answers))
            if (person := self._people.get(folded))
            for name in (*person.aliases, *_list_surnames(person.name))
            if self._owners[fold(name)] == {person.slug}
        )
        return tuple({fold(name): name for name in names if fold(name) not in known}.values())


def _list_surnames(name: str) -> Iterator[str]:
    """Yield the last word of a name of two words or more, and with the particles before it."""
    words = name.split()
    while len(words) > 2 and fold(words[-1]) in _GENERATIONS:
        words.pop()
    if len(words) < 2:
        return
    yield words[-1]
    start = len(words) - 1
    while start > 1 and fold(words[start - 1]) in _PARTICLES:
        start -= 1
    if start < len(words) - 1:
        yield " ".join(words[start:])
