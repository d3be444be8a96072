"""Recognises corrected entries of a guild's own export."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from rapidfuzz.fuzz import ratio

from cogs.canon.proposals.summary import get_headline, get_id_suffix
from seeds.folding import fold
from seeds.pack import Person
from seeds.schema import AnyEntry, Event, Origin, Quote, Source, Status

MIN_SIMILARITY = 75.0
"""Per cent of the words that two versions of an entry share; other guilds have the same ids."""
MIN_SIMILARITY_OF_SAME_LINK = 50.0
"""The same, when both versions cite the same page by a source of their own."""


class CorrectionFinder:
    """Finds for entries of a file the versions of them that a guild has.

    Entries of a file have the ids of the guild that exported it, so an id alone proves nothing.
    """

    def __init__(
        self,
        known: Mapping[str, AnyEntry],
        entries: Mapping[str, AnyEntry],
        known_people: Mapping[str, Person],
        people: Mapping[str, Person],
    ) -> None:
        """Take the entries of the guild and of the file by id, and the people of both by slug."""
        self._known = known
        self._entries = entries
        self._known_people = known_people
        self._people = people

    def find(self, entry: AnyEntry) -> AnyEntry | None:
        """Return the guild's own version of an entry of the file; None if it has none."""
        ours = self._known.get(entry.id)
        if ours is None or ours.origin is not Origin.GUILD or ours.kind != entry.kind:
            return None
        if isinstance(ours, Quote) and isinstance(entry, Quote) and not self._speak(ours, entry):
            return None
        similarity = ratio(_get_words(ours), _get_words(entry))
        has_same_link = self._get_link(ours, self._known.get) is not None and self._get_link(
            ours, self._known.get
        ) == self._get_link(entry, self._entries.get)
        least = MIN_SIMILARITY_OF_SAME_LINK if has_same_link else MIN_SIMILARITY
        return ours if similarity >= least else None

    def _speak(self, ours: Quote, theirs: Quote) -> bool:
        """Return whether both quotes are of a person with the same name."""
        names = (
            _get_name(self._known_people, ours.speaker),
            _get_name(self._people, theirs.speaker),
        )
        return names[0] == names[1]

    def _get_link(self, entry: AnyEntry, get_entry: Callable[[str], AnyEntry | None]) -> str | None:
        """Return the link of the source that was added with the entry; None if there is none."""
        source = get_entry(f"{Source.kind}.{get_id_suffix(entry.id)}")
        return source.url if isinstance(source, Source) else None


def _get_name(people: Mapping[str, Person], slug: str) -> str:
    name = people[slug].name if slug in people else slug
    return fold(name) or name


def _get_words(entry: AnyEntry) -> str:
    match entry:
        case Event() | Status():
            return fold(f"{get_headline(entry)} {entry.text}")
        case _:
            return fold(get_headline(entry))
