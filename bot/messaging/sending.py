"""Sends one message under a fixed nonce, and classifies how Discord answers a request.

Discord creates one message for requests that repeat a nonce within minutes. So a process that was
stopped before it stored the outcome may send again; later it has to search the channel.
"""

from __future__ import annotations

from collections.abc import Coroutine
from datetime import timedelta
from typing import Any, NamedTuple, TypeAlias

import aiohttp
import discord

from bot.messaging.channels import Obstacle
from bot.messaging.error_codes import (
    GONE_CODES,
    LOCKED_CODES,
    MISSING_ACCESS,
    MISSING_PERMISSIONS,
    NO_CODE,
    NOT_THE_AUTHOR,
    UNKNOWN_MESSAGE,
    UNREACHABLE_USER_CODES,
)
from bot.messaging.refusals import format_refusal, is_refusal_code
from bot.messaging.timeouts import wait_at_most
from bot.permissions import get_permission_name
from storage.posts.models import PauseReason

NONCE_WINDOW = timedelta(minutes=2)
"""How long a repeated nonce returns the first message; Discord's docs say "a few minutes"."""
SEND_TIMEOUT_S = 30.0
UNNAMED_PERMISSION = "a permission that Discord didn't name"
REASON_UNREACHABLE = "I couldn't reach Discord"
REASON_DELETED = "someone deleted it"
REQUEST_ERRORS = (discord.HTTPException, discord.RateLimited, aiohttp.ClientError, OSError)
"""What a request to Discord raises. Timeouts and reset connections are OSErrors."""


class Rejected(NamedTuple):
    """Discord will never accept the request; `reason` includes its answer."""

    reason: str


class MessageDeleted(NamedTuple):
    """The message of the request is deleted; for a request to send, the message of its nonce."""


class RetryLater(NamedTuple):
    """The outcome of the request is unknown, or another try may succeed."""

    error: Exception


RequestFailure: TypeAlias = Obstacle | Rejected | MessageDeleted | RetryLater


def classify_error(error: Exception) -> RequestFailure:
    """Return what one of `REQUEST_ERRORS` means for the request that raised it.

    The code of the answer decides; an answer without one, whatever its status, may pass.
    """
    match error:
        case discord.HTTPException(code=code) if code in GONE_CODES:
            return Obstacle(PauseReason.CHANNEL_GONE, is_unconfirmed=True)
        case discord.HTTPException(code=code) if code in LOCKED_CODES:
            return Obstacle(PauseReason.THREAD_LOCKED, is_unconfirmed=True)
        case discord.HTTPException(code=code) if code == MISSING_ACCESS:
            view_channel = get_permission_name("view_channel")
            return Obstacle(PauseReason.MISSING_PERMISSION, view_channel, is_unconfirmed=True)
        case discord.HTTPException(code=code) if code == MISSING_PERMISSIONS:
            return Obstacle(PauseReason.MISSING_PERMISSION, UNNAMED_PERMISSION, is_unconfirmed=True)
        case discord.HTTPException(code=code) if code == UNKNOWN_MESSAGE:
            return MessageDeleted()
        case discord.HTTPException(code=code) if (
            is_refusal_code(code) or code == NOT_THE_AUTHOR or code in UNREACHABLE_USER_CODES
        ):
            return Rejected(format_refusal(error))
        case discord.HTTPException(status=400, code=code) if code != NO_CODE:
            return Rejected(format_refusal(error))
        case _:
            return RetryLater(error)


class Sent(NamedTuple):
    """The message is in the channel; its id is None when it was deleted since."""

    message_id: int | None


SendOutcome: TypeAlias = Sent | Obstacle | Rejected | RetryLater


async def send_once(
    request: Coroutine[Any, Any, discord.Message], *, is_repeated: bool = False
) -> SendOutcome:
    """Send a message with a nonce, or have Discord return what that became the first time.

    `is_repeated` says whether it may have been sent before. After `RetryLater`, send again under
    the same nonce.
    """
    try:
        message = await wait_at_most(SEND_TIMEOUT_S, request)
    except REQUEST_ERRORS as error:
        failure = classify_error(error)
        if isinstance(failure, MessageDeleted):
            return Sent(None) if is_repeated else RetryLater(error)
        return failure
    return Sent(message.id)
