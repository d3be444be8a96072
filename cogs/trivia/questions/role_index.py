"""The roles of a canon, and how well known its people are."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from seeds.folding import fold
from seeds.pack import Manifest, Production
from seeds.schema import Event, Fact, Role

MIN_KNOWN_ENTRIES = 3
"""Entries beside roles that make a person known."""
LEADING_SHARE = 4
"""The most entries that a person has, divided by this, make a person a leading one."""


class Prominence:
    """The numbers of entries about each person, roles left out.

    Where the canon tells little about anyone, all are known, and all are leading.
    """

    def __init__(self, entries: Iterable[Fact | Event]) -> None:
        self._counts = Counter(
            slug
            for entry in entries
            if not (isinstance(entry, Fact) and entry.role)
            for slug in entry.people
        )
        self._most = max(self._counts.values(), default=0)

    @property
    def tells_people_apart(self) -> bool:
        """Whether the canon tells enough of anyone."""
        return self._most >= MIN_KNOWN_ENTRIES

    def is_known(self, slug: str) -> bool:
        """Return whether fans are likely to know more of a person than one part."""
        return not self.tells_people_apart or self._counts[slug] >= MIN_KNOWN_ENTRIES

    def is_leading(self, slug: str) -> bool:
        """Return whether a person is among those whom the canon tells most about."""
        is_much = self._counts[slug] * LEADING_SHARE >= self._most
        return is_much or not self.tells_people_apart


@dataclass(frozen=True, slots=True)
class CastRole:
    """An undisputed role with what the manifest says about its performer and character."""

    fact: Fact
    role: Role
    performer_name: str
    character_key: str
    """The same for every name of the character."""
    gender: str | None
    """Of the character; None when it is unknown."""

    def is_alike(self, gender: str | None) -> bool:
        """Return whether the character may be of `gender`; one that is unknown may be any."""
        return gender is None or self.gender is None or self.gender == gender


class RoleIndex:
    """The undisputed roles of a canon by production and by character."""

    def __init__(self, manifest: Manifest, facts: Iterable[Fact], events: Iterable[Event]) -> None:
        self.productions = manifest.productions
        self._names = {person.slug: person.name for person in manifest.people}
        self._characters = {
            fold(name): one for one in manifest.characters for name in (one.name, *one.aliases)
        }
        self.by_production: defaultdict[str, list[CastRole]] = defaultdict(list)
        self.by_character: defaultdict[str, list[CastRole]] = defaultdict(list)
        self.by_performer: defaultdict[str, list[CastRole]] = defaultdict(list)
        self._topics: defaultdict[str, set[str]] = defaultdict(set)
        self.roles: list[CastRole] = []
        for entry in (*facts, *events):
            for slug in entry.people:
                self._topics[slug].update(entry.topics)
            if isinstance(entry, Fact) and entry.role is not None:
                self._add_role(entry, entry.role)

    def _add_role(self, fact: Fact, role: Role) -> None:
        name = self._names.get(role.performer)
        if fact.disputed is not None or name is None:
            return
        character = self._characters.get(fold(role.character))
        key = fold(character.name if character else role.character)
        one = CastRole(fact, role, name, key, character.gender if character else None)
        self.roles.append(one)
        self.by_production[role.production].append(one)
        self.by_character[key].append(one)
        self.by_performer[role.performer].append(one)

    def list_listed_characters(self, gender: str | None) -> list[str]:
        """Return the names of the manifest's characters that may be of `gender`."""
        listed = dict.fromkeys(
            one.name for one in self._characters.values() if gender in (None, one.gender)
        )
        return list(listed)

    def get_character_key(self, name: str) -> str:
        """Return what all names of a character have in common."""
        character = self._characters.get(fold(name))
        return fold(character.name if character else name)

    def is_main_production(self, name: str) -> bool:
        """Return whether a production is the first that the manifest lists."""
        return bool(self.productions) and self.productions[0].name == name

    def get_production(self, one: CastRole) -> Production | None:
        """Return the manifest's production of a role, None when it is not listed."""
        names = (other for other in self.productions if other.name == one.role.production)
        return next(names, None)

    def was_surely_not_in(self, one: CastRole, production: Production) -> bool:
        """Return whether the canon tells enough to say that a performer was not in a production.

        An entry about the performer with the topic of the production speaks against it, unless
        it may be about the performer's role in another production of that topic, and the canon
        names who played that part in this one.
        """
        own = {other.role.production for other in self.by_performer[one.role.performer]}
        if production.name in own:
            return False
        if production.topic not in self._topics[one.role.performer]:
            return True
        explained = {other.topic for other in self.productions if other.name in own}
        has_other_performer = any(
            other.role.production == production.name
            for other in self.by_character[one.character_key]
        )
        return production.topic in explained and has_other_performer

    def list_others_in_part(self, one: CastRole) -> Iterator[CastRole]:
        """Yield the roles of the same character in other productions, by other performers."""
        for other in self.by_character[one.character_key]:
            is_elsewhere = other.role.production != one.role.production
            if is_elsewhere and other.role.performer != one.role.performer:
                yield other

    def list_castmates(self, one: CastRole) -> Sequence[CastRole]:
        """Return the roles of the production of a role, that role included."""
        return self.by_production[one.role.production]
