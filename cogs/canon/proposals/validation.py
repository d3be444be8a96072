"""Checks the entries of a draft against the canon, and gives new people unique slugs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from bot.base import BotBase
from bot.markdown import Markdown, escape
from cogs.canon.drafts.base import DraftEntries, NewPerson
from cogs.canon.drafts.models import Draft
from cogs.canon.proposals.speakers import build_unique_slug, find_confusable_person
from seeds.checks import find_pack_problems
from seeds.folding import fold
from seeds.pack import DATED_STAGE, KnownSlugs, LocatedEntry, Manifest, Person
from seeds.schema import AnyEntry, Event, Quote, Source, Status
from storage.canon.guild_canon import GuildCanon


async def build_entries(bot: BotBase, guild_id: int, draft: Draft, number: int) -> DraftEntries:
    """Return the entries of a draft; its new people have slugs that no other person has."""
    people = await bot.store.canon.for_guild(guild_id).get_people()
    guild_people = await bot.store.guild_entries.list_people(guild_id)
    member_ids = {person.slug: person.member_id for person in guild_people}
    return disambiguate_people(draft.to_entries(number), people, member_ids)


async def find_entry_problems(
    bot: BotBase, guild_id: int, draft_entries: DraftEntries
) -> list[Markdown]:
    """Return the problems that prevent approval, escaped, each without a full stop."""
    canon = bot.store.canon.for_guild(guild_id)
    own_ids = {entry.id for entry in draft_entries.entries}
    cited_ids = [name for entry in draft_entries.entries for name in entry.references]
    cited: list[Source | Status] = [
        *await canon.get_sources(name for name in cited_ids if name not in own_ids),
        *await canon.get_many([name for name in cited_ids if name not in own_ids], Status),
    ]
    known_people = await canon.get_people()
    new_people = {one.slug: Person(slug=one.slug, name=one.name) for one in draft_entries.people}
    people = (known_people | new_people).values()
    manifest = canon.manifest.model_copy(update={"people": tuple(people)})
    located = [LocatedEntry("", entry) for entry in (*draft_entries.entries, *cited)]
    stored_ids = {entry.id for entry in cited}
    pack_problems = find_pack_problems(
        located,
        KnownSlugs.from_manifest(manifest),
        other_ids=_list_indirect_references(cited),
        manifest_file="what this server added",
    )
    return [
        *map(escape, await _find_settled_promises(canon, draft_entries)),
        *map(escape, _find_missing_dates(draft_entries, manifest)),
        *map(escape, find_name_conflicts(draft_entries, known_people)),
        *(escape(one.message) for one in pack_problems if one.entry not in stored_ids),
    ]


async def _find_settled_promises(canon: GuildCanon, draft_entries: DraftEntries) -> list[str]:
    """Return a problem for each promise that was settled since it was chosen, or is gone."""
    problems: list[str] = []
    for event in draft_entries.entries:
        if isinstance(event, Event) and event.settles:
            known = await canon.list_open_promises(event.id)
            promises = {(status.id, promise.text) for status, promise in known}
            problems += [
                f"“{one.promise}” isn't an open promise anymore"
                for one in event.settles
                if (one.status, one.promise) not in promises
            ]
    return problems


def _find_missing_dates(draft_entries: DraftEntries, manifest: Manifest) -> Iterator[str]:
    for entry in draft_entries.entries:
        if isinstance(entry, Status) and entry.stage == DATED_STAGE and entry.release_date is None:
            yield f"{manifest.get_stage(entry.stage).label} needs the release date"


def disambiguate_people(
    draft_entries: DraftEntries, known: Mapping[str, Person], member_ids: Mapping[str, int | None]
) -> DraftEntries:
    """Return the entries with another slug for a new person whose slug is taken.

    While a proposal waits, another one may have added a person of the same slug.
    """
    for person in draft_entries.people:
        if person.slug in known and not _is_same_person(person, known[person.slug], member_ids):
            return _replace_slug(draft_entries, person.slug, build_unique_slug(person.name, known))
    return draft_entries


def find_name_conflicts(draft_entries: DraftEntries, known: Mapping[str, Person]) -> Iterator[str]:
    """Yield a problem for each new person whose name looks like that of a known one.

    A name may have become confusable while its proposal waited. Members are left out: their names
    contain the user name when they would be confusable.
    """
    for person in draft_entries.people:
        if person.slug in known or person.member_id is not None:
            continue
        confusable = find_confusable_person(person.name, known.values())
        if confusable is not None:
            yield f"{person.name} looks like {confusable.name}, who I already know"


def _list_indirect_references(known: Sequence[AnyEntry]) -> set[str]:
    """Return the ids that cited entries cite, which were checked when these were added."""
    return {name for entry in known for name in entry.references}


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
