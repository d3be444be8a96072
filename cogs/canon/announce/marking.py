"""Marks the messages of announced news whose entry was retracted, and unmarks those restored."""

from __future__ import annotations

import logging

import discord

from bot.base import BotBase
from bot.messaging.channels import Obstacle, resolve_channel
from bot.messaging.sending import REQUEST_ERRORS, SEND_TIMEOUT_S, RetryLater, classify_error
from bot.messaging.timeouts import wait_for_only
from bot.ui.dates import set_language
from cogs.canon.announce.cards import retracted_news_card
from cogs.canon.announce.post import build_announcement_card
from seeds.schema import Status
from storage.proposals.announcements import PostedAnnouncement

log = logging.getLogger(__name__)


async def update_message(bot: BotBase, posted: PostedAnnouncement) -> None:
    """Edit the message of one announcement; what may pass is tried again at the next tick."""
    guild = bot.get_guild(posted.guild_id)
    stored = await bot.store.guild_entries.get(posted.guild_id, posted.entry_id)
    if guild is None or guild.unavailable or stored is None:
        return
    assert isinstance(stored.entry, Status), "only a status is announced"
    set_language(await bot.get_language(posted.guild_id))
    pack = bot.packs.get(posted.guild_id)
    card = (
        retracted_news_card(stored.entry, pack.manifest)
        if posted.is_retracted
        else await build_announcement_card(bot, posted.guild_id, stored.entry)
    )
    if await _edit(guild, posted, card.build_view(pack.colour)):
        await bot.store.announcements.mark_shown(posted)


async def _edit(
    guild: discord.Guild, posted: PostedAnnouncement, view: discord.ui.LayoutView
) -> bool:
    """Edit a message; return False when another try may succeed."""
    try:
        channel = await resolve_channel(guild, posted.channel_id)
        if isinstance(channel, Obstacle):
            return channel.is_channel_gone
        message = channel.get_partial_message(posted.message_id)
        # A published message can be edited a few times an hour only.
        await wait_for_only(message.id, SEND_TIMEOUT_S, message.edit(view=view))
    except REQUEST_ERRORS as error:
        log.info("server %d: %s was not edited: %r", *posted[:2], error)
        return not isinstance(classify_error(error), RetryLater)
    return True
