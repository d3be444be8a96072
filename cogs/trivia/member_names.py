"""Names in place of mentions of members who left, which apps show as numbers.

Nothing is stored for that: the guild is asked who is there, and Discord for the names of the rest.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Collection, Mapping
from dataclasses import replace

import discord

from bot.base import BotBase
from bot.messaging.member_names import MAX_NAMES, query_display_names
from bot.messaging.sending import REQUEST_ERRORS
from bot.ui.card import Card
from bot.ui.text import escape

ANSWER_TIMEOUT_S = 1.5
"""Seconds; a command has to be answered within three."""
UNKNOWN_MEMBER = "a member who left"
_MENTION = re.compile(r"<@(\d{1,20})>")


async def name_absent_members(bot: BotBase, guild: discord.Guild | None, card: Card) -> Card:
    """Return the card with names instead of mentions of those who are not in the guild.

    It is returned as it is without a guild, and when Discord does not answer in time.
    """
    found = {int(one) for one in _MENTION.findall(f"{card.title}\n{card.body}")}
    if guild is None or not found:
        return card
    try:
        async with asyncio.timeout(ANSWER_TIMEOUT_S):
            names = await _get_absent_names(bot, guild, sorted(found)[:MAX_NAMES])
    except (TimeoutError, discord.DiscordException, *REQUEST_ERRORS, RuntimeError):
        return card
    return replace(card, title=_insert(card.title, names), body=_insert(card.body, names))


async def _get_absent_names(
    bot: BotBase, guild: discord.Guild, member_ids: Collection[int]
) -> Mapping[int, str]:
    present = await query_display_names(guild, member_ids)
    absent = [one for one in member_ids if one not in present]
    names = await asyncio.gather(*(_fetch_name(bot, one) for one in absent))
    return dict(zip(absent, names, strict=True))


async def _fetch_name(bot: BotBase, user_id: int) -> str:
    try:
        return escape((await bot.fetch_user(user_id)).display_name)
    except discord.NotFound:
        return UNKNOWN_MEMBER


def _insert(text: str, names: Mapping[int, str]) -> str:
    return _MENTION.sub(lambda match: names.get(int(match[1]), match[0]), text)
