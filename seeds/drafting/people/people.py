"""Tells which names are people's, by the company they keep: trades, ages, words of saying."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import NamedTuple

from seeds.drafting.articles import Span
from seeds.drafting.people.name_context import (
    NameEvidence,
    find_name_evidence,
    is_in_brackets_after,
    is_listed_after,
)
from seeds.drafting.people.names import NameCandidate
from seeds.folding import fold

MAX_SLUG_LENGTH = 40


class PersonMention(NamedTuple):
    """Where an article names somebody; more than one slug when several people share the name."""

    span: Span
    slugs: tuple[str, ...]


@dataclass
class FoundPerson:
    """Somebody an article names."""

    slug: str
    name: str
    span: Span
    evidence: str
    """What shows that this is a person."""
    is_woman: bool | None = None
    occupations: set[str] = field(default_factory=set[str])
    aliases: list[str] = field(default_factory=list[str])


@dataclass
class People:
    """Everybody an article names, and every place where it does."""

    by_slug: dict[str, FoundPerson] = field(default_factory=dict[str, FoundPerson])
    mentions: list[PersonMention] = field(default_factory=list[PersonMention])
    characters: list[NameCandidate] = field(default_factory=list[NameCandidate])
    unsure: list[NameCandidate] = field(default_factory=list[NameCandidate])
    """Names of the right shape about which the article says nothing that only people do."""

    def list_mentions(self, start: int, end: int) -> list[PersonMention]:
        """The mentions that lie wholly between the offsets."""
        first = bisect_left(self.mentions, (Span(start, start), ()))
        last = bisect_right(self.mentions, (Span(end, end), ()))
        return [one for one in self.mentions[first:last] if one.span.end <= end]


def slugify(name: str) -> str:
    """The slug for a name: "Ýr O’Hara" gives "yr-ohara"; "unnamed" for none."""
    slug = re.sub(r"[^a-z0-9]+", "-", fold(name)).strip("-")
    return slug[:MAX_SLUG_LENGTH].rstrip("-") or "unnamed"


def find_people(text: str, names: Sequence[NameCandidate]) -> People:
    """Everybody whom one of the `names` names in full, with the later mentions by one name."""
    people = People()
    first: dict[str, NameCandidate] = {}
    evidence_by_slug: dict[str, NameEvidence] = {}
    full = [name for name in names if name.may_be_full_name]
    for name, evidence in zip(full, _list_evidence(text, names, full), strict=True):
        slug = slugify(name.text)
        first.setdefault(slug, name)
        evidence_by_slug[slug] = (
            evidence_by_slug[slug].merge(evidence) if slug in evidence_by_slug else evidence
        )
    for slug, name in first.items():
        _classify_name(people, slug, name, evidence_by_slug[slug])
    _add_mentions(people, names)
    return people


def _list_evidence(
    text: str, names: Sequence[NameCandidate], full: Sequence[NameCandidate]
) -> list[NameEvidence]:
    """What stands around each full name, shared along lists: "A, B and C star" is about all."""
    surnames = _get_evidence_by_surname(text, names)
    evidence = [find_name_evidence(text, name).merge(surnames[name.parts[-1]]) for name in full]
    for index in range(1, len(full)):
        if is_listed_after(text, full[index - 1], full[index]):
            _share_evidence(evidence, index - 1, index)
    for index in range(len(full) - 1, 0, -1):
        if is_listed_after(text, full[index - 1], full[index]):
            _share_evidence(evidence, index, index - 1)
    _flag_characters(text, names, full, evidence)
    return evidence


def _share_evidence(evidence: list[NameEvidence], from_index: int, to_index: int) -> None:
    evidence[to_index] = evidence[to_index].merge(evidence[from_index].get_list_evidence())


def _get_evidence_by_surname(
    text: str, names: Sequence[NameCandidate]
) -> defaultdict[str, NameEvidence]:
    """What people do under one name alone: "Holm replied"."""
    alone: defaultdict[str, NameEvidence] = defaultdict(NameEvidence)
    surnames = {name.parts[-1] for name in names if name.may_be_full_name}
    for name in names:
        if len(name.parts) == 1 and name.parts[0] in surnames:
            evidence = replace(find_name_evidence(text, name), is_character=False)
            alone[name.parts[0]] = alone[name.parts[0]].merge(evidence)
    return alone


def _flag_characters(
    text: str,
    names: Sequence[NameCandidate],
    full: Sequence[NameCandidate],
    evidence: list[NameEvidence],
) -> None:
    """Who has a player in brackets is a character: "Ida Lamp (Holm)"."""
    index_by_span = {name.span: index for index, name in enumerate(full)}
    surnames = {name.parts[-1] for name in full}
    for name, player in pairwise(names):
        if not is_in_brackets_after(text, name, player):
            continue
        if player.span in index_by_span:
            index = index_by_span[player.span]
            evidence[index] = evidence[index].merge(NameEvidence(person_evidence="plays a part"))
        elif not (len(player.parts) == 1 and player.parts[0] in surnames):
            continue
        if name.span in index_by_span:
            index = index_by_span[name.span]
            evidence[index] = evidence[index].merge(NameEvidence(is_character=True))


def _classify_name(people: People, slug: str, name: NameCandidate, evidence: NameEvidence) -> None:
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
    by_part: defaultdict[str, dict[str, None]] = defaultdict(dict)
    for slug, person in people.by_slug.items():
        parts = person.name.split()
        by_part[parts[0]][slug] = by_part[parts[-1]][slug] = None
    for name in names:
        slug = slugify(name.text)
        if slug in people.by_slug:
            people.mentions.append(PersonMention(name.span, (slug,)))
        elif len(name.parts) == 1 and name.parts[0] in by_part:
            slugs = tuple(by_part[name.parts[0]])
            people.mentions.append(PersonMention(name.span, slugs))
            if len(slugs) == 1 and name.parts[0] not in people.by_slug[slugs[0]].aliases:
                people.by_slug[slugs[0]].aliases.append(name.parts[0])
