"""The buttons of `/privacy`; the custom id of each names the only member who may use it."""

from __future__ import annotations

import asyncio
import gzip
import io
import json
import re
from datetime import datetime
from typing import Any, Self

import discord

from bot.base import Interaction, get_pack, is_outside
from bot.ui.card import Card
from bot.ui.components import PersistentButton
from bot.ui.replies import get_audience_id, reply_file, reply_text
from cogs.privacy import cards
from cogs.privacy.cards import Place, ScopeChoice
from storage.privacy.erasure import StillPlayingError
from storage.privacy.member_data import MemberDataScope

_OWNER_PATTERN = r"(?P<owner>\d{1,20})"
_SCOPE_PATTERN = r"(?P<where>here|everywhere)"


class MemberButton(PersistentButton, template=r"(?!)"):
    """A button on a card about one member; other members are refused."""

    owner_id: int

    async def press(self, interaction: Interaction) -> None:
        # Opening the direct-message channel and reading the database may take over three seconds.
        await interaction.response.defer(ephemeral=True)
        if interaction.user.id == self.owner_id:
            await self.on_owner_click(interaction)
        else:
            await reply_text(interaction, cards.NOT_YOUR_CARD)

    async def on_owner_click(self, interaction: Interaction) -> None:
        """Answer a click by the owner, which has been deferred."""
        raise NotImplementedError


class ExportButton(MemberButton, template=rf"privacy:export:{_OWNER_PATTERN}"):
    """A button that sends the member's data as a file."""

    def __init__(self, owner_id: int) -> None:
        super().__init__("Export as a file", f"privacy:export:{owner_id}")
        self.owner_id = owner_id

    @classmethod
    def from_match(cls, match: re.Match[str]) -> Self:
        return cls(int(match["owner"]))

    async def on_owner_click(self, interaction: Interaction) -> None:
        file = await build_export_file(interaction)
        if file is None:
            await reply_text(interaction, cards.NOTHING_TO_EXPORT)
        else:
            await reply_file(interaction, cards.EXPORT_MESSAGE, file)


class DeleteButton(MemberButton, template=rf"privacy:delete:{_SCOPE_PATTERN}:{_OWNER_PATTERN}"):
    """A button that shows the card asking for confirmation."""

    def __init__(self, owner_id: int, choice: ScopeChoice) -> None:
        label = "Delete what's here" if choice is ScopeChoice.HERE else "Delete it everywhere"
        super().__init__(label, f"privacy:delete:{choice}:{owner_id}")
        self.owner_id, self._choice = owner_id, choice

    @classmethod
    def from_match(cls, match: re.Match[str]) -> Self:
        return cls(int(match["owner"]), ScopeChoice(match["where"]))

    async def on_owner_click(self, interaction: Interaction) -> None:
        scope = await build_scope(interaction, self._choice)
        stored = await interaction.client.store.member_data.get_counts(scope)
        if stored.is_empty:
            await reply_text(interaction, cards.NOTHING_TO_DELETE)
            return
        card = cards.confirm_card(stored, self._choice, get_place(interaction))
        view = card.with_buttons(
            ConfirmDeleteButton(self.owner_id, self._choice), ExportButton(self.owner_id)
        ).build_view(get_pack(interaction).colour)
        await interaction.followup.send(view=view, ephemeral=True)


class ConfirmDeleteButton(
    MemberButton, template=rf"privacy:sure:{_SCOPE_PATTERN}:{_OWNER_PATTERN}"
):
    """A button that deletes, then shows what was deleted."""

    def __init__(self, owner_id: int, choice: ScopeChoice) -> None:
        super().__init__(
            "Yes, delete it",
            f"privacy:sure:{choice}:{owner_id}",
            style=discord.ButtonStyle.danger,
        )
        self.owner_id, self._choice = owner_id, choice

    @classmethod
    def from_match(cls, match: re.Match[str]) -> Self:
        return cls(int(match["owner"]), ScopeChoice(match["where"]))

    async def on_owner_click(self, interaction: Interaction) -> None:
        bot = interaction.client
        scope = await build_scope(interaction, self._choice)
        try:
            stored = await bot.store.member_erasure.erase(scope, bot.clock())
        except StillPlayingError as playing:
            await reply_text(interaction, cards.still_playing_text(playing.channel_ids))
            return
        if stored.is_empty:
            await reply_text(interaction, cards.NOTHING_TO_DELETE)
            return
        card = cards.deleted_card(stored, self._choice, get_place(interaction))
        await interaction.edit_original_response(view=card.build_view(get_pack(interaction).colour))


BUTTONS = (ExportButton, DeleteButton, ConfirmDeleteButton)


async def overview_page(interaction: Interaction) -> Card:
    """Build the overview card of the member who asks, with buttons for what is stored."""
    data, owner_id = interaction.client.store.member_data, interaction.user.id
    here = await data.get_counts(await build_scope(interaction, ScopeChoice.HERE))
    everywhere = await data.get_counts(await build_scope(interaction, ScopeChoice.EVERYWHERE))
    card = cards.overview_card(here, everywhere, get_place(interaction))
    buttons: list[MemberButton] = []
    if not everywhere.is_empty:
        buttons.append(ExportButton(owner_id))
    if not here.is_empty:
        buttons.append(DeleteButton(owner_id, ScopeChoice.HERE))
    if not everywhere.is_empty:
        buttons.append(DeleteButton(owner_id, ScopeChoice.EVERYWHERE))
    return card.with_buttons(*buttons)


def get_place(interaction: Interaction) -> Place:
    """Return the kind of place in which a member asks."""
    if is_outside(interaction):
        return Place.OUTSIDE
    return Place.DIRECT_MESSAGES if interaction.guild_id is None else Place.GUILD


async def build_scope(interaction: Interaction, choice: ScopeChoice) -> MemberDataScope:
    """Return the scope of the member who asks, in the current place or everywhere."""
    member_id = interaction.user.id
    if choice is ScopeChoice.EVERYWHERE:
        return MemberDataScope(member_id, None, await _get_dm_channel_id(interaction))
    is_in_dm = get_place(interaction) is Place.DIRECT_MESSAGES
    audience_id = get_audience_id(interaction)
    return MemberDataScope(member_id, audience_id, audience_id if is_in_dm else None)


async def _get_dm_channel_id(interaction: Interaction) -> int:
    """Return the id of the member's direct-message channel; opening it sends no message."""
    if get_place(interaction) is Place.DIRECT_MESSAGES:
        return get_audience_id(interaction)
    channel = await interaction.client.create_dm(discord.Object(interaction.user.id))
    return channel.id


async def build_export_file(interaction: Interaction) -> discord.File | None:
    """Return the data of the member who asks as a JSON file; None when nothing is stored.

    The file is gzipped when it is larger than the guild's upload limit.
    """
    bot = interaction.client
    scope = await build_scope(interaction, ScopeChoice.EVERYWHERE)
    guild_names = {guild.id: f"{guild.name} (server {guild.id})" for guild in bot.guilds}

    def format_audience(audience_id: int) -> str:
        if audience_id == scope.dm_channel_id:
            return "direct messages"
        if audience_id == scope.member_id:
            return "places without me"
        return guild_names.get(audience_id, f"server {audience_id}")

    found = await bot.store.member_data.export(scope, format_audience)
    if not found:
        return None
    content = await asyncio.to_thread(_encode_export, scope.member_id, bot.clock(), found)
    name = f"{bot.packs.get(None).manifest.slug}-about-me.json"
    if len(content) > interaction.filesize_limit:
        content, name = await asyncio.to_thread(gzip.compress, content), f"{name}.gz"
    return discord.File(io.BytesIO(content), name)


def _encode_export(member_id: int, now: datetime, found: dict[str, list[Any]]) -> bytes:
    document = {"member": str(member_id), "exported_at": now.isoformat(), **found}
    return json.dumps(document, ensure_ascii=False, indent=2).encode()
