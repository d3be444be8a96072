"""Asks Discord for the time when the clock of this computer was set, or may have been."""

from __future__ import annotations

import logging

from discord.http import Route

from bot.base import BotBase
from bot.messaging.sending import REQUEST_ERRORS
from bot.messaging.timeouts import wait_at_most

log = logging.getLogger(__name__)

ANSWER_TIMEOUT_S = 30.0


async def confirm_clock(bot: BotBase) -> bool:
    """Return whether the time is known; the client must be logged in.

    Until it is, nothing may be done that a wrong time would make impossible to take back.
    """
    if bot.clock_watch.is_confirmed:
        return True
    try:
        # Every response says when it was sent, also one that refuses.
        await wait_at_most(ANSWER_TIMEOUT_S, bot.http.request(Route("GET", "/gateway")))
    except REQUEST_ERRORS as error:
        log.info("Discord did not say what time it is: %r", error)
    return bot.clock_watch.is_confirmed
