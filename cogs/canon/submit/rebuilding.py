"""Rebuilds drafts from approved entries, as reviewers may have edited these."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from pydantic import ValidationError

from bot.base import BotBase
from cogs.canon.drafts.models import Draft, FactDraft, QuestionDraft, QuoteDraft
from cogs.canon.drafts.news import FEED_DATING, NewsDraft
from cogs.canon.proposals.errors import ProposalError
from cogs.canon.proposals.similar_entries import build_canon_index
from cogs.canon.proposals.summary import get_id_suffix
from cogs.canon.submit.parsing.fields import UNKNOWN_PUBLISHER
from seeds.dates import DateInterval, PartialDate
from seeds.feeds.attachments import FoundDetails
from seeds.schema import AnyEntry, Event, Fact, Question, Quote, Source, Status
from storage.canon.guild_entries import GuildPerson


class EntryNotEditableError(ProposalError):
    """The entries have fields that no form shows."""

    def __init__(self) -> None:
        super().__init__(
            "It holds more than my forms can show, so it can't be edited: retract it and add it "
            "again."
        )


async def rebuild_current_draft(
    bot: BotBase, guild_id: int, entries: tuple[AnyEntry, ...], number: int
) -> Draft:
    """Return the draft that gives the entries of a guild as they are.

    Raises EntryNotEditableError when no draft gives them.
    """
    people = await bot.store.guild_entries.list_people(guild_id)
    sources = (await bot.store.canon.for_guild(guild_id).derive(build_canon_index)).sources
    people_by_slug = {one.slug: one for one in people}
    return _rebuild_draft(entries, number, sources, people_by_slug, await bot.today_in(guild_id))


def _rebuild_draft(
    entries: Sequence[AnyEntry],
    number: int,
    sources: Mapping[str, Source],
    people: Mapping[str, GuildPerson],
    today: date,
) -> Draft:
    """Return the draft whose `to_entries(number)` is equal to `entries`.

    `people` are the people of the guild by slug. Raises EntryNotEditableError when no draft gives
    these entries: imported ones may have fields that drafts lack.
    """
    for with_name in (True, False):
        try:
            draft = _rebuild(entries, sources, people if with_name else {}, today)
        except (ValidationError, KeyError) as error:
            raise EntryNotEditableError from error
        if draft is not None and draft.to_entries(number).entries == tuple(entries):
            member_id = _get_member_id(draft, people)
            return draft.model_copy(update={"member_id": member_id}) if member_id else draft
    raise EntryNotEditableError


def _rebuild(
    entries: Sequence[AnyEntry],
    sources: Mapping[str, Source],
    people: Mapping[str, GuildPerson],
    today: date,
) -> Draft | None:
    by_kind = {entry.kind: entry for entry in entries}
    main = entries[-1]
    own_source = _find_own_source(entries)
    event = by_kind.get("event")
    if isinstance(main, Status) and isinstance(event, Event):
        status, main = main, event
    else:
        status = None
    if isinstance(main, Source):
        return None
    origin = _rebuild_source(main, own_source, sources, today)
    match main:
        case Event():
            return NewsDraft(
                **origin,
                headline=main.title,
                text=main.text,
                topic=main.topics[0],
                stage=status.stage if status else None,
                certainty=status.certainty if status else "reported",
                release_date=status.release_date if status else None,
                settles=main.settles,
                **_rebuild_attachments(entries, own_source),
            )
        case Quote():
            person = people.get(main.speaker)
            return QuoteDraft(
                **origin,
                words=main.words,
                speaker=main.speaker,
                speaker_name=person.name if person else None,
                occasion=main.occasion,
                topic=main.topics[0],
                published=_find_other_publication(main, by_kind.get("source")),
            )
        case Fact():
            return FactDraft(**origin, text=main.text, topic=main.topics[0])
        case Question():
            return QuestionDraft(
                **origin,
                text=main.text,
                answers=main.answers,
                distractors=main.distractors,
                difficulty=main.difficulty,
                topic=main.topic,
                explanation=main.explanation,
            )
        case Status():
            return None


def _find_own_source(entries: Sequence[AnyEntry]) -> Source | None:
    """Return the source of entries that were added together; None when they cite a known one."""
    own_id = f"source.{get_id_suffix(entries[-1].id)}"
    own = next((entry for entry in entries if entry.id == own_id), None)
    return own if isinstance(own, Source) else None


def _rebuild_source(
    main: Event | Quote | Fact | Question | Status,
    own: Source | None,
    sources: Mapping[str, Source],
    today: date,
) -> dict[str, Any]:
    """Return the fields of a draft that hold its source and date."""
    source = own or sources[main.sources[0]]
    published = source.published
    when = published.start if isinstance(published, DateInterval) else published
    if isinstance(main, Event):
        when = main.date
    elif isinstance(main, Quote):
        when = main.said
    return {
        "link": source.url if source is own else None,
        "publisher": source.publisher or UNKNOWN_PUBLISHER,
        "date": when or PartialDate.from_date(today),
        "known_source": None if source is own else source.id,
    }


def _rebuild_attachments(entries: Sequence[AnyEntry], own: Source | None) -> dict[str, Any]:
    """Return the fields of a draft of news that hold its further sources and its quotes."""
    sources = [one for one in entries if isinstance(one, Source)]
    is_found = any(one.dating == FEED_DATING for one in sources)
    return {
        "found": FoundDetails() if is_found else None,
        "other_sources": [
            {
                "title": one.title,
                "publisher": one.publisher or UNKNOWN_PUBLISHER,
                "link": one.url,
                "date": one.published,
            }
            for one in sources
            if one is not own
        ],
        "quotes": [
            one.model_dump(include={"words", "continued", "speaker", "said", "occasion"})
            for one in entries
            if isinstance(one, Quote)
        ],
    }


def _find_other_publication(quote: Quote, own: AnyEntry | None) -> PartialDate | None:
    """Return when the source of a quote was published, None for the date it was said."""
    published = own.published if isinstance(own, Source) else None
    if not isinstance(published, PartialDate) or published == quote.said:
        return None
    return published


def _get_member_id(draft: Draft, people: Mapping[str, GuildPerson]) -> int | None:
    person = people.get(draft.speaker) if isinstance(draft, QuoteDraft) else None
    return person.member_id if person else None
