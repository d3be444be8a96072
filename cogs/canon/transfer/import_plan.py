"""What importing a pack would add to a server: what is new, under which numbers, naming whom."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import quote

from pydantic import ValidationError

from cogs.canon.proposals.drafts import NewPerson, Written
from cogs.canon.proposals.speakers import drawn_names, new_slug, skeleton
from cogs.canon.proposals.summary import number_of
from cogs.canon.transfer.export import Json, with_references
from seeds.checks import named_by
from seeds.cleaning import clean_line, clean_text
from seeds.folding import fold
from seeds.pack import Pack, Person
from seeds.schema import KINDS, AnyEntry, Event, Fact, Origin, Question, Quote, Source, Status

MAX_ENTRIES = 2_000
_UNSAFE = re.compile(r"[()\[\]`|\\]")
"""What would end a link on a card."""


@dataclass(frozen=True, slots=True)
class Plan:
    """An import that can be carried out."""

    fresh: tuple[AnyEntry, ...]
    """What is new, as the file has it."""
    twins: Mapping[str, str]
    """What the server has already: its id in the file, and its id here."""
    people: tuple[NewPerson, ...]
    slugs: Mapping[str, str]
    """People of the file, and how they are called here."""

    @property
    def numbers(self) -> int:
        """How many numbers it takes: entries that share one in the file share one here."""
        return len({number_of(entry.id) for entry in self.fresh})

    @property
    def counts(self) -> Counter[str]:
        """New entries by kind."""
        return Counter(entry.kind for entry in self.fresh)

    def written(self, first: int) -> Written:
        """The new entries under numbers from `first` on."""
        tails = dict.fromkeys(number_of(entry.id) for entry in self.fresh)
        numbers = {tail: f"own-{first + place}" for place, tail in enumerate(tails)}
        ids = {entry.id: f"{entry.kind}.{numbers[number_of(entry.id)]}" for entry in self.fresh}
        return Written(
            tuple(self._own(entry, {**self.twins, **ids}) for entry in self.fresh), self.people
        )

    def _own(self, entry: AnyEntry, ids: Mapping[str, str]) -> AnyEntry:
        named = _with_people(with_references(entry, ids.get), self.slugs)
        return named.model_copy(update={"id": ids[entry.id], "origin": Origin.GUILD})


def plan_import(pack: Pack, known: Iterable[AnyEntry], people: Mapping[str, Person]) -> Plan:
    """Compare a checked pack with all entries and people that a server sees."""
    entries = [_cleaned(entry) for entry in pack.entries.values()]
    slugs, new = _people(pack, people)
    here = list(known)
    seen = {twin: entry.id for entry, twin in zip(here, _twins(here, people), strict=True)}
    named = {one.slug: one for one in pack.manifest.people}
    twins = {
        entry.id: seen[twin]
        for entry, twin in zip(entries, _twins(entries, named), strict=True)
        if twin in seen
    }
    fresh = tuple(entry for entry in entries if entry.id not in twins)
    used = {slug for entry in fresh for slug in named_by(entry).people}
    return Plan(fresh, twins, tuple(one for slug, one in new.items() if slug in used), slugs)


def hindrances(pack: Pack, topics: Iterable[str], people: Mapping[str, Person]) -> list[str]:
    """Why a pack, in itself without fault, cannot be imported where these topics and people are."""
    if len(pack.entries) > MAX_ENTRIES:
        return [f"It has {len(pack.entries)} entries; {MAX_ENTRIES} at a time is the most."]
    named = {slug for entry in pack.entries.values() for slug in named_by(entry).topics}
    known = list(topics)
    unknown = sorted(named - set(known))
    missing = [f"There is no topic {slug} here; there are {', '.join(known)}." for slug in unknown]
    return [*missing, *_lookalikes(pack, people), *_unseen(pack.entries.values())]


def _lookalikes(pack: Pack, here: Mapping[str, Person]) -> Iterator[str]:
    known, drawn = _by_name(here), drawn_names(here.values())
    for person in pack.manifest.people:
        name = clean_line(person.name)
        twin = drawn.get(skeleton(name))
        if twin is not None and _called(name) not in known:
            yield f"{person.slug} is called {name} and looks like {twin.name}: name one otherwise."


def _unseen(entries: Iterable[AnyEntry]) -> Iterator[str]:
    for entry in entries:
        try:
            _cleaned(entry)
        except ValidationError:
            yield f"{entry.id} has a text in which there is nothing to be seen."


def _cleaned(entry: AnyEntry) -> AnyEntry:
    """The same without anything invisible, or that would break out of a link."""
    cleaned = KINDS[entry.kind].model_validate(_seen(entry.model_dump(mode="json")))
    if not isinstance(cleaned, Source):
        return cleaned
    url = cleaned.url and _UNSAFE.sub(lambda found: quote(found[0], safe=""), cleaned.url)
    return cleaned.model_copy(update={"url": url, "document": None})


def _seen(value: Json) -> Json:
    if isinstance(value, str):
        return clean_text(value)
    if isinstance(value, dict):
        return {key: _seen(one) for key, one in value.items()}
    if isinstance(value, list):
        return [_seen(one) for one in value]
    return value


def _people(pack: Pack, here: Mapping[str, Person]) -> tuple[dict[str, str], dict[str, NewPerson]]:
    """How the file's people are called here, and those nobody here knows, by slug of the file."""
    by_name = _by_name(here)
    slugs: dict[str, str] = {}
    new: dict[str, NewPerson] = {}
    for person in pack.manifest.people:
        name = clean_line(person.name)
        known = here.get(person.slug)
        if known is not None and _called(known.name) == _called(name):
            slugs[person.slug] = person.slug
        elif _called(name) in by_name:
            slugs[person.slug] = by_name[_called(name)]
        else:
            taken = {*here, *slugs.values()}
            slug = new_slug(name, taken) if person.slug in taken else person.slug
            slugs[person.slug] = slug
            new[person.slug] = NewPerson(slug, name, None)
    return slugs, new


def _by_name(people: Mapping[str, Person]) -> dict[str, str]:
    return {_called(person.name): slug for slug, person in people.items()}


def _called(name: str) -> str:
    """What is the same for two spellings of a name; of pictures alone nothing would be left."""
    return fold(name) or name


def _with_people(entry: AnyEntry, slugs: Mapping[str, str]) -> AnyEntry:
    def here(people: Iterable[str]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(slugs[slug] for slug in people))

    match entry:
        case Event():
            return entry.model_copy(update={"people": here(entry.people)})
        case Fact():
            role = entry.role
            moved = role and role.model_copy(update={"performer": slugs[role.performer]})
            return entry.model_copy(update={"people": here(entry.people), "role": moved})
        case Quote():
            return entry.model_copy(update={"speaker": slugs[entry.speaker]})
        case _:
            return entry


def _twins(entries: Iterable[AnyEntry], people: Mapping[str, Person]) -> list[tuple[object, ...]]:
    """For each entry what it has in common with another of the same link and the same words."""
    found = list(entries)
    sources = {one.id: _source_twin(one) for one in found if isinstance(one, Source)}
    return [_twin(entry, sources, people) for entry in found]


def _twin(
    entry: AnyEntry, sources: Mapping[str, tuple[object, ...]], people: Mapping[str, Person]
) -> tuple[object, ...]:
    if isinstance(entry, Source):
        return _source_twin(entry)
    links = frozenset(sources[name] for name in entry.sources if name in sources)
    match entry:
        case Event():
            words = (fold(entry.title), fold(entry.text), entry.date)
        case Status():
            words = (fold(entry.headline), fold(entry.text), entry.as_of, entry.stage)
        case Quote():
            speaker = people.get(entry.speaker)
            words = (fold(" ".join(entry.runs)), fold(speaker.name if speaker else entry.speaker))
        case Fact():
            words = (fold(entry.text),)
        case Question():
            words = (fold(entry.text), *map(fold, entry.answers))
    return (entry.kind, links, *words)


def _source_twin(source: Source) -> tuple[object, ...]:
    if source.url:
        return ("source", source.url, fold(source.title))
    return ("source", fold(source.publisher or ""), fold(source.title), source.published)
