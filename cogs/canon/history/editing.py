"""Edits approved entries of a guild through drafts, and undoes the last edit of some entries."""

from __future__ import annotations

import logging
from typing import NamedTuple

from bot.base import BotBase
from cogs.canon.drafts.base import DraftEntries
from cogs.canon.drafts.models import Draft, QuoteDraft
from cogs.canon.drafts.news import NewsDraft
from cogs.canon.history.revision import (
    EntriesDifferError,
    EntryChangedError,
    EntryRetractedError,
    EntryUnchangedError,
    PackEntryError,
    find_last_edit,
    fingerprint_entries,
)
from cogs.canon.proposals.approval import Reviewer
from cogs.canon.proposals.entry_groups import EntryGroup, build_entry_group_index
from cogs.canon.proposals.errors import InvalidEntriesError
from cogs.canon.proposals.validation import build_entries, find_entry_problems
from cogs.canon.submit.prefill import build_prefill
from cogs.canon.submit.rebuilding import rebuild_current_draft
from cogs.canon.submit.service import SubmissionService
from seeds.schema import ENTRY_TYPES, AnyEntry
from storage.canon.audit_log import EntryChange
from storage.canon.guild_canon import GuildCanon
from storage.canon.guild_entries import GuildPerson, NewEntries
from storage.proposals.drafts import StoredDraft

log = logging.getLogger(__name__)


class Revision(NamedTuple):
    """The current version of approved entries, and the version that a draft gives."""

    former: tuple[AnyEntry, ...]
    draft_entries: DraftEntries


async def create_revision_draft(
    service: SubmissionService, draft_id: int, typed: str
) -> StoredDraft:
    """Store a draft with the current content of the entries that `typed` names.

    Raises EntryNotFoundError, PackEntryError, EntryRetractedError or EntryNotEditableError.
    """
    if await _is_pack_entry(service.canon, typed.strip().casefold()):
        raise PackEntryError
    index = await service.canon.derive(build_entry_group_index)
    key = index.get_named(typed).key
    entries = await _list_active_entries(service.canon, key)
    if not entries:
        raise EntryRetractedError
    number = int(key.removeprefix("own-"))
    kind, fields = build_prefill(
        await rebuild_current_draft(service.bot, service.guild.id, entries, number)
    )
    return await service.create_draft(
        draft_id, kind, fields, revised_number=number, base=fingerprint_entries(entries)
    )


async def build_revision(service: SubmissionService, stored: StoredDraft, draft: Draft) -> Revision:
    """Return the entries that a draft revises, and their new version.

    Raises EntryChangedError when they have changed since the draft was created, and
    EntriesDifferError when the new version has other ids.
    """
    number, guild_id = stored.revised_number, service.guild.id
    former = await _list_active_entries(service.canon, f"own-{number}")
    if not former or fingerprint_entries(former) != stored.base:
        raise EntryChangedError
    former_draft = await rebuild_current_draft(service.bot, guild_id, former, number)
    if (
        isinstance(draft, QuoteDraft)
        and isinstance(former_draft, QuoteDraft)
        and draft.speaker == former_draft.speaker
    ):
        kept = {"speaker_name": former_draft.speaker_name, "member_id": former_draft.member_id}
        draft = draft.model_copy(update=kept)
    if isinstance(draft, NewsDraft):
        draft = draft.keep_attachments(former_draft)
    entries, people = await build_entries(service.bot, guild_id, draft, number)
    if [one.id for one in entries] != [one.id for one in former]:
        raise EntriesDifferError
    known = await service.canon.get_people()
    new_people = tuple(person for person in people if person.slug not in known)
    return Revision(former, DraftEntries(entries, new_people))


async def save_revision(service: SubmissionService, stored: StoredDraft, draft: Draft) -> None:
    """Replace approved entries by the version that a draft gives, and delete the draft.

    Raises a ProposalError, changing nothing, when they have changed since the draft was created,
    or when the draft changes nothing or breaks a rule of the canon.
    """
    bot, guild_id, drafts = service.bot, service.guild.id, service.bot.store.drafts
    # One at a time: the slugs of new people depend on the people stored before.
    async with bot.guild_locks.get(guild_id):
        former, (entries, people) = await build_revision(service, stored, draft)
        if entries == former:
            raise EntryUnchangedError
        problems = await find_entry_problems(bot, guild_id, DraftEntries(entries, people))
        if problems:
            raise InvalidEntriesError(problems)
        change = EntryChange(guild_id, service.member_id, service.now)
        revision = NewEntries(entries, [GuildPerson(*person) for person in people])
        if not await bot.store.guild_entries.revise(change, former, revision):
            raise EntryChangedError
    await drafts.delete(guild_id, service.member_id, stored.id)
    log.info(
        "server %d: own-%d edited by user %d", guild_id, stored.revised_number, service.member_id
    )


async def undo_last_edit(bot: BotBase, reviewer: Reviewer, key: str, event_number: int) -> None:
    """Restore the version of a group from before its last edit, whose last event has that number.

    Raises EntryChangedError, changing nothing, when the entries have changed since.
    """
    guild_id, guild_entries = reviewer.guild.id, bot.store.guild_entries
    async with bot.guild_locks.get(guild_id):
        current = await _list_active_entries(bot.store.canon.for_guild(guild_id), key)
        events = await guild_entries.list_history(guild_id, *(one.id for one in current))
        edit = find_last_edit(events)
        if not edit or edit[-1].number != event_number:
            raise EntryChangedError
        former = [_parse_old_entry(event.entry_id, event.old_body) for event in edit]
        ids = {one.id for one in former}
        change = EntryChange(guild_id, reviewer.member_id, bot.clock(), "undone")
        expected = [one for one in current if one.id in ids]
        if not await guild_entries.revise(change, expected, NewEntries(former)):
            raise EntryChangedError
    log.info("server %d: the edit of %s undone by user %d", guild_id, key, reviewer.member_id)


async def get_undoable_event(bot: BotBase, guild_id: int, group: EntryGroup) -> int | None:
    """Return the number of the last event of an edit that can be undone; None if there is none."""
    active_ids = [one.entry.id for one in group.stored if not one.is_retired]
    if not active_ids:
        return None
    events = await bot.store.guild_entries.list_history(guild_id, *active_ids)
    edit = find_last_edit(events)
    return edit[-1].number if edit else None


async def _is_pack_entry(canon: GuildCanon, entry_id: str) -> bool:
    model = ENTRY_TYPES.get(entry_id.partition(".")[0])
    return model is not None and bool(await canon.pack.get_many([entry_id], model))


async def _list_active_entries(canon: GuildCanon, key: str) -> tuple[AnyEntry, ...]:
    group = (await canon.derive(build_entry_group_index)).get(key)
    stored = group.stored if group else ()
    return tuple(one.entry for one in stored if not one.is_retired)


def _parse_old_entry(entry_id: str, body: str) -> AnyEntry:
    return ENTRY_TYPES[entry_id.partition(".")[0]].model_validate_json(body)
