"""Sends one card under a fixed nonce, and says in a typed way what became of it.

The same card sent again within minutes under the same nonce is one message: whoever was cut off
between sending and writing that down may repeat it, and later has to look for it in the channel.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import NamedTuple, TypeAlias

import aiohttp
import discord

from bot.messaging.channels import Obstacle, PostableChannel, obstacle_from_error
from bot.messaging.timeouts import wait_at_most

NONCE_WINDOW = timedelta(minutes=2)
"""How long a repeated nonce surely brings back the first message; the platform says "minutes"."""
SEND_TIMEOUT_S = 30.0
UNKNOWN_GUILD = 10004
REASON_UNREACHABLE = "Discord could not be reached"
REASON_DELETED = "somebody deleted it"
REQUEST_ERRORS = (discord.HTTPException, discord.RateLimited, aiohttp.ClientError, OSError)
"""What talking to the platform raises. Timeouts and reset connections are OSErrors."""


@dataclass(frozen=True, slots=True)
class OutgoingMessage:
    """A card laid out, and the name it goes under."""

    view: discord.ui.LayoutView
    nonce: str
    allowed_mentions: discord.AllowedMentions
    is_repeated: bool
    """Whether it may have gone out before."""


class Sent(NamedTuple):
    """It stands in the channel; without a message, somebody has deleted it since."""

    message_id: int | None


class Rejected(NamedTuple):
    """The platform will never take it, for a reason in its own words."""

    reason: str


SendOutcome: TypeAlias = Sent | Rejected | Obstacle


async def send_once(channel: PostableChannel, outgoing: OutgoingMessage) -> SendOutcome:
    """Send it, or have the message of the first time brought back.

    Raises one of `TROUBLE` when nobody knows what became of it: try again later, same nonce.
    """
    try:
        message = await wait_at_most(
            SEND_TIMEOUT_S,
            channel.send(
                view=outgoing.view,
                nonce=outgoing.nonce,
                allowed_mentions=outgoing.allowed_mentions,
            ),
        )
    except discord.HTTPException as error:
        outcome = _outcome_from_error(error, is_repeated=outgoing.is_repeated)
        if outcome is None:
            raise
        return outcome
    return Sent(message.id)


def _outcome_from_error(error: discord.HTTPException, *, is_repeated: bool) -> SendOutcome | None:
    """What a refusal settles; None when it may have been chance."""
    obstacle = obstacle_from_error(error)
    if obstacle is not None:
        return obstacle
    if is_repeated and isinstance(error, discord.NotFound) and error.code != UNKNOWN_GUILD:
        # The platform knows the nonce: the post went out, and somebody deleted it.
        return Sent(None)
    if error.status == 400:
        return Rejected(f"Discord refused it: {error.text[:200]}")
    return None
