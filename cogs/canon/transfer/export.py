"""What a server owns as a pack of one file, which stands alone."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TypeAlias

from seeds.checks import named_by
from seeds.pack import Manifest, Pack, Person, Topic
from seeds.schema import KINDS, AnyEntry

REFERENCES = frozenset({"sources", "based_on", "events", "quotes", "about"})
"""Fields that hold ids of other entries, at whatever depth."""
Rename: TypeAlias = Callable[[str], str | None]
Json: TypeAlias = "dict[str, Json] | list[Json] | str | int | float | None"


def own_pack(
    manifest: Manifest,
    own: Sequence[AnyEntry],
    further: Mapping[str, AnyEntry],
    people: Mapping[str, Person],
    file: str,
) -> Pack:
    """The entries a server owns and, before them, the `further` ones they lean on.

    `further` holds whatever else there is, by id. A reference to what is not there is left out.
    """
    cited = needed(own, further)
    known = {entry.id for entry in (*cited, *own)}
    entries = [
        with_references(entry, lambda name: name if name in known else None)
        for entry in (*cited, *own)
    ]
    return Pack(
        manifest=_described(manifest, entries, people),
        entries={entry.id: entry for entry in entries},
        files=dict.fromkeys((entry.id for entry in entries), file),
    )


def needed(own: Sequence[AnyEntry], further: Mapping[str, AnyEntry]) -> list[AnyEntry]:
    """What `own` leans on, and what that leans on in turn, in the order of `further`."""
    found: set[str] = set()
    asked = [name for entry in own for name in entry.references]
    while asked:
        name = asked.pop()
        if name in further and name not in found:
            found.add(name)
            asked += further[name].references
    return [entry for name, entry in further.items() if name in found]


def with_references(entry: AnyEntry, rename: Rename) -> AnyEntry:
    """The same entry leaning on others: each id becomes what `rename` says, None goes."""
    return KINDS[entry.kind].model_validate(_renamed(entry.model_dump(mode="json"), rename))


def _renamed(value: Json, rename: Rename, field: str = "") -> Json:
    if isinstance(value, dict):
        return {key: _renamed(one, rename, key) for key, one in value.items()}
    if not isinstance(value, list):
        return value
    if field not in REFERENCES:
        return [_renamed(one, rename) for one in value]
    names = (rename(str(one)) for one in value)
    return list(dict.fromkeys(name for name in names if name is not None))


def _described(
    manifest: Manifest, entries: Iterable[AnyEntry], people: Mapping[str, Person]
) -> Manifest:
    """The pack's own description, less the topics and people that nothing here names."""
    named = [named_by(entry) for entry in entries]
    topics = {slug for one in named for slug in one.topics}
    slugs = {slug for one in named for slug in one.people}
    known = {topic.slug: topic for topic in manifest.topics}
    return manifest.model_copy(
        update={
            "topics": tuple(known.get(one, Topic(slug=one, name=one)) for one in sorted(topics)),
            "people": tuple(people.get(one, Person(slug=one, name=one)) for one in sorted(slugs)),
        }
    )
