"""The pages of the history, and the button that brings a retracted entry back."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Self

import discord

from bot.base import BotBase, Interaction
from bot.ui import pagination
from bot.ui.card import Card
from bot.ui.components import PersistentButton
from bot.ui.pagination import PageButton
from bot.ui.replies import reply_text, show_private_card
from cogs.canon.history.cards import (
    EMPTY_HISTORY_CARD,
    entry_history_card,
    parse_proposal_number,
    recent_history_card,
)
from cogs.canon.history.index import EntryGroup, EntryGroupIndex, EntryGroupIndexCache
from cogs.canon.permissions import REVIEWERS_ONLY, is_reviewer
from cogs.canon.proposals.cards import with_notice
from storage.canon.guild_entries import AuditAction, AuditEvent

PAGE_SIZE = 8
MAX_EVENTS = 30
"""Deeds of one number shown; the last ones say most."""
COG_NAME = "History"


class CanonHistoryButton(PageButton, template=r"canon:history:(?P<page>-?\d{1,5})"):
    """Opens a page of everything that was done to the guild's entries."""

    custom_id_format = "canon:history:{page}"

    async def get_refusal(self, interaction: Interaction) -> str | None:
        return None if await is_reviewer(interaction) else REVIEWERS_ONLY

    async def page_card(self, interaction: Interaction, page: int) -> Card:
        return await recent_history_page(interaction, page)


class RestoreButton(PersistentButton, template=r"canon:restore:(?P<number>own-\d{1,9})"):
    """Lets what was retracted count again."""

    def __init__(self, number: str) -> None:
        super().__init__("Restore", f"canon:restore:{number}", style=discord.ButtonStyle.primary)
        self._number = number

    @classmethod
    def from_match(cls, match: re.Match[str]) -> Self:
        return cls(match["number"])

    async def press(self, interaction: Interaction) -> None:
        if not await is_reviewer(interaction):
            await reply_text(interaction, REVIEWERS_ONLY)
            return
        bot, guild_id = interaction.client, get_guild_id(interaction)
        group = (await get_group_index(interaction)).get(self._number)
        ids = [entry.id for entry in group.entries] if group else []
        timestamp = int(bot.clock().timestamp())
        is_restored = await bot.store.guild_entries.restore(
            guild_id, ids, interaction.user.id, timestamp
        )
        notice = (
            "It counts again." if is_restored else "Nothing was restored: it counts, or is gone."
        )
        await show_private_card(
            interaction,
            with_notice(await find_group_history_page(interaction, self._number), notice),
        )


HISTORY_BUTTONS = (CanonHistoryButton, RestoreButton)


def get_guild_id(interaction: Interaction) -> int:
    """The server that somebody asks in."""
    assert interaction.guild_id is not None, "/canon is used in servers only"
    return interaction.guild_id


async def get_group_index(interaction: Interaction) -> EntryGroupIndex:
    """Own entries of the server somebody asks in."""
    return await get_group_index_cache(interaction.client).get(get_guild_id(interaction))


def get_group_index_cache(bot: BotBase) -> EntryGroupIndexCache:
    """The indexes, kept by the cog that asks for them at every letter typed."""
    cog = bot.get_cog(COG_NAME)
    cache = getattr(cog, "group_index_cache", None)
    return cache if isinstance(cache, EntryGroupIndexCache) else EntryGroupIndexCache(bot.store)


async def recent_history_page(interaction: Interaction, page: int) -> Card:
    """One page of all deeds, newest first."""
    entries, guild_id = interaction.client.store.guild_entries, get_guild_id(interaction)
    total = await entries.count_events(guild_id)
    if not total:
        return EMPTY_HISTORY_CARD
    page = pagination.clamp_page(page, total, PAGE_SIZE)
    events = await entries.list_newest_events(guild_id, offset=page * PAGE_SIZE, limit=PAGE_SIZE)
    index = await get_group_index(interaction)
    groups = [index.find(deed.entry_id) for deed in events]
    names = {group.key: group.name for group in groups if group}
    position = pagination.page_label(page, total, PAGE_SIZE)
    card = recent_history_card(events, names, position, await _get_authors(interaction, events))
    return card.with_buttons(*pagination.pager_buttons(page, total, PAGE_SIZE, CanonHistoryButton))


async def find_group_history_page(interaction: Interaction, key: str) -> Card:
    """All that was done to what shares a number."""
    group = (await get_group_index(interaction)).get(key)
    return await group_history_page(interaction, group) if group else EMPTY_HISTORY_CARD


async def group_history_page(interaction: Interaction, group: EntryGroup) -> Card:
    """All that was done to some entries, with a button where that can be undone."""
    store, guild_id = interaction.client.store, get_guild_id(interaction)
    events = await store.guild_entries.list_history(
        guild_id, *(entry.id for entry in group.entries)
    )
    outcomes = [
        await store.announcements.get_outcome(guild_id, entry.id)
        for entry in group.entries
        if entry.kind == "status"
    ]
    authors = await _get_authors(interaction, events)
    card = entry_history_card(
        group, events[-MAX_EVENTS:], outcomes[0] if outcomes else None, authors
    )
    return card.with_buttons(RestoreButton(group.key)) if _can_restore(group, events) else card


def _can_restore(group: EntryGroup, events: Sequence[AuditEvent]) -> bool:
    """Whether reviewers took it out; what a quoted member has withdrawn stays out."""
    is_withdrawn = any(deed.action is AuditAction.WITHDRAWN for deed in events)
    return not is_withdrawn and any(one.is_retired for one in group.stored)


async def _get_authors(interaction: Interaction, events: Sequence[AuditEvent]) -> dict[int, int]:
    """Who made the proposals that entries came from."""
    author_ids: dict[int, int] = {}
    for number in {parse_proposal_number(deed) for deed in events} - {None}:
        assert number is not None
        proposal = await interaction.client.store.proposals.get(get_guild_id(interaction), number)
        if proposal is not None:
            author_ids[number] = proposal.author_id
    return author_ids
