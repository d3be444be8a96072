"""Keys by which entries of two canons are recognised as the same."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from seeds.folding import fold
from seeds.pack import Person
from seeds.schema import AnyEntry, Event, Fact, Question, Quote, Source, Status


def list_identities(
    entries: Iterable[AnyEntry], people: Mapping[str, Person]
) -> list[tuple[object, ...]]:
    """Return for each entry a key that is equal for entries with the same link and words."""
    found = list(entries)
    sources = {one.id: _get_source_identity(one) for one in found if isinstance(one, Source)}
    return [_get_identity(entry, sources, people) for entry in found]


def _get_identity(
    entry: AnyEntry, sources: Mapping[str, tuple[object, ...]], people: Mapping[str, Person]
) -> tuple[object, ...]:
    if isinstance(entry, Source):
        return _get_source_identity(entry)
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


def _get_source_identity(source: Source) -> tuple[object, ...]:
    if source.url:
        return ("source", source.url, fold(source.title))
    return ("source", fold(source.publisher or ""), fold(source.title), source.published)
