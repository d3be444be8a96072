"""Takes one announcement from due to settled: claim, send with a fixed nonce, confirm."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import discord

from bot.base import BotBase
from bot.messaging.admin_notices import notify_admins
from bot.messaging.channels import Obstacle, PostableChannel, resolve_channel
from bot.messaging.message_search import find_message
from bot.messaging.sending import (
    NONCE_WINDOW,
    REASON_DELETED,
    REASON_UNREACHABLE,
    REQUEST_ERRORS,
    OutgoingMessage,
    Rejected,
    SendOutcome,
    Sent,
    send_once,
)
from bot.scheduling.post_type import build_nonce
from bot.ui.card import Card
from bot.ui.dates import override_language
from bot.ui.locale import get_guild_language
from cogs.canon.announce.buttons import NewsSourcesButton, custom_id_prefix
from cogs.canon.announce.cards import format_failed_notice, format_held_notice, news_card
from seeds.schema import Status
from storage.canon.guild_canon import dated_entry_sort_key
from storage.canon.guild_entries import AuditAction
from storage.posts.models import PauseReason
from storage.proposals.announcements import Announcement, Announcements

log = logging.getLogger(__name__)

POST_TYPE_NAME = "canon-news"
GIVE_UP_AFTER = timedelta(days=1)
"""How long an announcement that something keeps back is news."""
STATUS_RETRACTED = "it was retracted before it could be announced"
GUILD_LEFT = "the bot was not in this server"


@dataclass(frozen=True, slots=True)
class AnnouncementDelivery:
    """One announcement to be dealt with at the aware instant `now`."""

    bot: BotBase
    announcement: Announcement
    now: datetime

    async def run(self) -> bool:
        """Deal with it; gives whether it is settled. Raises only what nobody foresaw."""
        guild = self.bot.get_guild(self.announcement.guild_id)
        if guild is None or guild.unavailable:
            return await self._handle_missing_guild(guild)
        with override_language(await get_guild_language(self.bot, guild.id)):
            try:
                return await self._process(guild)
            except REQUEST_ERRORS as error:
                log.warning("server %d: news held up: %r", guild.id, error)
                return self._is_stale and await self._fail(guild, REASON_UNREACHABLE)

    @property
    def _announcements(self) -> Announcements:
        return self.bot.store.announcements

    @property
    def _is_stale(self) -> bool:
        return self.now.timestamp() >= self.announcement.due_at + GIVE_UP_AFTER.total_seconds()

    async def _handle_missing_guild(self, guild: discord.Guild | None) -> bool:
        if self._is_stale:
            reason = GUILD_LEFT if guild is None else REASON_UNREACHABLE
            await self._announcements.mark_failed(self.announcement, reason)
        return self._is_stale

    async def _process(self, guild: discord.Guild) -> bool:
        if await self._recover_open_claim(guild):
            return True
        status = await self._get_status()
        if status is None:
            await self._announcements.mark_failed(self.announcement, STATUS_RETRACTED)
            return True
        channel = await resolve_channel(guild, self.announcement.channel_id)
        if isinstance(channel, Obstacle):
            return await self._hold(guild, status, channel)
        if self._is_stale:
            return await self._fail(guild, REASON_UNREACHABLE)
        return await self._send(guild, channel, status)

    async def _recover_open_claim(self, guild: discord.Guild) -> bool:
        """Settle a post that was begun and is in the channel; soon after, repeat it instead."""
        claimed_at = self._claimed_at
        if claimed_at is None or self.now < claimed_at + NONCE_WINDOW:
            return False
        prefix = custom_id_prefix(self.announcement.entry_id)
        message = await find_message(guild, self.announcement.channel_id, prefix, claimed_at)
        if message is not None:
            await self._announcements.mark_sent(self.announcement, message.id)
        return message is not None

    @property
    def _claimed_at(self) -> datetime | None:
        claimed_at = self.announcement.claimed_at
        return None if claimed_at is None else datetime.fromtimestamp(claimed_at, UTC)

    async def _get_status(self) -> Status | None:
        canon = self.bot.store.canon.for_guild(self.announcement.guild_id)
        found = await canon.get_many([self.announcement.entry_id], Status)
        return found[0] if found else None

    async def _send(self, guild: discord.Guild, channel: PostableChannel, status: Status) -> bool:
        card = await self._build_card(status)
        await self._announcements.claim(self.announcement, int(self.now.timestamp()))
        message = OutgoingMessage(
            card.build_view(self.bot.colour),
            build_nonce(guild.id, channel.id, POST_TYPE_NAME, status.id),
            discord.AllowedMentions.none(),
            is_repeated=self.announcement.claimed_at is not None,
        )
        return await self._apply_outcome(guild, status, await send_once(channel, message))

    async def _build_card(self, status: Status) -> Card:
        canon = self.bot.store.canon.for_guild(self.announcement.guild_id)
        older = [
            one
            for one in await canon.list_statuses()
            if dated_entry_sort_key(one) < dated_entry_sort_key(status)
        ]
        card = news_card(
            status,
            older[0] if older else None,
            await canon.get_sources(status.sources),
            self.bot.manifest.awaited,
            self.bot.today(),
        )
        return card.with_buttons(NewsSourcesButton(status.id))

    async def _apply_outcome(
        self, guild: discord.Guild, status: Status, outcome: SendOutcome
    ) -> bool:
        match outcome:
            case Sent(message_id):
                reason = REASON_DELETED if message_id is None else ""
                await self._announcements.mark_sent(self.announcement, message_id, reason)
            case Rejected(reason):
                return await self._fail(guild, reason)
            case Obstacle():
                if self.announcement.claimed_at is None:
                    await self._announcements.release(self.announcement)
                return await self._hold(guild, status, outcome)
        return True

    async def _hold(self, guild: discord.Guild, status: Status, obstacle: Obstacle) -> bool:
        """Keep it for when the channel is good again, and say so once; give up in the end."""
        if self._is_stale or obstacle.reason is PauseReason.CHANNEL_GONE:
            return await self._fail(guild, obstacle.description)
        if await self._announcements.mark_held_up(self.announcement, obstacle.description):
            channel_id = self.announcement.channel_id
            await self._notify_admins(
                guild, format_held_notice(status.headline, channel_id, obstacle)
            )
        return False

    async def _fail(self, guild: discord.Guild, reason: str) -> bool:
        await self._announcements.mark_failed(self.announcement, reason)
        status = await self._get_status()
        if status is not None:
            channel_id = self.announcement.channel_id
            await self._notify_admins(
                guild, format_failed_notice(status.headline, channel_id, reason)
            )
        return True

    async def _notify_admins(self, guild: discord.Guild, sentence: str) -> None:
        """Tell whoever let the news in, or somebody else who can do something about it."""
        events = await self.bot.store.guild_entries.list_history(
            guild.id, self.announcement.entry_id
        )
        adder_ids = [deed.actor_id for deed in events if deed.action is AuditAction.ADDED]
        await notify_admins(self.bot, guild, adder_ids[0] if adder_ids else 0, sentence)


def is_news(status: Status, current: Status | None) -> bool:
    """Whether `status` would be what `/status` shows, beside the one it shows now."""
    return current is None or dated_entry_sort_key(status) > dated_entry_sort_key(current)
