"""Where a card goes: to everybody, to one member, or over the card that was clicked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.base import Interaction
from bot.messaging.sending import REQUEST_ERRORS
from bot.ui.card import Card

if TYPE_CHECKING:
    from storage.canon.guild_canon import GuildCanon


async def reply_card(interaction: Interaction, card: Card, *, ephemeral: bool = False) -> None:
    """Answer with a card, for everybody in the channel unless `private`."""
    view = card.build_view(interaction.client.colour)
    await interaction.response.send_message(view=view, ephemeral=ephemeral)


async def send_public_card(interaction: Interaction, card: Card) -> int:
    """Answer with a card for everybody; gives the id of its message.

    Raises one of `TROUBLE` when nothing stands in the channel.
    """
    try:
        sent = await interaction.response.send_message(
            view=card.build_view(interaction.client.colour)
        )
        return sent.message_id or (await interaction.original_response()).id
    except REQUEST_ERRORS as failure:
        # The platform may have taken it before the line broke.
        try:
            return (await interaction.original_response()).id
        except REQUEST_ERRORS:
            raise failure from None


async def show_private_card(interaction: Interaction, card: Card) -> None:
    """Show a further card to whoever clicked; a card that is private already is turned over."""
    if _is_ephemeral(interaction):
        await _edit_message(interaction, card)
    else:
        await reply_card(interaction, card, ephemeral=True)


async def update_or_reply_private(interaction: Interaction, card: Card) -> None:
    """Turn the clicked card over for its owner; anybody else gets a private copy."""
    if _is_ephemeral(interaction) or _is_invoker(interaction):
        await _edit_message(interaction, card)
    else:
        await reply_card(interaction, card, ephemeral=True)


async def reply_text(interaction: Interaction, text: str) -> None:
    """Tell one member something they can act on; also when their click is acknowledged already."""
    if interaction.response.is_done():
        await interaction.followup.send(text, ephemeral=True)
    else:
        await interaction.response.send_message(text, ephemeral=True)


def get_canon(interaction: Interaction) -> GuildCanon:
    """The canon as it is seen where somebody asks."""
    return interaction.client.store.canon.for_guild(interaction.guild_id)


def get_audience_id(interaction: Interaction) -> int:
    """Who sees the answers here: the server, or the direct-message channel."""
    audience_id = interaction.guild_id or interaction.channel_id
    assert audience_id is not None, "commands are used in a server or a direct message"
    return audience_id


async def _edit_message(interaction: Interaction, card: Card) -> None:
    await interaction.response.edit_message(view=card.build_view(interaction.client.colour))


def _is_ephemeral(interaction: Interaction) -> bool:
    return interaction.message is not None and interaction.message.flags.ephemeral


def _is_invoker(interaction: Interaction) -> bool:
    asked = interaction.message.interaction_metadata if interaction.message else None
    return asked is not None and asked.user.id == interaction.user.id
