"""Sends notices to the admins of a guild, in the least public place that accepts them."""

from __future__ import annotations

import logging

import discord

from bot.messaging.direct_messages import send_direct_message
from bot.messaging.sending import REQUEST_ERRORS

log = logging.getLogger(__name__)


async def notify_admins(
    client: discord.Client, guild: discord.Guild, admin_id: int, text: str
) -> bool:
    """Send `text` to the first place that accepts it; return False when none did.

    The places, in this order: the channel for Discord's notices to moderators, direct messages to
    the admin `admin_id` (0: none) and to the owner, and the channel for system messages.
    """
    if await _send(guild.public_updates_channel, text):
        return True
    for user_id in dict.fromkeys((admin_id, guild.owner_id)):
        if user_id and await send_direct_message(client, user_id, text):
            return True
    if await _send(guild.system_channel, text):
        return True
    log.warning("server %d: no admin could be told: %s", guild.id, text)
    return False


async def _send(channel: discord.TextChannel | None, text: str) -> bool:
    if channel is None:
        return False
    try:
        await channel.send(text)
    except REQUEST_ERRORS as error:
        log.info("channel %d was not sent a notice: %r", channel.id, error)
        return False
    return True
