"""Sends a card or a sentence as the answer to an interaction: publicly, privately or in place."""

from __future__ import annotations

import discord

from bot.base import Interaction, get_former_slug, get_guild_id, get_pack, is_outside
from bot.markdown import Markdown
from bot.messaging.message_search import iter_custom_ids
from bot.messaging.sending import REQUEST_ERRORS
from bot.messaging.timeouts import is_answered
from bot.ui.card import Card
from storage.canon.guild_canon import GuildCanon

KEPT_PREFIX = "tour:page:"
"""What the custom ids of the tour begin with: its cards stay while their buttons are tried."""


async def reply_text(interaction: Interaction, text: Markdown) -> None:
    """Answer one member privately, also when the interaction is acknowledged already."""
    if await is_answered(interaction):
        await interaction.followup.send(text, ephemeral=True)
    else:
        await interaction.response.send_message(text, ephemeral=True)


async def reply_file(interaction: Interaction, text: Markdown, file: discord.File) -> None:
    """Send one member a file privately, below a text."""
    if await is_answered(interaction):
        await interaction.followup.send(text, file=file, ephemeral=True)
    else:
        await interaction.response.send_message(text, file=file, ephemeral=True)


async def reply_card(interaction: Interaction, card: Card, *, ephemeral: bool = False) -> None:
    """Answer with a card: for the whole channel, or for the member alone when `ephemeral`."""
    card = fit_permissions(interaction, card)
    view, files = card.build_view(get_pack(interaction).colour), card.build_files()
    ephemeral = ephemeral or _is_public_forbidden(interaction)
    if await is_answered(interaction):
        if not ephemeral:
            await _drop_private_deferral(interaction)
        await interaction.followup.send(view=view, files=files, ephemeral=ephemeral)
    else:
        await interaction.response.send_message(view=view, files=files, ephemeral=ephemeral)


async def send_public_card(interaction: Interaction, card: Card) -> int:
    """Answer with a card for the whole channel and return the id of its message.

    Raises one of `REQUEST_ERRORS` when no message was sent.
    """
    card = fit_permissions(interaction, card)
    view, files = card.build_view(get_pack(interaction).colour), card.build_files()
    if await is_answered(interaction):
        await _drop_private_deferral(interaction)
        return (await interaction.followup.send(view=view, files=files, wait=True)).id
    try:
        sent = await interaction.response.send_message(view=view, files=files)
        return sent.message_id or (await interaction.original_response()).id
    except REQUEST_ERRORS as failure:
        # The platform may have taken the message before the connection broke.
        try:
            return (await interaction.original_response()).id
        except REQUEST_ERRORS:
            raise failure from None


async def show_private_card(interaction: Interaction, card: Card) -> None:
    """Show a card to the member who clicked: in place of a private card, else as a new one."""
    if _is_kept(interaction):
        await reply_card(interaction, card, ephemeral=True)
    else:
        await replace_private_card(interaction, card)


async def replace_private_card(interaction: Interaction, card: Card) -> None:
    """Show a card in place of any private card with the clicked button, else as a new one."""
    if _is_ephemeral(interaction):
        await _edit_message(interaction, card)
    else:
        await reply_card(interaction, card, ephemeral=True)


async def update_or_reply_private(interaction: Interaction, card: Card) -> None:
    """Show another card in place of the clicked one, if the member asked for that one.

    Other members get a private card, and the public one stays as it is.
    """
    is_own = _is_ephemeral(interaction) or _is_invoker(interaction)
    if is_own and not _is_kept(interaction):
        await _edit_message(interaction, card)
    else:
        await reply_card(interaction, card, ephemeral=True)


def fit_permissions(interaction: Interaction, card: Card) -> Card:
    """Return the card, without its file where the bot may not attach any."""
    may_attach = interaction.guild_id is None or interaction.app_permissions.attach_files
    return card if may_attach else card.without_file()


def get_canon(interaction: Interaction) -> GuildCanon:
    """Return the canon of the guild; that of the default pack in direct messages and outside.

    For a click it is of the pack that the card is about.
    """
    canon = interaction.client.store.canon
    return canon.for_guild(get_guild_id(interaction), get_former_slug(interaction))


def get_audience_id(interaction: Interaction) -> int:
    """Return the id of those who see the answers: the guild, or the direct-message channel.

    Outside, it is the person's own: nothing is stored about a place where the bot is not.
    """
    if is_outside(interaction):
        return interaction.user.id
    audience_id = interaction.guild_id or interaction.channel_id
    assert audience_id is not None, "commands are used in a server or a direct message"
    return audience_id


async def _edit_message(interaction: Interaction, card: Card) -> None:
    card = fit_permissions(interaction, card)
    view, files = card.build_view(get_pack(interaction).colour), card.build_files()
    if await is_answered(interaction):
        await interaction.edit_original_response(view=view, attachments=files)
    else:
        await interaction.response.edit_message(view=view, attachments=files)


async def _drop_private_deferral(interaction: Interaction) -> None:
    """Delete the "thinking" of a late command: what follows it would be as private as it is."""
    if interaction.message is None:
        await interaction.delete_original_response()


def _is_public_forbidden(interaction: Interaction) -> bool:
    """Return whether the answer may be seen by the person alone, as a guild may want outside."""
    is_in_guild = interaction.guild_id is not None
    return is_in_guild and is_outside(interaction) and not interaction.permissions.use_external_apps


def _is_ephemeral(interaction: Interaction) -> bool:
    return interaction.message is not None and interaction.message.flags.ephemeral


def _is_kept(interaction: Interaction) -> bool:
    message = interaction.message
    ids = iter_custom_ids(message.components) if message else ()
    return any(custom_id.startswith(KEPT_PREFIX) for custom_id in ids)


def _is_invoker(interaction: Interaction) -> bool:
    metadata = interaction.message.interaction_metadata if interaction.message else None
    return metadata is not None and metadata.user.id == interaction.user.id
