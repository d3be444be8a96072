"""Tells people apart whom a server's proposals bring in under the same slug, or the same look."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from cogs.canon.proposals.drafts import NewPerson, Written
from cogs.canon.proposals.speakers import new_slug, twin_of
from seeds.folding import fold
from seeds.pack import Person
from seeds.schema import AnyEntry, Quote


def told_apart(
    written: Written, known: Mapping[str, Person], members: Mapping[str, int | None]
) -> Written:
    """The same, so that nobody new goes under the slug of somebody else.

    While a proposal waits, another may have brought in a person of that slug.
    """
    for person in written.people:
        if person.slug in known and not _is_same(person, known[person.slug], members):
            return _renamed(written, person.slug, new_slug(person.name, known))
    return written


def lookalikes(written: Written, known: Mapping[str, Person]) -> Iterator[str]:
    """What is wrong with new people whose names look like those of others.

    They did not when they were proposed, but several may have waited side by side. Members are
    told apart by what they are called on the platform.
    """
    for person in written.people:
        if person.slug in known or person.member_id is not None:
            continue
        twin = twin_of(person.name, known.values())
        if twin is not None:
            yield f"{person.name} looks like {twin.name}, who is on record"


def _is_same(person: NewPerson, known: Person, members: Mapping[str, int | None]) -> bool:
    if person.member_id is not None and members.get(known.slug) not in (None, person.member_id):
        return False
    return fold(person.name) == fold(known.name)


def _renamed(written: Written, old: str, new: str) -> Written:
    entries = tuple(_spoken_by(entry, old, new) for entry in written.entries)
    return Written(entries, tuple(person._replace(slug=new) for person in written.people))


def _spoken_by(entry: AnyEntry, old: str, new: str) -> AnyEntry:
    if isinstance(entry, Quote) and entry.speaker == old:
        return entry.model_copy(update={"speaker": new})
    return entry
