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

from bot.messaging.channels import Obstacle, Place, refusal
from bot.messaging.timeouts import within

NONCE_WINDOW = timedelta(minutes=2)
"""How long a repeated nonce surely brings back the first message; the platform says "minutes"."""
SEND_TIMEOUT_S = 30.0
UNKNOWN_GUILD = 10004
UNREACHABLE = "Discord could not be reached"
DELETED = "somebody deleted it"
TROUBLE = (discord.HTTPException, discord.RateLimited, aiohttp.ClientError, OSError)
"""What talking to the platform raises. Timeouts and reset connections are OSErrors."""


@dataclass(frozen=True, slots=True)
class Sendable:
    """A card laid out, and the name it goes under."""

    view: discord.ui.LayoutView
    nonce: str
    allowed_mentions: discord.AllowedMentions
    is_repeated: bool
    """Whether it may have gone out before."""


class Sent(NamedTuple):
    """It stands in the channel; without a message, somebody has deleted it since."""

    message_id: int | None


class Refused(NamedTuple):
    """The platform will never take it, for a reason in its own words."""

    reason: str


Outcome: TypeAlias = Sent | Refused | Obstacle


async def send_once(place: Place, sendable: Sendable) -> Outcome:
    """Send it, or have the message of the first time brought back.

    Raises one of `TROUBLE` when nobody knows what became of it: try again later, same nonce.
    """
    try:
        message = await within(
            SEND_TIMEOUT_S,
            place.send(
                view=sendable.view,
                nonce=sendable.nonce,
                allowed_mentions=sendable.allowed_mentions,
            ),
        )
    except discord.HTTPException as error:
        outcome = _outcome_of(error, is_repeated=sendable.is_repeated)
        if outcome is None:
            raise
        return outcome
    return Sent(message.id)


def _outcome_of(error: discord.HTTPException, *, is_repeated: bool) -> Outcome | None:
    """What a refusal settles; None when it may have been chance."""
    obstacle = refusal(error)
    if obstacle is not None:
        return obstacle
    if is_repeated and isinstance(error, discord.NotFound) and error.code != UNKNOWN_GUILD:
        # The platform knows the nonce: the post went out, and somebody deleted it.
        return Sent(None)
    if error.status == 400:
        return Refused(f"Discord refused it: {error.text[:200]}")
    return None
