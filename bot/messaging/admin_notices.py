"""Tells the admins of a server about its scheduled posts, where they and few others can see it."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator

import discord

from bot.messaging.sending import REQUEST_ERRORS

log = logging.getLogger(__name__)


async def notify_admins(
    client: discord.Client, guild: discord.Guild, admin_id: int, text: str
) -> bool:
    """Say `sentence` in the first place that takes it; False when none did.

    That is the channel Discord itself tells moderators in, the admin who set the posts up (0 once
    they asked to be forgotten), the owner, and last the channel for system messages.
    """
    if guild.public_updates_channel is not None and await _try_send(
        guild.public_updates_channel, text
    ):
        return True
    async for dm_channel in _open_dm_channels(client, (admin_id, guild.owner_id)):
        if await _try_send(dm_channel, text):
            return True
    if guild.system_channel is not None and await _try_send(guild.system_channel, text):
        return True
    log.warning("server %d: no admin could be told: %s", guild.id, text)
    return False


async def _try_send(channel: discord.abc.Messageable, text: str) -> bool:
    try:
        await channel.send(text)
    except REQUEST_ERRORS as refusal:
        log.debug("a notice was refused: %s", refusal)
        return False
    return True


async def _open_dm_channels(
    client: discord.Client, user_ids: tuple[int | None, ...]
) -> AsyncIterator[discord.abc.Messageable]:
    for user_id in dict.fromkeys(user_ids):
        if not user_id:
            continue
        try:
            yield await client.create_dm(discord.Object(user_id))
        except REQUEST_ERRORS as refusal:
            log.debug("user %d takes no direct messages: %s", user_id, refusal)
