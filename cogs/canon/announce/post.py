"""The announcement of one accepted status: its card and button, and the state of its delivery."""

from __future__ import annotations

from datetime import datetime

from bot.base import BotBase
from bot.instrumentation.observers import PostSettled
from bot.markdown import Markdown
from bot.messaging.channels import Obstacle
from bot.messaging.sending import REASON_DELETED
from bot.messaging.timeouts import get_backoff
from bot.scheduling.message_post import MessagePost
from bot.scheduling.post import GIVE_UP_AFTER, Claim, DeliveryResult, DeliveryStatus
from bot.ui.card import Card
from bot.ui.citations import EntrySourcesButton, get_shown_sources
from cogs.canon.announce.cards import format_failed_notice, format_held_notice, news_card
from seeds.schema import Event, Status
from storage.canon.audit_log import AuditAction
from storage.canon.guild_canon import GuildCanon, dated_entry_sort_key
from storage.outbox import OutboxMessage
from storage.posts.overdue import ANNOUNCEMENTS
from storage.posts.post_log import PostState
from storage.proposals.announcements import Announcement, Announcements

REASON_RETRACTED = "it was retracted before it could be announced"


class NewsSourcesButton(
    EntrySourcesButton, template=r"canon:news:(?P<id>status\.[a-z0-9-]{1,57}):"
):
    """Opens the sources that an announced status cites.

    Cards that members ask for have another button: after a crash between sending and recording
    that, the announcement is looked for by this custom id.
    """

    custom_id_format = "canon:news:{}:"


class AnnouncementPost(MessagePost):
    """One announcement to be delivered at the aware instant `now`; created by `load`."""

    kind = ANNOUNCEMENTS
    fails_without_channel = True

    def __init__(
        self, bot: BotBase, announcement: Announcement, status: Status | None, now: datetime
    ) -> None:
        super().__init__(bot, now)
        self._announcement = announcement
        self._status = status
        self.guild_id = announcement.guild_id
        self.channel_id = announcement.channel_id
        self.key = announcement.entry_id
        self.due_at = announcement.due_at
        self.until = self.give_up_at = self.due_at + GIVE_UP_AFTER
        self.tries = announcement.tries
        self.has_open_claim = announcement.claimed_at is not None
        self.custom_id_prefix = NewsSourcesButton.custom_id_format.format(announcement.entry_id)
        self.cancel_reason = REASON_RETRACTED if status is None else None

    @classmethod
    async def load(
        cls, bot: BotBase, announcement: Announcement, now: datetime
    ) -> AnnouncementPost:
        """Return the post of an announcement; without a status when that was retracted."""
        canon = bot.store.canon.for_guild(announcement.guild_id)
        found = await canon.get_many([announcement.entry_id], Status)
        return cls(bot, announcement, found[0] if found else None, now)

    @property
    def _announcements(self) -> Announcements:
        return self._bot.store.announcements

    async def build_card(self) -> Card:
        assert self._status is not None, "a retracted status is not announced"
        return await build_announcement_card(self._bot, self.guild_id, self._status)

    async def may_publish(self) -> bool:
        settings = await self._bot.store.guild_settings.get(self.guild_id)
        return settings.publishes_news

    async def get_claim(self) -> Claim | None:
        claimed_at = self._announcement.claimed_at
        return None if claimed_at is None else Claim(self.channel_id, claimed_at)

    async def claim(self) -> bool:
        return await self._announcements.claim(self._announcement, self._now)

    async def release(self) -> None:
        await self._announcements.release(self._announcement)

    async def reschedule(self, retry_at: datetime, *, tries: int | None = None) -> None:
        await self._announcements.reschedule(
            self._announcement, retry_at, tries=self.tries if tries is None else tries
        )

    async def wait_for_guild(self, reason: str, retry_at: datetime) -> DeliveryResult:
        """Reschedule until `until`, then fail; there is no admin to be notified."""
        if self._now < self.until:
            return await super().wait_for_guild(reason, retry_at)
        await self._mark_failed(reason)
        return DeliveryResult(DeliveryStatus.FAILED, reason)

    async def settle_sent(self, message_id: int | None, _sent_at: datetime) -> None:
        reason = REASON_DELETED if message_id is None else ""
        await self._announcements.mark_sent(self._announcement, message_id, reason)
        self._bot.observers.notify(PostSettled(self.kind, PostState.SENT))

    async def settle_failed(self, reason: str) -> OutboxMessage | None:
        notice = None
        if self._status is not None:
            text = format_failed_notice(self._status.headline, self.channel_id, reason)
            notice = await self._build_notice(text)
        await self._mark_failed(reason, notice)
        return notice

    async def _mark_failed(self, reason: str, notice: OutboxMessage | None = None) -> None:
        await self._announcements.mark_failed(self._announcement, reason, notice)
        self._bot.observers.notify(PostSettled(self.kind, PostState.FAILED))

    async def hold(self, obstacle: Obstacle) -> OutboxMessage | None:
        retry_at = min(self._now + get_backoff(self.tries), self.until)
        await self.reschedule(retry_at, tries=self.tries + 1)
        notice = None
        if self._status is not None:
            text = format_held_notice(self._status.headline, self.channel_id, obstacle)
            notice = await self._build_notice(text)
        is_new = await self._announcements.mark_held_up(
            self._announcement, obstacle.description, notice
        )
        return notice if is_new else None

    async def _build_notice(self, text: Markdown) -> OutboxMessage:
        admin_id = await self._find_approver_id()
        return OutboxMessage.to_admins(self.guild_id, text, self._now, admin_id=admin_id)

    async def _find_approver_id(self) -> int:
        """Return the reviewer who accepted the news last, 0 without one."""
        events = await self._bot.store.guild_entries.list_history(
            self.guild_id, self._announcement.entry_id
        )
        adder_ids = [event.actor_id for event in events if event.action is AuditAction.ADDED]
        return adder_ids[-1] if adder_ids else 0


async def build_announcement_card(bot: BotBase, guild_id: int, status: Status) -> Card:
    """Return the card that announces a status in a guild."""
    canon, pack = bot.store.canon.for_guild(guild_id), bot.packs.get(guild_id)
    card = news_card(
        status,
        await _get_previous_status(canon, status),
        await canon.get_many(status.events, Event),
        await get_shown_sources(bot.store, canon, status.sources),
        pack.manifest,
        pack.icons,
        await bot.today_in(guild_id),
    )
    return card.with_buttons(NewsSourcesButton(status.id))


async def _get_previous_status(canon: GuildCanon, status: Status) -> Status | None:
    older = [
        one
        for one in await canon.list_statuses()
        if dated_entry_sort_key(one) < dated_entry_sort_key(status)
    ]
    return older[0] if older else None


def is_news(status: Status, current: Status | None) -> bool:
    """Return whether `/status` would show `status` instead of the `current` one."""
    return current is None or dated_entry_sort_key(status) > dated_entry_sort_key(current)
