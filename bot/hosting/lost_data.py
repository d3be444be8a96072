"""Notices that a bot which ran before starts with an empty database."""

from __future__ import annotations

import asyncio
import logging
from pathlib import Path

import discord
from discord.http import HTTPClient

from bot.errors import StartError
from bot.hosting.data_place import is_in_our_image
from bot.hosting.restore_advice import build_restore_command
from storage.store import Store

log = logging.getLogger(__name__)

TIMEOUT_S = 10.0
FRESH = "to begin with nothing, start once with `run --fresh`"


async def require_known_data(
    store: Store, http: HTTPClient, application_id: int, dev_guild: int | None
) -> None:
    """Raise StartError, with what to do, if the data of a bot that ran before are lost.

    When the platform cannot be asked, the start goes on.
    """
    try:
        # A rate limit must not keep the bot away for longer.
        async with asyncio.timeout(TIMEOUT_S):
            are_lost = await find_lost_data(store, http, application_id, dev_guild)
    except (discord.HTTPException, TimeoutError) as failure:
        log.warning("could not ask Discord which commands it has: %s", str(failure) or "no answer")
        return
    if are_lost:
        raise StartError(" ".join(describe_loss(store.database.name)))


async def find_lost_data(
    store: Store, http: HTTPClient, application_id: int, dev_guild: int | None
) -> bool:
    """Return whether the platform has commands of the application and the store is blank.

    Another program may have registered them for the same application, so it is for the owner to
    say. Raises discord.HTTPException.
    """
    if await store.command_syncs.get_digests(application_id) or await store.membership.has_any():
        return False
    registered = list(await http.get_global_commands(application_id))
    if dev_guild is not None:
        registered += await http.get_guild_commands(application_id, dev_guild)
    return bool(registered)


def describe_loss(database: str) -> tuple[str, str]:
    """Return what is known of the loss of a database, named as its owner does, and what to do."""
    if is_in_our_image():
        text = (
            "This looks like a lost volume: Discord already has this bot's commands, but the "
            f"database {database} is new."
        )
        remedy = "If you have the old one or a backup, put it there with `restore FILE`"
        return text, f"{remedy} or fix BOT_DATABASE; {FRESH}."
    text = f"The database {database} is empty, but I ran before: Discord has my commands."
    if "://" in database:
        return text, f"Put your backup back with pg_restore or fix BOT_DATABASE; {FRESH}."
    command = build_restore_command(Path(database))
    return text, f"Put your backup back: {command}; or fix BOT_DATABASE; {FRESH}."
