"""The buttons of `/privacy`. Each is its owner's alone, and its id says whose it is."""

from __future__ import annotations

import asyncio
import gzip
import io
import json
import re
from datetime import datetime
from typing import TYPE_CHECKING, Any, Self

import discord

from bot.ui.card import Card
from bot.ui.components import PersistentButton
from bot.ui.replies import audience_of
from cogs.privacy import cards
from cogs.privacy.cards import Where
from storage.privacy.erasure import StillPlayingError
from storage.privacy.member_data import MemberDataScope

if TYPE_CHECKING:
    from bot.client import FanBot

_OWNER = r"(?P<owner>\d{1,20})"
_WHERE = r"(?P<where>here|everywhere)"


class OwnButton(PersistentButton, template=r"(?!)"):
    """A button on a card about one member, which does nothing for anybody else."""

    owner_id: int

    async def press(self, interaction: discord.Interaction[FanBot]) -> None:
        # Finding the direct messages and waiting for the disk may take their time.
        await interaction.response.defer(ephemeral=True)
        if interaction.user.id == self.owner_id:
            await self.serve(interaction)
        else:
            await tell(interaction, cards.NOT_YOURS)

    async def serve(self, interaction: discord.Interaction[FanBot]) -> None:
        """Answer the owner's click, which is acknowledged already."""
        raise NotImplementedError


class ExportButton(OwnButton, template=rf"privacy:export:{_OWNER}"):
    """Sends everything as a file."""

    def __init__(self, owner_id: int) -> None:
        super().__init__("Export as a file", f"privacy:export:{owner_id}")
        self.owner_id = owner_id

    @classmethod
    def from_match(cls, match: re.Match[str]) -> Self:
        return cls(int(match["owner"]))

    async def serve(self, interaction: discord.Interaction[FanBot]) -> None:
        file = await export_file(interaction)
        if file is None:
            await tell(interaction, cards.NOTHING_TO_EXPORT)
        else:
            await interaction.followup.send(cards.EXPORTED, file=file, ephemeral=True)


class DeleteButton(OwnButton, template=rf"privacy:delete:{_WHERE}:{_OWNER}"):
    """Asks on a second card whether it is meant."""

    def __init__(self, owner_id: int, where: Where) -> None:
        label = "Delete what is here" if where is Where.HERE else "Delete it everywhere"
        super().__init__(label, f"privacy:delete:{where}:{owner_id}")
        self.owner_id, self._where = owner_id, where

    @classmethod
    def from_match(cls, match: re.Match[str]) -> Self:
        return cls(int(match["owner"]), Where(match["where"]))

    async def serve(self, interaction: discord.Interaction[FanBot]) -> None:
        scope = await scope_of(interaction, self._where)
        held = await interaction.client.store.member_data.get_counts(scope)
        if held.is_empty:
            await tell(interaction, cards.NOTHING_TO_DELETE)
            return
        in_server = interaction.guild_id is not None
        card = cards.sure_card(held, self._where, in_server=in_server)
        view = card.with_buttons(
            SureButton(self.owner_id, self._where), ExportButton(self.owner_id)
        ).view(interaction.client.colour)
        await interaction.followup.send(view=view, ephemeral=True)


class SureButton(OwnButton, template=rf"privacy:sure:{_WHERE}:{_OWNER}"):
    """Deletes, and says what is gone."""

    def __init__(self, owner_id: int, where: Where) -> None:
        super().__init__(
            "Yes, delete it",
            f"privacy:sure:{where}:{owner_id}",
            style=discord.ButtonStyle.danger,
        )
        self.owner_id, self._where = owner_id, where

    @classmethod
    def from_match(cls, match: re.Match[str]) -> Self:
        return cls(int(match["owner"]), Where(match["where"]))

    async def serve(self, interaction: discord.Interaction[FanBot]) -> None:
        bot = interaction.client
        scope = await scope_of(interaction, self._where)
        try:
            held = await bot.store.member_erasure.erase(scope, int(bot.clock().timestamp()))
        except StillPlayingError as playing:
            await tell(interaction, cards.still_playing(playing.channel_ids))
            return
        if held.is_empty:
            await tell(interaction, cards.NOTHING_TO_DELETE)
            return
        in_server = interaction.guild_id is not None
        card = cards.gone_card(held, self._where, in_server=in_server)
        await interaction.edit_original_response(view=card.view(bot.colour))


BUTTONS = (ExportButton, DeleteButton, SureButton)


async def tell(interaction: discord.Interaction[FanBot], sentence: str) -> None:
    """Answer an acknowledged click privately, and leave its card as it is."""
    await interaction.followup.send(sentence, ephemeral=True)


async def held_page(interaction: discord.Interaction[FanBot]) -> Card:
    """What is kept about whoever asks, over the buttons for it."""
    data, owner_id = interaction.client.store.member_data, interaction.user.id
    here = await data.get_counts(await scope_of(interaction, Where.HERE))
    everywhere = await data.get_counts(await scope_of(interaction, Where.EVERYWHERE))
    card = cards.held_card(here, everywhere, in_server=interaction.guild_id is not None)
    buttons: list[OwnButton] = []
    if not everywhere.is_empty:
        buttons.append(ExportButton(owner_id))
    if not here.is_empty:
        buttons.append(DeleteButton(owner_id, Where.HERE))
    if not everywhere.is_empty:
        buttons.append(DeleteButton(owner_id, Where.EVERYWHERE))
    return card.with_buttons(*buttons)


async def scope_of(interaction: discord.Interaction[FanBot], where: Where) -> MemberDataScope:
    """Whoever asks, where they mean."""
    member_id = interaction.user.id
    if where is Where.HERE:
        place = audience_of(interaction)
        return MemberDataScope(member_id, place, place if interaction.guild_id is None else None)
    return MemberDataScope(member_id, None, await _direct_channel(interaction))


async def _direct_channel(interaction: discord.Interaction[FanBot]) -> int:
    """The asker's own channel with the bot: opening it says nothing to them."""
    if interaction.guild_id is None:
        return audience_of(interaction)
    channel = await interaction.client.create_dm(discord.Object(interaction.user.id))
    return channel.id


async def export_file(interaction: discord.Interaction[FanBot]) -> discord.File | None:
    """Everything about whoever asks as JSON, packed when it is too large to send as it is.

    None when there is nothing.
    """
    bot = interaction.client
    scope = await scope_of(interaction, Where.EVERYWHERE)
    names = {guild.id: f"{guild.name} (server {guild.id})" for guild in bot.guilds}

    def place_name(place: int) -> str:
        return "direct messages" if place == scope.dm_channel_id else names.get(place, f"server {place}")

    found = await bot.store.member_data.export(scope, place_name)
    if not found:
        return None
    content = await asyncio.to_thread(_written, scope.member_id, bot.clock(), found)
    name = f"{bot.manifest.slug}-about-me.json"
    if len(content) > interaction.filesize_limit:
        content, name = await asyncio.to_thread(gzip.compress, content), f"{name}.gz"
    return discord.File(io.BytesIO(content), name)


def _written(member_id: int, now: datetime, found: dict[str, list[Any]]) -> bytes:
    document = {"member": str(member_id), "exported_at": now.isoformat(), **found}
    return json.dumps(document, ensure_ascii=False, indent=2).encode()
