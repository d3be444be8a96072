"""Takes one announcement from due to settled: claim, send with a fixed nonce, confirm."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import discord

from bot.messaging.admin_notices import tell_admins
from bot.messaging.channels import Obstacle, Place, reach
from bot.messaging.message_search import find_post
from bot.messaging.sending import (
    DELETED,
    NONCE_WINDOW,
    TROUBLE,
    UNREACHABLE,
    Outcome,
    Refused,
    Sendable,
    Sent,
    send_once,
)
from bot.scheduling.post_type import nonce_of
from bot.ui.card import Card
from bot.ui.dates import speaking
from bot.ui.locale import language_of
from cogs.canon.announce.buttons import NewsSourcesButton, mark_of
from cogs.canon.announce.cards import failed_notice, held_notice, news_card
from seeds.schema import Status
from storage.canon.guild_canon import dated_entry_sort_key
from storage.canon.guild_entries import AuditAction
from storage.posts.models import PauseReason
from storage.proposals.announcements import Announcement, Announcements

if TYPE_CHECKING:
    from bot.client import FanBot

log = logging.getLogger(__name__)

KIND = "canon-news"
GIVE_UP_AFTER = timedelta(days=1)
"""How long an announcement that something keeps back is news."""
RETRACTED = "it was retracted before it could be announced"
LEFT = "the bot was not in this server"


@dataclass(frozen=True, slots=True)
class Announcing:
    """One announcement to be dealt with at the aware instant `now`."""

    bot: FanBot
    announcement: Announcement
    now: datetime

    async def run(self) -> bool:
        """Deal with it; gives whether it is settled. Raises only what nobody foresaw."""
        guild = self.bot.get_guild(self.announcement.guild_id)
        if guild is None or guild.unavailable:
            return await self._wait_for(guild)
        with speaking(await language_of(self.bot, guild.id)):
            try:
                return await self._deal_with(guild)
            except TROUBLE as error:
                log.warning("server %d: news held up: %r", guild.id, error)
                return self._is_stale and await self._fail(guild, UNREACHABLE)

    @property
    def _store(self) -> Announcements:
        return self.bot.store.announcements

    @property
    def _is_stale(self) -> bool:
        return self.now.timestamp() >= self.announcement.due_at + GIVE_UP_AFTER.total_seconds()

    async def _wait_for(self, guild: discord.Guild | None) -> bool:
        if self._is_stale:
            reason = LEFT if guild is None else UNREACHABLE
            await self._store.mark_failed(self.announcement, reason)
        return self._is_stale

    async def _deal_with(self, guild: discord.Guild) -> bool:
        if await self._find_what_went_out(guild):
            return True
        status = await self._status()
        if status is None:
            await self._store.mark_failed(self.announcement, RETRACTED)
            return True
        place = await reach(guild, self.announcement.channel_id)
        if isinstance(place, Obstacle):
            return await self._hold(guild, status, place)
        if self._is_stale:
            return await self._fail(guild, UNREACHABLE)
        return await self._send(guild, place, status)

    async def _find_what_went_out(self, guild: discord.Guild) -> bool:
        """Settle a post that was begun and is in the channel; soon after, repeat it instead."""
        claimed_at = self._claimed_at
        if claimed_at is None or self.now < claimed_at + NONCE_WINDOW:
            return False
        mark = mark_of(self.announcement.entry_id)
        message = await find_post(guild, self.announcement.channel_id, mark, claimed_at)
        if message is not None:
            await self._store.mark_sent(self.announcement, message.id)
        return message is not None

    @property
    def _claimed_at(self) -> datetime | None:
        claimed_at = self.announcement.claimed_at
        return None if claimed_at is None else datetime.fromtimestamp(claimed_at, UTC)

    async def _status(self) -> Status | None:
        canon = self.bot.store.canon.for_guild(self.announcement.guild_id)
        found = await canon.get_many([self.announcement.entry_id], Status)
        return found[0] if found else None

    async def _send(self, guild: discord.Guild, place: Place, status: Status) -> bool:
        card = await self._card(status)
        await self._store.claim(self.announcement, int(self.now.timestamp()))
        sendable = Sendable(
            card.view(self.bot.colour),
            nonce_of(guild.id, place.id, KIND, status.id),
            discord.AllowedMentions.none(),
            is_repeated=self.announcement.claimed_at is not None,
        )
        return await self._settle_as(guild, status, await send_once(place, sendable))

    async def _card(self, status: Status) -> Card:
        canon = self.bot.store.canon.for_guild(self.announcement.guild_id)
        older = [one for one in await canon.list_statuses() if dated_entry_sort_key(one) < dated_entry_sort_key(status)]
        card = news_card(
            status,
            older[0] if older else None,
            await canon.get_sources(status.sources),
            self.bot.manifest.awaited,
            self.bot.today(),
        )
        return card.with_buttons(NewsSourcesButton(status.id))

    async def _settle_as(self, guild: discord.Guild, status: Status, outcome: Outcome) -> bool:
        match outcome:
            case Sent(message_id):
                reason = DELETED if message_id is None else ""
                await self._store.mark_sent(self.announcement, message_id, reason)
            case Refused(reason):
                return await self._fail(guild, reason)
            case Obstacle():
                if self.announcement.claimed_at is None:
                    await self._store.release(self.announcement)
                return await self._hold(guild, status, outcome)
        return True

    async def _hold(self, guild: discord.Guild, status: Status, obstacle: Obstacle) -> bool:
        """Keep it for when the channel is good again, and say so once; give up in the end."""
        if self._is_stale or obstacle.pause is PauseReason.CHANNEL_GONE:
            return await self._fail(guild, obstacle.in_words)
        if await self._store.mark_held_up(self.announcement, obstacle.in_words):
            channel_id = self.announcement.channel_id
            await self._tell(guild, held_notice(status.headline, channel_id, obstacle))
        return False

    async def _fail(self, guild: discord.Guild, reason: str) -> bool:
        await self._store.mark_failed(self.announcement, reason)
        status = await self._status()
        if status is not None:
            channel_id = self.announcement.channel_id
            await self._tell(guild, failed_notice(status.headline, channel_id, reason))
        return True

    async def _tell(self, guild: discord.Guild, sentence: str) -> None:
        """Tell whoever let the news in, or somebody else who can do something about it."""
        deeds = await self.bot.store.guild_entries.list_history(guild.id, self.announcement.entry_id)
        added = [deed.actor_id for deed in deeds if deed.action is AuditAction.ADDED]
        await tell_admins(self.bot, guild, added[0] if added else 0, sentence)


def is_news(status: Status, current: Status | None) -> bool:
    """Whether `status` would be what `/status` shows, beside the one it shows now."""
    return current is None or dated_entry_sort_key(status) > dated_entry_sort_key(current)
