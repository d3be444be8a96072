"""Requests about the message of a status card; each returns why it failed, None when it did not."""

from __future__ import annotations

from collections.abc import Coroutine
from typing import Any

import discord

from bot.messaging.sending import (
    REQUEST_ERRORS,
    SEND_TIMEOUT_S,
    RequestFailure,
    classify_error,
)
from bot.messaging.timeouts import wait_for_only
from bot.ui.card import Card


async def edit_message(
    message: discord.PartialMessage, card: Card, colour: discord.Colour
) -> RequestFailure | None:
    """Have the message show another card."""
    return await _request(
        message, message.edit(view=card.build_view(colour), attachments=card.build_files())
    )


async def look_for_message(message: discord.PartialMessage) -> RequestFailure | None:
    """Ask whether the message is still there."""
    return await _request(message, message.fetch())


async def delete_message(message: discord.PartialMessage) -> RequestFailure | None:
    """Delete the message."""
    return await _request(message, message.delete())


async def pin_message(message: discord.PartialMessage, *, is_pinned: bool) -> RequestFailure | None:
    """Pin or unpin the message."""
    return await _request(message, message.pin() if is_pinned else message.unpin())


async def _request(
    message: discord.PartialMessage, request: Coroutine[Any, Any, object]
) -> RequestFailure | None:
    try:
        await wait_for_only(message.id, SEND_TIMEOUT_S, request)
    except REQUEST_ERRORS as error:
        return classify_error(error)
    return None
