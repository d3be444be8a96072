"""Plans imports: which entries and people of a pack are new to a guild."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from urllib.parse import quote

from pydantic import ValidationError

from cogs.canon.drafts.base import DraftEntries, NewPerson
from cogs.canon.proposals.speakers import build_skeleton_index, build_unique_slug, skeleton
from cogs.canon.proposals.summary import get_id_suffix
from cogs.canon.transfer.corrections import CorrectionFinder
from cogs.canon.transfer.export import Json, replace_references
from cogs.canon.transfer.identities import list_identities
from seeds.checks import get_manifest_references
from seeds.cleaning import clean_line, clean_text
from seeds.dates import DateInterval, PartialDate
from seeds.folding import fold
from seeds.pack import Manifest, Pack, Person
from seeds.schema import ENTRY_TYPES, AnyEntry, Event, Fact, Origin, Quote, Source, Status

MAX_ENTRIES = 2_000
_UNSAFE = re.compile(r"[()\[\]`|\\]")
"""Characters that would end a link in markdown."""


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """The difference between a pack and the canon of a guild."""

    new_entries: tuple[AnyEntry, ...]
    """The new entries, with the ids of the file."""
    existing_ids: Mapping[str, str]
    """The ids in the canon of entries that exist already, by their ids in the file."""
    new_people: tuple[NewPerson, ...]
    slugs: Mapping[str, str]
    """The slugs in the canon, by the slugs in the file."""
    corrected_entries: tuple[AnyEntry, ...] = ()
    """New versions of the guild's own entries, with the ids that both have."""
    replaced_entries: tuple[AnyEntry, ...] = ()
    """The versions that the guild has of them, in the same order."""

    @property
    def is_empty(self) -> bool:
        """Whether the file changes nothing."""
        return not (self.new_entries or self.corrected_entries)

    @property
    def number_count(self) -> int:
        """The numbers it takes: entries that share one in the file share one in the guild."""
        return len({get_id_suffix(entry.id) for entry in self.new_entries})

    @property
    def counts(self) -> Counter[str]:
        """The counts of new entries by kind."""
        return Counter(entry.kind for entry in self.new_entries)

    def to_entries(self, first: int) -> DraftEntries:
        """Return the new entries with numbers from `first` on."""
        return DraftEntries(
            tuple(self._to_guild_entry(entry, self._get_ids(first)) for entry in self.new_entries),
            self.new_people,
        )

    def to_corrections(self, first: int) -> tuple[AnyEntry, ...]:
        """Return the new versions of entries; new ones that they cite have numbers from `first`."""
        ids = self._get_ids(first)
        return tuple(self._to_guild_entry(entry, ids) for entry in self.corrected_entries)

    def _get_ids(self, first: int) -> dict[str, str]:
        suffixes = dict.fromkeys(get_id_suffix(entry.id) for entry in self.new_entries)
        new_suffixes = {suffix: f"own-{first + i}" for i, suffix in enumerate(suffixes)}
        ids = {
            entry.id: _renumber(entry, new_suffixes[get_id_suffix(entry.id)])
            for entry in self.new_entries
        }
        return {**self.existing_ids, **ids}

    def _to_guild_entry(self, entry: AnyEntry, ids: Mapping[str, str]) -> AnyEntry:
        guild_entry = _replace_people(replace_references(entry, ids.get), self.slugs)
        return guild_entry.model_copy(update={"id": ids[entry.id], "origin": Origin.GUILD})


def _renumber(entry: AnyEntry, suffix: str) -> str:
    """Return the id of an entry with the suffix of another group; "-2" at its end stays."""
    rest = entry.id.removeprefix(f"{entry.kind}.{get_id_suffix(entry.id)}")
    return f"{entry.kind}.{suffix}{rest}"


def plan_import(pack: Pack, known: Iterable[AnyEntry], people: Mapping[str, Person]) -> ImportPlan:
    """Return the plan to import a valid pack into a canon with these entries and people."""
    entries = [_clean_entry(entry) for entry in pack.entries.values()]
    slugs, new_people = _match_people(pack, people)
    known_entries = list(known)
    ids_by_identity = {
        identity: entry.id
        for entry, identity in zip(
            known_entries, list_identities(known_entries, people), strict=True
        )
    }
    named = {one.slug: one for one in pack.manifest.people}
    existing_ids = {
        entry.id: ids_by_identity[identity]
        for entry, identity in zip(entries, list_identities(entries, named), strict=True)
        if identity in ids_by_identity
    }
    finder = CorrectionFinder(
        {one.id: one for one in known_entries}, {one.id: one for one in entries}, people, named
    )
    versions = {
        entry.id: ours
        for entry in entries
        if existing_ids.get(entry.id, entry.id) == entry.id
        and (ours := finder.find(entry)) is not None
    }
    existing_ids |= {name: name for name in versions}
    corrected = [
        entry
        for entry in entries
        if entry.id in versions and _differs(versions[entry.id], entry, existing_ids, slugs)
    ]
    new_entries = tuple(entry for entry in entries if entry.id not in existing_ids)
    used = {
        slug
        for entry in (*new_entries, *corrected)
        for slug in get_manifest_references(entry).people
    }
    return ImportPlan(
        new_entries,
        existing_ids,
        tuple(one for slug, one in new_people.items() if slug in used),
        slugs,
        tuple(corrected),
        tuple(versions[entry.id] for entry in corrected),
    )


def _differs(
    ours: AnyEntry, theirs: AnyEntry, ids: Mapping[str, str], slugs: Mapping[str, str]
) -> bool:
    """Return whether an entry of the file says something else than the guild's version of it."""
    translated = _replace_people(
        replace_references(theirs, lambda name: ids.get(name, name)), slugs
    )
    return translated.model_copy(update={"origin": ours.origin}) != _clean_entry(ours)


def find_future_entries(plan: ImportPlan, today: date) -> list[str]:
    """Return a sentence for each entry dated after `today`, which /canon add refuses too.

    Members in time zones further east may already have the next date. Entries that the guild has
    already, such as those of the pack, may be about the future.
    """
    return [
        f"{entry.id}: {when.format_american()} hasn't come yet: import it once it has happened."
        for entry in (*plan.new_entries, *plan.corrected_entries)
        if (when := _get_date(entry)) is not None and when.first_day > today + timedelta(days=1)
    ]


def _get_date(entry: AnyEntry) -> PartialDate | None:
    match entry:
        case Event():
            return entry.date
        case Status():
            return entry.as_of
        case Quote():
            return entry.said
        case Source(published=DateInterval(start=start)):
            return start
        case Source(published=PartialDate() as published):
            return published
        case _:
            return None


def find_import_blockers(pack: Pack, manifest: Manifest, people: Mapping[str, Person]) -> list[str]:
    """Return the reasons why a valid pack cannot be imported, a sentence each; [] for none.

    `manifest` is that of the pack to which its entries would be added.
    """
    if len(pack.entries) > MAX_ENTRIES:
        return [f"It has {len(pack.entries)} entries: send at most {MAX_ENTRIES} at a time."]
    named = [get_manifest_references(entry) for entry in pack.entries.values()]
    topics, stages = ([one.slug for one in held] for held in (manifest.topics, manifest.stages))
    return [
        *_find_unknown_slugs("topic", {slug for one in named for slug in one.topics}, topics),
        *_find_unknown_slugs("stage", {slug for one in named for slug in one.stages}, stages),
        *_find_name_conflicts(pack, people),
        *_find_empty_texts(pack.entries.values()),
    ]


def _find_unknown_slugs(noun: str, named: set[str], known: Sequence[str]) -> Iterator[str]:
    for slug in sorted(named - set(known)):
        yield f"There is no {noun} {slug} here: use one of {', '.join(known)}."


def _find_name_conflicts(pack: Pack, known_people: Mapping[str, Person]) -> Iterator[str]:
    known, skeletons = (
        _index_slugs_by_name(known_people),
        build_skeleton_index(known_people.values()),
    )
    for person in pack.manifest.people:
        name = clean_line(person.name)
        confusable = skeletons.get(skeleton(name))
        if confusable is not None and _get_name_key(name) not in known:
            yield (f"{person.slug} is called {name} and looks like {confusable.name}: rename one.")


def _find_empty_texts(entries: Iterable[AnyEntry]) -> Iterator[str]:
    for entry in entries:
        try:
            _clean_entry(entry)
        except ValidationError:
            yield f"{entry.id} has a text with nothing to see in it: write one, or leave it out."


def _clean_entry(entry: AnyEntry) -> AnyEntry:
    """Return the entry without invisible characters, its link safe for markdown."""
    cleaned = ENTRY_TYPES[entry.kind].model_validate(_clean_json(entry.model_dump(mode="json")))
    if not isinstance(cleaned, Source):
        return cleaned
    url = cleaned.url and _UNSAFE.sub(lambda found: quote(found[0], safe=""), cleaned.url)
    return cleaned.model_copy(update={"url": url, "document": None})


def _clean_json(value: Json) -> Json:
    if isinstance(value, str):
        return clean_text(value)
    if isinstance(value, dict):
        return {key: _clean_json(one) for key, one in value.items()}
    if isinstance(value, list):
        return [_clean_json(one) for one in value]
    return value


def _match_people(
    pack: Pack, known_people: Mapping[str, Person]
) -> tuple[dict[str, str], dict[str, NewPerson]]:
    """Return the slugs in the canon and the new people, both by the slugs in the file."""
    by_name = _index_slugs_by_name(known_people)
    slugs: dict[str, str] = {}
    new_people: dict[str, NewPerson] = {}
    for person in pack.manifest.people:
        name = clean_line(person.name)
        known = known_people.get(person.slug)
        if known is not None and _get_name_key(known.name) == _get_name_key(name):
            slugs[person.slug] = person.slug
        elif _get_name_key(name) in by_name:
            slugs[person.slug] = by_name[_get_name_key(name)]
        else:
            taken = {*known_people, *slugs.values()}
            slug = build_unique_slug(name, taken) if person.slug in taken else person.slug
            slugs[person.slug] = slug
            new_people[person.slug] = NewPerson(slug, name, None)
    return slugs, new_people


def _index_slugs_by_name(people: Mapping[str, Person]) -> dict[str, str]:
    return {_get_name_key(person.name): slug for slug, person in people.items()}


def _get_name_key(name: str) -> str:
    """Return a key for a name that ignores case and accents; of emoji, the name itself."""
    return fold(name) or name


def _replace_people(entry: AnyEntry, slugs: Mapping[str, str]) -> AnyEntry:
    def replace_all(people: Iterable[str]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(slugs[slug] for slug in people))

    match entry:
        case Event():
            return entry.model_copy(update={"people": replace_all(entry.people)})
        case Fact():
            role = entry.role
            new_role = role and role.model_copy(update={"performer": slugs[role.performer]})
            return entry.model_copy(update={"people": replace_all(entry.people), "role": new_role})
        case Quote():
            return entry.model_copy(update={"speaker": slugs[entry.speaker]})
        case _:
            return entry
