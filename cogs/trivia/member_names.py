"""Names of players: on pictures, and in place of mentions of members who left.

Apps show such mentions as numbers. Nothing is stored for that: the guild is asked once who is
there, and Discord for the names of the rest.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from typing import NamedTuple

import discord

from bot.base import BotBase
from bot.markdown import escape
from bot.messaging.member_names import MAX_NAMES, query_display_names
from bot.messaging.sending import REQUEST_ERRORS
from bot.ui.card import Card

ANSWER_TIMEOUT_S = 1.5
"""Seconds; a command has to be answered within three."""
UNKNOWN_MEMBER = "a member who left"
_MENTION = re.compile(r"<@(\d{1,20})>")


class NamedCard(NamedTuple):
    """A card with names instead of mentions of those who left, and the names that are known."""

    card: Card
    names: Mapping[int, str]
    """By member id, also of those who left; not escaped."""


async def name_members(
    bot: BotBase, guild: discord.Guild | None, card: Card, shown_ids: Iterable[int] = ()
) -> NamedCard:
    """Return the card, and the names of the members on it and of `shown_ids`.

    It is returned as it is, without names, if there is no guild or Discord is too slow.
    """
    mentioned = [int(one) for one in _MENTION.findall(f"{card.title}\n{card.body}")]
    wanted = list(dict.fromkeys((*mentioned, *shown_ids)))[:MAX_NAMES]
    if guild is None or not wanted:
        return NamedCard(card, {})
    try:
        async with asyncio.timeout(ANSWER_TIMEOUT_S):
            present = await query_display_names(guild, wanted)
            absent = await _fetch_names(bot, [one for one in wanted if one not in present])
    except (TimeoutError, discord.DiscordException, *REQUEST_ERRORS, RuntimeError):
        return NamedCard(card, {})
    title, body = (_insert(text, absent) for text in (card.title, card.body))
    known = {member_id: name for member_id, name in absent.items() if name is not None}
    return NamedCard(replace(card, title=title, body=body), {**present, **known})


async def _fetch_names(bot: BotBase, user_ids: Collection[int]) -> dict[int, str | None]:
    """Return the names of users by id, None for an account that is gone."""
    names = await asyncio.gather(*(_fetch_name(bot, one) for one in user_ids))
    return dict(zip(user_ids, names, strict=True))


async def _fetch_name(bot: BotBase, user_id: int) -> str | None:
    try:
        return (await bot.fetch_user(user_id)).display_name
    except discord.NotFound:
        return None


def _insert(text: str, absent: Mapping[int, str | None]) -> str:
    """Return the text with the names of absent members instead of their mentions."""

    def get_name(match: re.Match[str]) -> str:
        member_id = int(match[1])
        if member_id not in absent:
            return match[0]
        return escape(absent[member_id] or UNKNOWN_MEMBER)

    return _MENTION.sub(get_name, text)
