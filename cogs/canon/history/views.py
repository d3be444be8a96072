"""The pages of the history, and the button that brings a retracted entry back."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Self

import discord

from bot.client import FanBot
from bot.ui import pagination
from bot.ui.card import Card
from bot.ui.components import PersistentButton
from bot.ui.pagination import PageButton
from bot.ui.replies import open_private, say
from cogs.canon.history.cards import EMPTY, entry_card, newest_card, proposal_in
from cogs.canon.history.index import Index, Indexes, Numbered
from cogs.canon.permissions import REVIEWERS_ONLY, is_reviewer
from cogs.canon.proposals.cards import with_notice
from storage.canon.guild_entries import AuditEvent, AuditAction

PAGE_SIZE = 8
MAX_DEEDS = 30
"""Deeds of one number shown; the last ones say most."""
COG = "History"


class HistoryButton(PageButton, template=r"canon:history:(?P<page>-?\d{1,5})"):
    """Turns to another page of all deeds."""

    prefix = "canon:history"
    label = "History"

    async def press(self, interaction: discord.Interaction[FanBot]) -> None:
        if await is_reviewer(interaction):
            await open_private(interaction, await newest_page(interaction, self._page))
        else:
            await say(interaction, REVIEWERS_ONLY)


class RestoreButton(PersistentButton, template=r"canon:restore:(?P<number>own-\d{1,9})"):
    """Lets what was retracted count again."""

    def __init__(self, number: str) -> None:
        super().__init__("Restore", f"canon:restore:{number}", style=discord.ButtonStyle.primary)
        self._number = number

    @classmethod
    def from_match(cls, match: re.Match[str]) -> Self:
        return cls(match["number"])

    async def press(self, interaction: discord.Interaction[FanBot]) -> None:
        if not await is_reviewer(interaction):
            await say(interaction, REVIEWERS_ONLY)
            return
        bot, guild_id = interaction.client, guild_of(interaction)
        group = (await index_of(interaction)).get(self._number)
        ids = [entry.id for entry in group.entries] if group else []
        at = int(bot.clock().timestamp())
        back = await bot.store.guild_entries.restore(guild_id, ids, interaction.user.id, at)
        notice = "It counts again." if back else "Nothing was restored: it counts, or is gone."
        await open_private(
            interaction, with_notice(await number_page(interaction, self._number), notice)
        )


HISTORY_BUTTONS = (HistoryButton, RestoreButton)


def guild_of(interaction: discord.Interaction[FanBot]) -> int:
    """The server that somebody asks in."""
    assert interaction.guild_id is not None, "/canon is used in servers only"
    return interaction.guild_id


async def index_of(interaction: discord.Interaction[FanBot]) -> Index:
    """Own entries of the server somebody asks in."""
    return await indexes_of(interaction.client).of(guild_of(interaction))


def indexes_of(bot: FanBot) -> Indexes:
    """The indexes, kept by the cog that asks for them at every letter typed."""
    cog = bot.get_cog(COG)
    kept = getattr(cog, "indexes", None)
    return kept if isinstance(kept, Indexes) else Indexes(bot.store)


async def newest_page(interaction: discord.Interaction[FanBot], page: int) -> Card:
    """One page of all deeds, newest first."""
    own, guild_id = interaction.client.store.guild_entries, guild_of(interaction)
    total = await own.count_events(guild_id)
    if not total:
        return EMPTY
    page = pagination.clamp(page, total, PAGE_SIZE)
    deeds = await own.list_newest_events(guild_id, offset=page * PAGE_SIZE, limit=PAGE_SIZE)
    index = await index_of(interaction)
    groups = [index.find(deed.entry_id) for deed in deeds]
    names = {group.number: group.name for group in groups if group}
    position = pagination.position(page, total, PAGE_SIZE)
    card = newest_card(deeds, names, position, await _authors(interaction, deeds))
    return card.with_buttons(*pagination.turners(page, total, PAGE_SIZE, HistoryButton))


async def number_page(interaction: discord.Interaction[FanBot], number: str) -> Card:
    """All that was done to what shares a number."""
    group = (await index_of(interaction)).get(number)
    return await group_page(interaction, group) if group else EMPTY


async def group_page(interaction: discord.Interaction[FanBot], group: Numbered) -> Card:
    """All that was done to some entries, with a button where that can be undone."""
    store, guild_id = interaction.client.store, guild_of(interaction)
    deeds = await store.guild_entries.list_history(guild_id, *(entry.id for entry in group.entries))
    outcomes = [
        await store.announcements.get_outcome(guild_id, entry.id)
        for entry in group.entries
        if entry.kind == "status"
    ]
    authors = await _authors(interaction, deeds)
    card = entry_card(group, deeds[-MAX_DEEDS:], outcomes[0] if outcomes else None, authors)
    return card.with_buttons(RestoreButton(group.number)) if _can_return(group, deeds) else card


def _can_return(group: Numbered, deeds: Sequence[AuditEvent]) -> bool:
    """Whether reviewers took it out; what a quoted member has withdrawn stays out."""
    is_withdrawn = any(deed.action is AuditAction.WITHDRAWN for deed in deeds)
    return not is_withdrawn and any(one.is_retired for one in group.stored)


async def _authors(
    interaction: discord.Interaction[FanBot], deeds: Sequence[AuditEvent]
) -> dict[int, int]:
    """Who made the proposals that entries came from."""
    found: dict[int, int] = {}
    for number in {proposal_in(deed) for deed in deeds} - {None}:
        assert number is not None
        proposal = await interaction.client.store.proposals.get(guild_of(interaction), number)
        if proposal is not None:
            found[number] = proposal.author_id
    return found
