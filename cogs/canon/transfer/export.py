"""Builds a pack from a guild's own entries and the entries they cite."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TypeAlias

from seeds.checks import REFERENCE_FIELDS, get_manifest_references
from seeds.pack import Manifest, Pack, Person, Topic
from seeds.schema import ENTRY_TYPES, AnyEntry

ReplaceId: TypeAlias = Callable[[str], str | None]
Json: TypeAlias = "dict[str, Json] | list[Json] | str | int | float | None"


def build_guild_pack(
    manifest: Manifest,
    guild_entries: Sequence[AnyEntry],
    other_entries: Mapping[str, AnyEntry],
    people: Mapping[str, Person],
    file: str,
) -> Pack:
    """Return the entries of a guild and, before them, the other ones they cite.

    `other_entries` are all other entries by id. References to missing entries are removed.
    """
    cited = list_dependencies(guild_entries, other_entries)
    known = {entry.id for entry in (*cited, *guild_entries)}
    entries = [
        replace_references(entry, lambda name: name if name in known else None)
        for entry in (*cited, *guild_entries)
    ]
    return Pack(
        manifest=_build_manifest(manifest, entries, people),
        entries={entry.id: entry for entry in entries},
        files=dict.fromkeys((entry.id for entry in entries), file),
    )


def list_dependencies(
    entries: Sequence[AnyEntry], other_entries: Mapping[str, AnyEntry]
) -> list[AnyEntry]:
    """Return the entries cited directly or indirectly, in the order of `other_entries`."""
    found: set[str] = set()
    pending_ids = [name for entry in entries for name in entry.references]
    while pending_ids:
        name = pending_ids.pop()
        if name in other_entries and name not in found:
            found.add(name)
            pending_ids += other_entries[name].references
    return [entry for name, entry in other_entries.items() if name in found]


def replace_references(entry: AnyEntry, replace_id: ReplaceId) -> AnyEntry:
    """Return the entry with each cited id replaced by `replace_id`, removed for None."""
    return ENTRY_TYPES[entry.kind].model_validate(
        _replace_references(entry.model_dump(mode="json"), replace_id)
    )


def _replace_references(value: Json, replace_id: ReplaceId, field: str = "") -> Json:
    if isinstance(value, dict):
        return {key: _replace_references(one, replace_id, key) for key, one in value.items()}
    if isinstance(value, str) and field in REFERENCE_FIELDS:
        return replace_id(value)
    if not isinstance(value, list):
        return value
    if field not in REFERENCE_FIELDS:
        replaced = [_replace_references(one, replace_id) for one in value]
        return [one for one in replaced if not _lacks_status(one)]
    names = (replace_id(str(one)) for one in value)
    return list(dict.fromkeys(name for name in names if name is not None))


def _lacks_status(value: Json) -> bool:
    """Return whether this is a settlement whose status is not in the pack."""
    return isinstance(value, dict) and "status" in value and value["status"] is None


def _build_manifest(
    manifest: Manifest, entries: Iterable[AnyEntry], people: Mapping[str, Person]
) -> Manifest:
    """Return the manifest with only the topics and people that the entries name.

    Topics, people and stages that the manifest does not have are added under their slugs.
    """
    named = [get_manifest_references(entry) for entry in entries]
    topics = {slug for one in named for slug in one.topics}
    slugs = {slug for one in named for slug in one.people}
    stages = {slug for one in named for slug in one.stages}
    unknown_stages = stages - {stage.slug for stage in manifest.stages}
    known = {topic.slug: topic for topic in manifest.topics}
    return manifest.model_copy(
        update={
            "topics": tuple(known.get(one, Topic(slug=one, name=one)) for one in sorted(topics)),
            "people": tuple(people.get(one, Person(slug=one, name=one)) for one in sorted(slugs)),
            "stages": (*manifest.stages, *map(manifest.get_stage, sorted(unknown_stages))),
            # A server's roles may name characters and productions that the pack does not list.
            "characters": (),
            "productions": (),
        }
    )
