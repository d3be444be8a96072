"""Decides which names are people's by the words around them, and collects their mentions."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import NamedTuple

from seeds.drafting.people.name_context import (
    NameEvidence,
    find_name_evidence,
    is_in_brackets_after,
    is_listed_after,
)
from seeds.drafting.people.names import NameCandidate
from seeds.drafting.spans import Span
from seeds.folding import fold

MAX_SLUG_LENGTH = 40


class PersonMention(NamedTuple):
    """One place where an article names a person, in full or by first name or surname."""

    span: Span
    slugs: tuple[str, ...]
    """Never empty; several when several people share that first name or surname."""


@dataclass
class FoundPerson:
    """A person whom an article names in full."""

    slug: str
    name: str
    span: Span
    """The first mention in full."""
    evidence: str
    """What shows that this is a person, as a comment says it."""
    is_woman: bool | None = None
    """None when unknown."""
    occupations: set[str] = field(default_factory=set[str])
    """Nouns of PERSON_NOUNS with which the article describes the person."""
    aliases: list[str] = field(default_factory=list[str])
    """First name and surname, where the article uses them alone."""


@dataclass
class People:
    """The people of one article and their mentions."""

    by_slug: dict[str, FoundPerson] = field(default_factory=dict[str, FoundPerson])
    mentions: list[PersonMention] = field(default_factory=list[PersonMention])
    """In order of appearance."""
    characters: list[NameCandidate] = field(default_factory=list[NameCandidate])
    """Names of roles."""
    unsure: list[NameCandidate] = field(default_factory=list[NameCandidate])
    """Possible full names without evidence that they are a person's."""

    def list_mentions(self, start: int, end: int) -> list[PersonMention]:
        """Return the mentions that lie completely between the offsets, in order."""
        first = bisect_left(self.mentions, (Span(start, start), ()))
        last = bisect_right(self.mentions, (Span(end, end), ()))
        return [mention for mention in self.mentions[first:last] if mention.span.end <= end]


def slugify(name: str) -> str:
    """Return the slug of `name`, "yr-ohara" for "Ýr O’Hara"; "unnamed" if no letter is left."""
    slug = re.sub(r"[^a-z0-9]+", "-", fold(name)).strip("-")
    return slug[:MAX_SLUG_LENGTH].rstrip("-") or "unnamed"


def find_people(text: str, names: Sequence[NameCandidate]) -> People:
    """Return the people among `names`, the name candidates of `text` in order of appearance.

    A person is named in full at least once; mentions by first name or surname alone are added.
    """
    people = People()
    first_mentions: dict[str, NameCandidate] = {}
    evidence_by_slug: dict[str, NameEvidence] = {}
    full_names = [name for name in names if name.may_be_full_name]
    for name, evidence in zip(full_names, _list_evidence(text, names, full_names), strict=True):
        slug = slugify(name.text)
        first_mentions.setdefault(slug, name)
        evidence_by_slug[slug] = (
            evidence_by_slug[slug].merge(evidence) if slug in evidence_by_slug else evidence
        )
    for slug, name in first_mentions.items():
        _classify_name(people, slug, name, evidence_by_slug[slug])
    _add_mentions(people, names)
    return people


def _list_evidence(
    text: str, names: Sequence[NameCandidate], full_names: Sequence[NameCandidate]
) -> list[NameEvidence]:
    """Return the evidence for each of `full_names`, in the same order.

    It includes the evidence for its surname alone, and for the other names in the same list: the
    verb in "A, B and C star" applies to all three.
    """
    by_surname = _get_evidence_by_surname(text, names)
    evidence = [
        find_name_evidence(text, name).merge(by_surname[name.parts[-1]]) for name in full_names
    ]
    for index in range(1, len(full_names)):
        if is_listed_after(text, full_names[index - 1], full_names[index]):
            _share_evidence(evidence, index - 1, index)
    for index in range(len(full_names) - 1, 0, -1):
        if is_listed_after(text, full_names[index - 1], full_names[index]):
            _share_evidence(evidence, index, index - 1)
    _flag_characters(text, names, full_names, evidence)
    return evidence


def _share_evidence(evidence: list[NameEvidence], from_index: int, to_index: int) -> None:
    evidence[to_index] = evidence[to_index].merge(evidence[from_index].get_list_evidence())


def _get_evidence_by_surname(
    text: str, names: Sequence[NameCandidate]
) -> defaultdict[str, NameEvidence]:
    """Return the evidence at the mentions of each surname alone ("Holm replied")."""
    by_surname: defaultdict[str, NameEvidence] = defaultdict(NameEvidence)
    surnames = {name.parts[-1] for name in names if name.may_be_full_name}
    for name in names:
        if len(name.parts) == 1 and name.parts[0] in surnames:
            evidence = replace(find_name_evidence(text, name), is_character=False)
            by_surname[name.parts[0]] = by_surname[name.parts[0]].merge(evidence)
    return by_surname


def _flag_characters(
    text: str,
    names: Sequence[NameCandidate],
    full_names: Sequence[NameCandidate],
    evidence: list[NameEvidence],
) -> None:
    """Add to `evidence` that a name with an actor in brackets is a character: "Ida Lamp (Holm)"."""
    index_by_span = {name.span: index for index, name in enumerate(full_names)}
    surnames = {name.parts[-1] for name in full_names}
    for name, actor in pairwise(names):
        if not is_in_brackets_after(text, name, actor):
            continue
        if actor.span in index_by_span:
            index = index_by_span[actor.span]
            evidence[index] = evidence[index].merge(NameEvidence(person_evidence="plays a part"))
        elif not (len(actor.parts) == 1 and actor.parts[0] in surnames):
            continue
        if name.span in index_by_span:
            index = index_by_span[name.span]
            evidence[index] = evidence[index].merge(NameEvidence(is_character=True))


def _classify_name(people: People, slug: str, name: NameCandidate, evidence: NameEvidence) -> None:
    """Add a full name to the people, the characters or the unsure names, by all its evidence."""
    if evidence.is_character and not evidence.is_strong:
        people.characters.append(name)
    elif evidence.person_evidence is not None and not (
        evidence.has_article and not evidence.is_strong
    ):
        people.by_slug[slug] = FoundPerson(
            slug,
            name.text,
            name.span,
            evidence.person_evidence,
            evidence.is_woman,
            set(evidence.occupations),
        )
    else:
        people.unsure.append(name)


def _add_mentions(people: People, names: Sequence[NameCandidate]) -> None:
    """Add the mentions of the people, and as aliases the unambiguous first names and surnames."""
    slugs_by_part: defaultdict[str, dict[str, None]] = defaultdict(dict)
    for slug, person in people.by_slug.items():
        parts = person.name.split()
        slugs_by_part[parts[0]][slug] = slugs_by_part[parts[-1]][slug] = None
    for name in names:
        slug = slugify(name.text)
        if slug in people.by_slug:
            people.mentions.append(PersonMention(name.span, (slug,)))
        elif len(name.parts) == 1 and name.parts[0] in slugs_by_part:
            slugs = tuple(slugs_by_part[name.parts[0]])
            people.mentions.append(PersonMention(name.span, slugs))
            if len(slugs) == 1 and name.parts[0] not in people.by_slug[slugs[0]].aliases:
                people.by_slug[slugs[0]].aliases.append(name.parts[0])
