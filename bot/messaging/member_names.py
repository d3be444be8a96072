"""Asks the gateway for the names of members, which the bot does not keep."""

from __future__ import annotations

from collections.abc import Iterable

import discord

from bot.messaging.timeouts import wait_at_most

NAMES_TIMEOUT_S = 0.7
MAX_NAMES = 100
"""Members that one request may ask for; a limit of the platform."""


async def fetch_display_names(
    guild: discord.Guild | None, member_ids: Iterable[int]
) -> dict[int, str]:
    """Return the names that a guild knows its members by, at most `MAX_NAMES`, by id.

    Members who have left are not in it; it is empty without a guild, and when no answer comes in
    time. Needs no intent, as it asks for ids.
    """
    wanted = list(dict.fromkeys(member_ids))[:MAX_NAMES]
    if guild is None or not wanted:
        return {}
    request = guild.query_members(user_ids=wanted, limit=MAX_NAMES, cache=False)
    try:
        members = await wait_at_most(NAMES_TIMEOUT_S, request)
    except (TimeoutError, RuntimeError, OSError, discord.DiscordException):
        return {}
    return {member.id: member.display_name for member in members}
