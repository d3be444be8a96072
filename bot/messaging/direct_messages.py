"""Sends direct messages, which members can refuse in their settings."""

from __future__ import annotations

import logging

import discord

from bot.markdown import Markdown
from bot.messaging.sending import REQUEST_ERRORS

log = logging.getLogger(__name__)


async def send_direct_message(
    client: discord.Client, user_id: int, content: Markdown | discord.ui.LayoutView
) -> bool:
    """Send a user text or a card; return False when they refuse it or the request fails."""
    try:
        channel = await client.create_dm(discord.Object(user_id))
        if isinstance(content, str):
            await channel.send(content)
        else:
            await channel.send(view=content)
    except REQUEST_ERRORS as error:
        log.info("user %d was not sent a direct message: %r", user_id, error)
        return False
    return True
