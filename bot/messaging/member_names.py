"""Asks the gateway for the names of members, which the bot does not keep."""

from __future__ import annotations

from collections.abc import Collection, Iterable

import discord

from bot.messaging.timeouts import wait_at_most

NAMES_TIMEOUT_S = 0.7
MAX_NAMES = 100
"""Members that one request may ask for; a limit of the platform."""


async def query_display_names(guild: discord.Guild, member_ids: Collection[int]) -> dict[int, str]:
    """Return the names of the members of a guild who have these ids, at most `MAX_NAMES`, by id.

    Needs no intent, as it asks for ids. Raises TimeoutError when no answer comes in half a minute.
    """
    members = await guild.query_members(user_ids=list(member_ids), limit=MAX_NAMES, cache=False)
    return {member.id: member.display_name for member in members}


async def fetch_display_names(
    guild: discord.Guild | None, member_ids: Iterable[int]
) -> dict[int, str]:
    """Return the names that a guild knows its members by, at most `MAX_NAMES`, by id.

    Members who have left are not in it; it is empty without a guild, and when no answer comes in
    time.
    """
    wanted = list(dict.fromkeys(member_ids))[:MAX_NAMES]
    if guild is None or not wanted:
        return {}
    try:
        return await wait_at_most(NAMES_TIMEOUT_S, query_display_names(guild, wanted))
    except (TimeoutError, RuntimeError, OSError, discord.DiscordException):
        return {}
