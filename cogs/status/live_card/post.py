"""The message of a status card as a post to be delivered, and the notices to admins about it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from bot.base import BotBase
from bot.markdown import Markdown, escape, mention_channel
from bot.messaging.channels import Obstacle
from bot.messaging.refusals import get_remedy
from bot.messaging.timeouts import get_backoff
from bot.scheduling.message_post import MessagePost
from bot.scheduling.post import Claim
from bot.ui.card import Card
from bot.ui.permission_hints import describe_obstacle
from cogs.status.live_card.card import LiveCard, build_custom_id
from storage.outbox import OutboxMessage
from storage.posts.status_cards import StatusCard

LOOK_INTERVAL = timedelta(hours=1)
"""How often a card is looked at, and the least time between two edits."""
REFUSED_RETRY = timedelta(days=1)
"""The wait after Discord refused what the card says; mostly another status comes before."""
NEVER = datetime.max.replace(tzinfo=UTC)


def format_refusal(channel_id: int, reason: str) -> Markdown:
    """Return why Discord refused the card in a channel, and what to do."""
    remedy = get_remedy(reason) or "I'll try again tomorrow."
    channel = mention_channel(channel_id)
    return f"The status card in {channel} can't be shown: {escape(reason)}. {remedy}"


class StatusCardPost(MessagePost):
    """The message that shows `live`, to be sent at the aware instant `now`.

    It never comes too late: it waits until nothing keeps it from its channel.
    """

    kind = "status-card"
    until = give_up_at = NEVER

    def __init__(self, bot: BotBase, stored: StatusCard, live: LiveCard, now: datetime) -> None:
        assert stored.channel_id is not None, "a card without a channel is not sent"
        super().__init__(bot, now)
        self._cards = bot.store.status_cards
        self._stored = stored
        self._live = live
        self.guild_id = stored.guild_id
        self.channel_id = stored.channel_id
        self.key = str(stored.number)
        self.due_at = now
        self.tries = stored.tries
        self.has_open_claim = stored.claimed_at is not None
        self.custom_id_prefix = build_custom_id(stored.number)

    async def build_card(self) -> Card:
        return self._live.card

    async def get_claim(self) -> Claim | None:
        stored = self._stored
        if stored.claimed_at is None or stored.posted_channel_id is None:
            return None
        return Claim(stored.posted_channel_id, stored.claimed_at)

    async def claim(self) -> bool:
        return await self._cards.claim(self._stored, self._live.digest, self._now)

    async def release(self) -> None:
        await self._cards.release(self._stored)

    async def reschedule(self, retry_at: datetime, *, tries: int | None = None) -> None:
        await self._cards.look_later(
            self._stored, retry_at, tries=self.tries if tries is None else tries
        )

    async def settle_sent(self, message_id: int | None, sent_at: datetime) -> None:
        """Store the message; if it was deleted since, have the next one sent at the next tick."""
        if message_id is None:
            await self._cards.mark_gone(self._stored)
            return
        await self._cards.mark_sent(self._stored, message_id, sent_at)
        await self.reschedule(self._now + LOOK_INTERVAL, tries=0)

    async def settle_failed(self, reason: str) -> OutboxMessage | None:
        """Store that Discord refused it, with a notice unless that was told before."""
        if not self.has_open_claim:
            await self.release()
        return await self.refuse(reason)

    async def refuse(self, reason: str) -> OutboxMessage | None:
        """Store that Discord refused the card or a change of it, and try again the next day."""
        await self.reschedule(self._now + REFUSED_RETRY)
        return await self._set_obstacle(reason, format_refusal(self.channel_id, reason))

    async def hold(self, obstacle: Obstacle) -> OutboxMessage | None:
        wait = get_backoff(self.tries) if obstacle.is_unconfirmed else LOOK_INTERVAL
        await self.reschedule(self._now + wait, tries=self.tries + 1)
        cause, remedy = describe_obstacle(obstacle, self.channel_id)
        return await self._set_obstacle(
            obstacle.description,
            f"The status card is on hold: {cause}. {remedy} and I'll go on by myself.",
        )

    async def resume(self) -> OutboxMessage | None:
        if not self._stored.obstacle:
            return None
        text = f"The status card in {mention_channel(self.channel_id)} is up to date again."
        return await self._set_obstacle("", text)

    async def _set_obstacle(self, obstacle: str, text: Markdown) -> OutboxMessage | None:
        """Store the obstacle, with a notice of it unless it was stored before."""
        notice = OutboxMessage.to_admins(self.guild_id, text, self._now)
        is_new = await self._cards.set_obstacle(self._stored, obstacle, notice)
        return notice if is_new else None
