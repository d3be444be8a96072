"""Rebuilds drafts from approved entries, finds their last edit, and defines errors of edits."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from pydantic import ValidationError

from cogs.canon.drafts.models import Draft, FactDraft, QuestionDraft, QuoteDraft
from cogs.canon.drafts.news import FEED_DATING, NewsDraft
from cogs.canon.proposals.approval import build_fingerprint
from cogs.canon.proposals.errors import ProposalError
from cogs.canon.proposals.summary import get_id_suffix
from cogs.canon.submit.parsing.fields import UNKNOWN_PUBLISHER
from seeds.dates import DateInterval, PartialDate
from seeds.feeds.attachments import FoundDetails
from seeds.schema import AnyEntry, Event, Fact, Question, Quote, Source, Status
from storage.canon.audit_log import AuditAction, AuditEvent
from storage.canon.guild_entries import GuildPerson


class PackEntryError(ProposalError):
    """The entry belongs to the pack."""

    def __init__(self) -> None:
        super().__init__(
            "That came with me, so it can't be edited here: pick something that this server added."
        )


class EntryRetractedError(ProposalError):
    """The entries are retracted or withdrawn."""

    def __init__(self) -> None:
        super().__init__("It's retracted, so it can't be edited: restore it first.")


class EntryNotEditableError(ProposalError):
    """The entries have fields that no form shows."""

    def __init__(self) -> None:
        super().__init__(
            "It holds more than my forms can show, so it can't be edited: retract it and add it "
            "again."
        )


class EntryChangedError(ProposalError):
    """The entries have changed since the edit was started or the undo button was shown."""

    def __init__(self) -> None:
        super().__init__(
            "It was changed or retracted in the meantime, so nothing changed: /review history shows"
            "how."
        )


class EntryUnchangedError(ProposalError):
    """The new version is equal to the current one."""

    def __init__(self) -> None:
        super().__init__("Nothing is different, so there's nothing to save.")


class EntriesDifferError(ProposalError):
    """The edit would add or remove an entry: a status, or a source of its own."""

    def __init__(self) -> None:
        super().__init__(
            "An edit can't add or remove a stage or a source: retract it and add it again instead."
        )


def fingerprint_entries(entries: Sequence[AnyEntry]) -> str:
    """Return a hash of the content of entries, 8 hexadecimal digits."""
    return build_fingerprint("\n".join(entry.model_dump_json() for entry in entries))


def rebuild_draft(
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


def find_last_edit(events: Sequence[AuditEvent]) -> list[AuditEvent]:
    """Return the events of the last change of some entries if it was an edit, oldest first.

    Empty when it was another action, or when a replaced version was erased.
    """
    edit: list[AuditEvent] = []
    for event in reversed(events):
        is_same = not edit or (
            (event.created_at, event.actor_id, event.detail)
            == (edit[0].created_at, edit[0].actor_id, edit[0].detail)
            and event.entry_id not in {one.entry_id for one in edit}
        )
        if event.action is not AuditAction.EDITED or not is_same:
            break
        edit.insert(0, event)
    return edit if all(event.old_body for event in edit) else []


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
