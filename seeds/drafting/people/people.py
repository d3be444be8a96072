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
    Company,
    company_of,
    stands_in_brackets_after,
    stands_listed,
)
from seeds.drafting.people.names import Name
from seeds.folding import fold

MAX_SLUG = 40


class Mention(NamedTuple):
    """Where an article names somebody; more than one slug when several people share the name."""

    span: Span
    slugs: tuple[str, ...]


@dataclass
class Found:
    """Somebody an article names."""

    slug: str
    name: str
    place: Span
    why: str
    """What shows that this is a person."""
    is_woman: bool | None = None
    trades: set[str] = field(default_factory=set[str])
    aliases: list[str] = field(default_factory=list[str])


@dataclass
class People:
    """Everybody an article names, and every place where it does."""

    found: dict[str, Found] = field(default_factory=dict[str, Found])
    mentions: list[Mention] = field(default_factory=list[Mention])
    characters: list[Name] = field(default_factory=list[Name])
    unsure: list[Name] = field(default_factory=list[Name])
    """Names of the right shape about which the article says nothing that only people do."""

    def within(self, start: int, end: int) -> list[Mention]:
        """The mentions that lie wholly between the offsets."""
        first = bisect_left(self.mentions, (Span(start, start), ()))
        last = bisect_right(self.mentions, (Span(end, end), ()))
        return [one for one in self.mentions[first:last] if one.span.end <= end]


def slug_of(name: str) -> str:
    """The slug for a name: "Ýr O’Hara" gives "yr-ohara"; "unnamed" for none."""
    slug = re.sub(r"[^a-z0-9]+", "-", fold(name)).strip("-")
    return slug[:MAX_SLUG].rstrip("-") or "unnamed"


def find_people(text: str, names: Sequence[Name]) -> People:
    """Everybody whom one of the `names` names in full, with the later mentions by one name."""
    people = People()
    first: dict[str, Name] = {}
    judged: dict[str, Company] = {}
    full = [name for name in names if name.may_be_full]
    for name, company in zip(full, _companies(text, names, full), strict=True):
        slug = slug_of(name.text)
        first.setdefault(slug, name)
        judged[slug] = judged[slug].joined(company) if slug in judged else company
    for slug, name in first.items():
        _file(people, slug, name, judged[slug])
    _add_mentions(people, names)
    return people


def _companies(text: str, names: Sequence[Name], full: Sequence[Name]) -> list[Company]:
    """What stands around each full name, shared along lists: "A, B and C star" is about all."""
    surnames = _evidence_by_surname(text, names)
    companies = [company_of(text, name).joined(surnames[name.parts[-1]]) for name in full]
    for index in range(1, len(full)):
        if stands_listed(text, full[index - 1], full[index]):
            _share(companies, index - 1, index)
    for index in range(len(full) - 1, 0, -1):
        if stands_listed(text, full[index - 1], full[index]):
            _share(companies, index, index - 1)
    _mark_cast(text, names, full, companies)
    return companies


def _share(companies: list[Company], giver: int, taker: int) -> None:
    companies[taker] = companies[taker].joined(companies[giver].shared())


def _evidence_by_surname(text: str, names: Sequence[Name]) -> defaultdict[str, Company]:
    """What people do under one name alone: "Holm replied"."""
    alone: defaultdict[str, Company] = defaultdict(Company)
    surnames = {name.parts[-1] for name in names if name.may_be_full}
    for name in names:
        if len(name.parts) == 1 and name.parts[0] in surnames:
            company = replace(company_of(text, name), is_character=False)
            alone[name.parts[0]] = alone[name.parts[0]].joined(company)
    return alone


def _mark_cast(
    text: str, names: Sequence[Name], full: Sequence[Name], companies: list[Company]
) -> None:
    """Who has a player in brackets is a character: "Ida Lamp (Holm)"."""
    places = {name.span: index for index, name in enumerate(full)}
    surnames = {name.parts[-1] for name in full}
    for name, player in pairwise(names):
        if not stands_in_brackets_after(text, name, player):
            continue
        if player.span in places:
            index = places[player.span]
            companies[index] = companies[index].joined(Company(person="plays a part"))
        elif not (len(player.parts) == 1 and player.parts[0] in surnames):
            continue
        if name.span in places:
            index = places[name.span]
            companies[index] = companies[index].joined(Company(is_character=True))


def _file(people: People, slug: str, name: Name, company: Company) -> None:
    if company.is_character and not company.is_strong:
        people.characters.append(name)
    elif company.person is not None and not (company.is_titled and not company.is_strong):
        people.found[slug] = Found(
            slug, name.text, name.span, company.person, company.is_woman, set(company.trades)
        )
    else:
        people.unsure.append(name)


def _add_mentions(people: People, names: Sequence[Name]) -> None:
    by_part: defaultdict[str, dict[str, None]] = defaultdict(dict)
    for slug, person in people.found.items():
        parts = person.name.split()
        by_part[parts[0]][slug] = by_part[parts[-1]][slug] = None
    for name in names:
        slug = slug_of(name.text)
        if slug in people.found:
            people.mentions.append(Mention(name.span, (slug,)))
        elif len(name.parts) == 1 and name.parts[0] in by_part:
            slugs = tuple(by_part[name.parts[0]])
            people.mentions.append(Mention(name.span, slugs))
            if len(slugs) == 1 and name.parts[0] not in people.found[slugs[0]].aliases:
                people.found[slugs[0]].aliases.append(name.parts[0])
