"""Checks the entries of a pack against each other and against its manifest."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple, cast

from seeds.pack import KeyPath, KnownSlugs, LocatedEntry, Problem
from seeds.schema import AnyEntry, Event, Fact, Model, Question, Quote, Source, Status
from seeds.validation.entry_rules import Violation, check_entry
from seeds.validation.schema_messages import find_nearest_name

REFERENCE_FIELDS = frozenset({"sources", "based_on", "events", "quotes", "about", "status"})
"""Names of fields, at any depth, that hold ids of other entries."""
_SLUG_FIELDS = frozenset(
    {"topics", "topic", "people", "performer", "speaker", "stage", "character", "production"}
)
MIN_SIMILARITY = 80
"""Similarity in percent from which an unknown id or slug counts as a misspelling of a known one."""
MAX_SUGGESTIONS = 100
"""The most names of one pack that are searched for similar ones: each search reads all names."""


class ManifestReferences(NamedTuple):
    """Slugs and names of what the manifest lists that an entry refers to."""

    topics: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    stages: tuple[str, ...] = ()
    characters: tuple[str, ...] = ()
    productions: tuple[str, ...] = ()


def find_pack_problems(
    located: Sequence[LocatedEntry],
    slugs: KnownSlugs,
    *,
    other_ids: Collection[str] = (),
    rejected_ids: Collection[str] = (),
    manifest_file: str = "pack.toml",
    is_strict: bool = False,
    today: date | None = None,
) -> list[Problem]:
    """Return the problems of the entries; an empty list means that the pack can be loaded.

    `rejected_ids` are the ids of entries that the schema rejected, one for each, and `other_ids`
    those of entries that are elsewhere: a reference to either is not dangling. `manifest_file` is
    the name of the manifest's file in problems. `is_strict` and `today` are explained at
    `check_entry`.
    """
    by_id = {item.entry.id: item.entry for item in located}
    known_ids = by_id.keys() | set(other_ids) | set(rejected_ids)
    suggestions = _Suggestions()
    problems = [*_find_duplicate_ids(located, rejected_ids), *_find_cycles(located, by_id)]
    for item in located:
        entry = item.entry
        violations = (
            *check_entry(entry, by_id, is_strict=is_strict, today=today),
            *_check_references(entry, by_id, known_ids, suggestions),
            *_check_slugs(entry, slugs, manifest_file, suggestions),
        )
        problems += [_build_problem(item, *violation) for violation in violations]
    return problems


class _Suggestions:
    """Finds what misspelt names mean, each name once."""

    def __init__(self) -> None:
        self._by_name: dict[str, str] = {}

    def suggest(self, unknown: str, known: Collection[str]) -> str:
        """Return ", did you mean source.lamp-post?", or "" when no known name is similar."""
        if unknown not in self._by_name and len(self._by_name) < MAX_SUGGESTIONS:
            nearest = find_nearest_name(unknown, known, MIN_SIMILARITY)
            self._by_name[unknown] = f", did you mean {nearest}?" if nearest else ""
        return self._by_name.get(unknown, "")


def _build_problem(item: LocatedEntry, message: str, path: KeyPath = ()) -> Problem:
    entry = item.entry
    return Problem(item.file, message, entry.id, (entry.kind, item.position, *path))


def _find_duplicate_ids(
    located: Iterable[LocatedEntry], rejected_ids: Iterable[str]
) -> Iterator[Problem]:
    counts = Counter(item.entry.id for item in located)
    counts.update(rejected_ids)
    for item in located:
        times = counts[item.entry.id]
        if times > 1:
            yield _build_problem(item, f"this id is used {times} times", ("id",))


def _list_references_by_kind(entry: AnyEntry) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield each kind with the references that must be of that kind."""
    match entry:
        case Source():
            yield "source", entry.based_on
        case Event():
            yield "source", entry.sources
            yield "quote", entry.quotes
            yield "status", tuple(one.status for one in entry.settles)
        case Quote():
            yield "source", entry.references
        case Status():
            yield "source", entry.sources
            yield "event", entry.events
            yield "quote", entry.quotes
            for promise in entry.promises:
                yield "source", promise.sources
        case Fact() | Question():
            yield "source", entry.sources


def _check_references(
    entry: AnyEntry,
    by_id: Mapping[str, AnyEntry],
    known_ids: Collection[str],
    suggestions: _Suggestions,
) -> Iterator[Violation]:
    for reference in dict.fromkeys(entry.references):
        if reference not in known_ids:
            path = _find_value(entry, reference, REFERENCE_FIELDS)
            suggestion = suggestions.suggest(reference, known_ids)
            yield Violation(f"refers to {reference}, which is not in the pack{suggestion}", path)
    for kind, references in _list_references_by_kind(entry):
        for reference in references:
            found = by_id.get(reference)
            if found is not None and found.kind != kind:
                article = "an" if kind == "event" else "a"
                path = _find_value(entry, reference, REFERENCE_FIELDS)
                yield Violation(f"names {reference} where {article} {kind} belongs", path)


def _check_slugs(
    entry: AnyEntry, slugs: KnownSlugs, manifest_file: str, suggestions: _Suggestions
) -> Iterator[Violation]:
    nouns = ("topic", "person", "stage", "character", "production")
    for noun, named, known in zip(nouns, get_manifest_references(entry), slugs, strict=True):
        for slug in named:
            if known is not None and slug not in known:
                path = _find_value(entry, slug, _SLUG_FIELDS)
                suggestion = suggestions.suggest(slug, known)
                # Stages need not be in the manifest: without any, they are those of a film.
                problem = (
                    f"{slug} isn't a stage of this pack"
                    if noun == "stage"
                    else f"{noun} {slug} is not in {manifest_file}"
                )
                yield Violation(f"{problem}{suggestion}", path)


def _find_value(model: Model, value: str, fields: Collection[str]) -> KeyPath:
    """Return the keys that lead to the first such value of one of `fields`, at any depth."""
    for name, held in model:
        items = cast("tuple[Any, ...]", held) if isinstance(held, tuple) else ()
        if name in fields and held == value:
            return (name,)
        if name in fields and value in items:
            return (name, items.index(value))
        inner: list[tuple[KeyPath, Any]] = [((name,), held)]
        inner += (((name, index), one) for index, one in enumerate(items))
        for path, one in inner:
            found = _find_value(one, value, fields) if isinstance(one, Model) else ()
            if found:
                return (*path, *found)
    return ()


def _find_cycles(
    located: Iterable[LocatedEntry], by_id: Mapping[str, AnyEntry]
) -> Iterator[Problem]:
    """Yield a problem for each cycle of references, at the entry that closes it."""
    items = {item.entry.id: item for item in located}
    visited: set[str] = set()
    for start in by_id:
        for circle in _find_cycles_from(start, by_id, visited):
            yield _build_problem(items[circle[0]], f"refers to itself: {' → '.join(circle)}")


def _find_cycles_from(
    start: str, by_id: Mapping[str, AnyEntry], visited: set[str]
) -> Iterator[list[str]]:
    """Follow the references from `start` depth first, and add finished entries to `visited`."""
    # A dict, which keeps its order, finds an id on the path without reading the whole path.
    path: dict[str, Iterator[str]] = {}

    def enter(name: str) -> None:
        path[name] = iter(dict.fromkeys(by_id[name].references))

    if start not in visited:
        enter(start)
    while path:
        current, references = next(reversed(path.items()))
        following = next(references, None)
        if following is None:
            visited.add(current)
            del path[current]
        elif following in path:
            names = list(path)
            yield [*names[names.index(following) :], following]
        elif following in by_id and following not in visited:
            enter(following)


def get_manifest_references(entry: AnyEntry) -> ManifestReferences:
    """Return what an entry refers to of that which the manifest lists."""
    match entry:
        case Event():
            return ManifestReferences(entry.topics, entry.people)
        case Fact():
            role = entry.role
            if role is None:
                return ManifestReferences(entry.topics, entry.people)
            return ManifestReferences(
                entry.topics,
                (*entry.people, role.performer),
                characters=(role.character,),
                productions=(role.production,),
            )
        case Quote():
            return ManifestReferences(entry.topics, (entry.speaker,))
        case Question():
            return ManifestReferences((entry.topic,))
        case Status():
            return ManifestReferences(stages=(entry.stage,))
        case Source():
            return ManifestReferences()
