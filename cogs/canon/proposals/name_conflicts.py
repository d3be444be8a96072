"""Tells people apart whom a server's proposals bring in under the same slug, or the same look."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from cogs.canon.proposals.drafts import DraftEntries, NewPerson
from cogs.canon.proposals.speakers import build_unique_slug, find_confusable_person
from seeds.folding import fold
from seeds.pack import Person
from seeds.schema import AnyEntry, Quote


def disambiguate_people(
    draft_entries: DraftEntries, known: Mapping[str, Person], member_ids: Mapping[str, int | None]
) -> DraftEntries:
    """The same, so that nobody new goes under the slug of somebody else.

    While a proposal waits, another may have brought in a person of that slug.
    """
    for person in draft_entries.people:
        if person.slug in known and not _is_same_person(person, known[person.slug], member_ids):
            return _replace_slug(draft_entries, person.slug, build_unique_slug(person.name, known))
    return draft_entries


def find_name_conflicts(draft_entries: DraftEntries, known: Mapping[str, Person]) -> Iterator[str]:
    """What is wrong with new people whose names look like those of others.

    They did not when they were proposed, but several may have waited side by side. Members are
    told apart by what they are called on the platform.
    """
    for person in draft_entries.people:
        if person.slug in known or person.member_id is not None:
            continue
        confusable = find_confusable_person(person.name, known.values())
        if confusable is not None:
            yield f"{person.name} looks like {confusable.name}, who is on record"


def _is_same_person(person: NewPerson, known: Person, member_ids: Mapping[str, int | None]) -> bool:
    if person.member_id is not None and member_ids.get(known.slug) not in (None, person.member_id):
        return False
    return fold(person.name) == fold(known.name)


def _replace_slug(draft_entries: DraftEntries, old: str, new: str) -> DraftEntries:
    entries = tuple(_replace_speaker(entry, old, new) for entry in draft_entries.entries)
    return DraftEntries(
        entries, tuple(person._replace(slug=new) for person in draft_entries.people)
    )


def _replace_speaker(entry: AnyEntry, old: str, new: str) -> AnyEntry:
    if isinstance(entry, Quote) and entry.speaker == old:
        return entry.model_copy(update={"speaker": new})
    return entry
