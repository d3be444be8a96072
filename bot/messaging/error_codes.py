"""The codes of Discord's errors that the bot acts on, and what an error says about permissions.

https://docs.discord.com/developers/topics/opcodes-and-status-codes#json
"""

from __future__ import annotations

import discord

UNKNOWN_CHANNEL = 10003
UNKNOWN_MESSAGE = 10008
UNKNOWN_WEBHOOK = 10015
UNKNOWN_INTERACTION = 10062
UNKNOWN_EVENT = 10070
TOO_MANY_EVENTS = 30038
ALREADY_PUBLISHED = 40033
ALREADY_ACKNOWLEDGED = 40060
UNKNOWN_USER = 10013
MISSING_ACCESS = 50001
NOT_THE_AUTHOR = 50005
"""The message takes no edit of the bot."""
NOT_A_TEXT_CHANNEL = 50008
CANNOT_MESSAGE_USER = 50007
"""The user takes no direct messages, or has blocked the bot."""
MISSING_PERMISSIONS = 50013
WRONG_CHANNEL_TYPE = 50024
NO_MUTUAL_GUILDS = 50278
THREAD_ARCHIVED = 50083
"""A message reopens an archived thread, unless it is locked; an edit does not."""
THREAD_LOCKED = 160005
FINISHED_EVENT = 180000

LOCKED_CODES = frozenset({THREAD_ARCHIVED, THREAD_LOCKED})
EXPIRED_CODES = frozenset({UNKNOWN_INTERACTION, UNKNOWN_WEBHOOK, ALREADY_ACKNOWLEDGED})
"""An interaction or its token is too old, or another answer came first."""
GONE_CODES = frozenset({UNKNOWN_CHANNEL, NOT_A_TEXT_CHANNEL, WRONG_CHANNEL_TYPE})
UNREACHABLE_USER_CODES = frozenset({CANNOT_MESSAGE_USER, NO_MUTUAL_GUILDS, UNKNOWN_USER})
PERMISSION_CODES = frozenset({MISSING_ACCESS, MISSING_PERMISSIONS})
NO_CODE = 0
"""The code of an answer that is not JSON, such as the page of a proxy, or that names none."""


def is_permission_missing(error: Exception) -> bool:
    """Return whether Discord refused a request for want of a permission.

    A status of 403 alone does not say so: proxies before the platform answer with it too, as HTML
    or as code 40333 ("internal network error").
    """
    return isinstance(error, discord.HTTPException) and error.code in PERMISSION_CODES
