"""Tells the admins of a server about its scheduled posts, where they and few others can see it."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Sequence
from datetime import date

import discord

from bot.messaging.sending import TROUBLE
from bot.ui.dates import day_in_words
from bot.ui.text import listed
from storage.posts.models import PauseReason

log = logging.getLogger(__name__)


async def tell_admins(
    client: discord.Client, guild: discord.Guild, admin_id: int, sentence: str
) -> bool:
    """Say `sentence` in the first place that takes it; False when none did.

    That is the channel Discord itself tells moderators in, the admin who set the posts up (0 once
    they asked to be forgotten), the owner, and last the channel for system messages.
    """
    if guild.public_updates_channel is not None and await _said(
        guild.public_updates_channel, sentence
    ):
        return True
    async for place in _direct_messages(client, (admin_id, guild.owner_id)):
        if await _said(place, sentence):
            return True
    if guild.system_channel is not None and await _said(guild.system_channel, sentence):
        return True
    log.warning("server %d: no admin could be told: %s", guild.id, sentence)
    return False


async def _said(place: discord.abc.Messageable, sentence: str) -> bool:
    try:
        await place.send(sentence)
    except TROUBLE as refusal:
        log.debug("a notice was refused: %s", refusal)
        return False
    return True


async def _direct_messages(
    client: discord.Client, user_ids: tuple[int | None, ...]
) -> AsyncIterator[discord.abc.Messageable]:
    for user_id in dict.fromkeys(user_ids):
        if not user_id:
            continue
        try:
            yield await client.create_dm(discord.Object(user_id))
        except TROUBLE as refusal:
            log.debug("user %d takes no direct messages: %s", user_id, refusal)


def pause_notice(title: str, setup: str, pause: PauseReason, detail: str, channel_id: int) -> str:
    """What stopped, why, and how to mend it."""
    place = f"<#{channel_id}>"
    why, mend = {
        PauseReason.MANUAL: ("an admin stopped them", "Resume them whenever you like."),
        PauseReason.CHANNEL_GONE: (
            "the channel they went to is gone",
            f"Choose another with {setup}; everything else stays as you set it.",
        ),
        PauseReason.MISSING_PERMISSION: (
            f"in {place} I lack {detail}",
            "Allow me that there and they go on by themselves; your settings are kept.",
        ),
        PauseReason.THREAD_LOCKED: (
            f"the thread {place} is locked",
            f"Unlock it and they go on by themselves, or choose another place with {setup}.",
        ),
    }[pause]
    return f"{title} are paused: {why}. {mend}"


def resume_notice(title: str, channel_id: int, lost: Sequence[date]) -> str:
    """What goes on again, and which dates it cost."""
    days = listed([day_in_words(day) for day in lost], limit=12)
    skipped = f"Skipped while they were paused: {days}." if lost else "Nothing was skipped."
    return f"{title} are back in <#{channel_id}>. {skipped}"
