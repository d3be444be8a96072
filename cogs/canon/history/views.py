"""The pages of the history, and the button that restores a retracted entry."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Self

import discord

from bot.base import Interaction, get_pack
from bot.markdown import Markdown
from bot.ui import pagination
from bot.ui.card import Card
from bot.ui.components import PersistentButton
from bot.ui.pagination import PageButton
from bot.ui.replies import get_canon, show_private_card
from cogs.canon.history.cards import (
    EMPTY_HISTORY_CARD,
    entry_history_card,
    parse_proposal_number,
    recent_history_card,
)
from cogs.canon.history.editing import get_undoable_event, undo_last_edit
from cogs.canon.history.restoring import restore_group
from cogs.canon.history.revision import EntryChangedError
from cogs.canon.permissions import get_guild, require_reviewer
from cogs.canon.proposals.approval import Reviewer
from cogs.canon.proposals.cards import with_notice
from cogs.canon.proposals.entry_groups import EntryGroup, EntryGroupIndex, build_entry_group_index
from cogs.canon.proposals.preview import list_source_notes
from cogs.canon.proposals.summary import get_id_suffix
from storage.canon.audit_log import AuditAction, AuditEvent

PAGE_SIZE = 8


class CanonHistoryButton(PageButton, template=r"canon:history:(?P<page>-?\d{1,5})"):
    """Opens a page of the guild's audit log."""

    custom_id_format = "canon:history:{page}"

    async def page_card(self, interaction: Interaction, page: int) -> Card:
        await require_reviewer(interaction)
        return await recent_history_page(interaction, page)


class RestoreButton(PersistentButton, template=r"canon:restore:(?P<number>own-\d{1,9})"):
    """Restores the retracted entries of a group."""

    def __init__(self, number: str) -> None:
        super().__init__("Restore", f"canon:restore:{number}", style=discord.ButtonStyle.primary)
        self._number = number

    @classmethod
    def from_match(cls, match: re.Match[str]) -> Self:
        return cls(match["number"])

    async def press(self, interaction: Interaction) -> None:
        await require_reviewer(interaction)
        reviewer = Reviewer(get_guild(interaction), interaction.user.id)
        notice = await restore_group(interaction.client, reviewer, self._number)
        await show_private_card(
            interaction,
            with_notice(await find_group_history_page(interaction, self._number), notice),
        )


class UndoEditButton(
    PersistentButton, template=r"canon:undo:(?P<key>own-\d{1,9}):(?P<event>\d{1,9})"
):
    """Restores the version from before the last edit, unless the entries have changed since."""

    def __init__(self, key: str, event_number: int) -> None:
        super().__init__("Undo", f"canon:undo:{key}:{event_number}")
        self._key, self._event_number = key, event_number

    @classmethod
    def from_match(cls, match: re.Match[str]) -> Self:
        return cls(match["key"], int(match["event"]))

    async def press(self, interaction: Interaction) -> None:
        await require_reviewer(interaction)
        reviewer = Reviewer(get_guild(interaction), interaction.user.id)
        try:
            await undo_last_edit(interaction.client, reviewer, self._key, self._event_number)
            notice: Markdown = "Undone. It says what it said before."
        except EntryChangedError as error:
            notice = error.message
        page = await find_group_history_page(interaction, self._key)
        await show_private_card(interaction, with_notice(page, notice))


HISTORY_BUTTONS = (CanonHistoryButton, RestoreButton, UndoEditButton)


async def get_group_index(interaction: Interaction) -> EntryGroupIndex:
    """Return the index of the guild's own entries, built once for each state of its canon."""
    return await get_canon(interaction).derive(build_entry_group_index)


async def recent_history_page(interaction: Interaction, page: int) -> Card:
    """Return one page of the audit log, newest first; `page` is clamped to those that exist."""
    entries, guild_id = interaction.client.store.guild_entries, get_guild(interaction).id
    total = await entries.count_events(guild_id)
    if not total:
        return EMPTY_HISTORY_CARD
    page = pagination.clamp_page(page, total, PAGE_SIZE)
    events = await entries.list_newest_events(guild_id, offset=page * PAGE_SIZE, limit=PAGE_SIZE)
    index = await get_group_index(interaction)
    groups = [index.get(get_id_suffix(event.entry_id)) for event in events]
    names = {group.key: group.name for group in groups if group}
    position = pagination.page_label(page, total, PAGE_SIZE)
    card = recent_history_card(events, names, position, await _get_authors(interaction, events))
    return card.with_buttons(*pagination.pager_buttons(page, total, PAGE_SIZE, CanonHistoryButton))


async def find_group_history_page(interaction: Interaction, key: str) -> Card:
    """Return the history page of the group with that key, an empty card if there is none."""
    group = (await get_group_index(interaction)).get(key)
    return await group_history_page(interaction, group) if group else EMPTY_HISTORY_CARD


async def group_history_page(interaction: Interaction, group: EntryGroup) -> Card:
    """Return the history page of a group, with a button when a change of it can be undone."""
    store, guild_id = interaction.client.store, get_guild(interaction).id
    events = await store.guild_entries.list_history(
        guild_id, *(entry.id for entry in group.entries)
    )
    outcomes = [
        await store.announcements.get_outcome(guild_id, entry.id)
        for entry in group.entries
        if entry.kind == "status"
    ]
    authors = await _get_authors(interaction, events)
    outcome = outcomes[0] if outcomes else None
    manifest = get_pack(interaction).manifest
    source_notes = await list_source_notes(interaction.client, guild_id, group.entries)
    card = entry_history_card(group, events, outcome, authors, source_notes, manifest)
    if _can_restore(group, events):
        return card.with_buttons(RestoreButton(group.key))
    event_number = await get_undoable_event(interaction.client, guild_id, group)
    return card.with_buttons(UndoEditButton(group.key, event_number)) if event_number else card


def _can_restore(group: EntryGroup, events: Sequence[AuditEvent]) -> bool:
    """Return whether some entries are retracted and none was withdrawn by a quoted member."""
    is_withdrawn = any(event.action is AuditAction.WITHDRAWN for event in events)
    return not is_withdrawn and any(one.is_retired for one in group.stored)


async def _get_authors(interaction: Interaction, events: Sequence[AuditEvent]) -> dict[int, int]:
    """Return the authors of the proposals that events name, by the proposals' numbers."""
    author_ids: dict[int, int] = {}
    for number in {parse_proposal_number(event) for event in events} - {None}:
        assert number is not None
        proposal = await interaction.client.store.proposals.get(get_guild(interaction).id, number)
        if proposal is not None and not proposal.is_found:
            author_ids[number] = proposal.author_id
    return author_ids
