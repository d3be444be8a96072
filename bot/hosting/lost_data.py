"""Notices that a bot which ran before starts with an empty database."""

from __future__ import annotations

import asyncio
import logging

import discord
from discord.http import HTTPClient

from bot.errors import StartError
from storage.store import Store

log = logging.getLogger(__name__)

TIMEOUT_S = 10.0
LOST_DATA = (
    "This looks like a lost volume: Discord already has this bot's commands, but the database {} "
    "is new. If you have the old one or a backup, put it there with `restore FILE` or fix "
    "BOT_DATABASE; to begin with nothing, start once with `run --fresh`."
)


async def require_known_data(
    store: Store, http: HTTPClient, application_id: int, dev_guild: int | None
) -> None:
    """Raise StartError if the platform has commands of the application and the store is blank.

    Another program may have registered them for the same application, so it is for the owner to
    say. When the platform cannot be asked, the start goes on.
    """
    if await store.command_syncs.get_digests(application_id) or await store.membership.has_any():
        return
    try:
        # A rate limit must not keep the bot away for longer.
        async with asyncio.timeout(TIMEOUT_S):
            registered = list(await http.get_global_commands(application_id))
            if dev_guild is not None:
                registered += await http.get_guild_commands(application_id, dev_guild)
    except (discord.HTTPException, TimeoutError) as failure:
        log.warning("could not ask Discord which commands it has: %s", str(failure) or "no answer")
        return
    if registered:
        raise StartError(LOST_DATA.format(store.database.name))
