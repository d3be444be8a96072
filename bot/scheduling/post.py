"""One post as the delivery sees it: what is sent where, and how storage keeps its progress."""

from __future__ import annotations

import hashlib
from abc import ABC, abstractmethod
from datetime import date, datetime
from enum import StrEnum
from typing import NamedTuple

from bot.messaging.channels import Obstacle
from bot.messaging.sending import REASON_UNREACHABLE
from bot.ui.card import Card


class DeliveryStatus(StrEnum):
    """How far a delivery has brought a post. Only a pending post is delivered again."""

    SENT = "sent"
    FAILED = "failed"
    SKIPPED = "skipped"
    PENDING = "pending"


class DeliveryResult(NamedTuple):
    """The outcome of one delivery, with the reason as the log gives it, "" without one."""

    status: DeliveryStatus
    reason: str = ""


class Claim(NamedTuple):
    """A post that was begun at an aware instant and may have gone out."""

    channel_id: int
    claimed_at: datetime


class Post(ABC):
    """A snapshot of one post. Its methods write to storage and leave the snapshot as it is."""

    guild_id: int
    channel_id: int
    kind: str
    """With `key` it names the post among all of a guild: `build_nonce` uses both."""
    key: date | str
    role_id: int | None = None
    """The role that the post pings."""
    due_at: datetime
    until: datetime
    """The aware instant from which it is too late to send the post."""
    give_up_at: datetime
    """The aware instant from which an unreachable platform makes the post fail."""
    tries: int
    """Failed deliveries so far."""
    has_open_claim: bool
    """Whether a delivery began to send it and its outcome is unknown."""
    custom_id_prefix: str
    """The start of a custom id that only this post carries."""
    cancel_reason: str | None = None
    """Why it must not be sent any more, None when it may."""
    has_content: bool = True
    fails_without_channel: bool = False
    """Whether it fails once its channel is deleted, because it cannot move to another one."""

    @abstractmethod
    async def build_card(self) -> Card:
        """Return what is sent."""

    @abstractmethod
    async def get_claim(self) -> Claim | None:
        """Return the open claim, None without one."""

    @abstractmethod
    async def claim(self) -> bool:
        """Store that the post is about to be sent; False when it is not this delivery's to send."""

    @abstractmethod
    async def release(self) -> None:
        """Delete a claim under which certainly nothing was sent."""

    @abstractmethod
    async def reschedule(self, retry_at: datetime, *, tries: int | None = None) -> None:
        """Have it delivered again at an aware instant; store `tries` when given."""

    @abstractmethod
    async def settle_sent(self, message_id: int | None, sent_at: datetime, /) -> None:
        """Store that it was sent; the id is None when the message was deleted since."""

    @abstractmethod
    async def settle_failed(self, reason: str) -> str | None:
        """Store that it was not sent and never will be; return what to tell the admins."""

    async def settle_expired(self) -> str | None:
        """Store that it became too late to send it; return what to tell the admins."""
        return await self.settle_failed(REASON_UNREACHABLE)

    @abstractmethod
    async def hold(self, obstacle: Obstacle) -> str | None:
        """Store what holds it up; return what to tell the admins, None when they know."""

    async def resume(self) -> str | None:
        """End what `hold` stored, as the channel is usable; return what to tell the admins."""
        return None

    async def skip(self) -> None:
        """Store that there is nothing to send. Only posts without `has_content` are skipped."""
        raise NotImplementedError

    @abstractmethod
    async def get_admin_id(self) -> int:
        """Return the member to tell about it first, 0 without one."""

    async def wait_for_guild(self, reason: str, retry_at: datetime) -> DeliveryResult:
        """Store that the bot cannot see the guild, and that it is tried again."""
        await self.reschedule(retry_at)
        return DeliveryResult(DeliveryStatus.PENDING, reason)


def build_nonce(guild_id: int, channel_id: int, kind: str, key: date | str) -> str:
    """Return 24 characters (Discord takes 25), the same for the same post in every process."""
    post = f"{guild_id}:{channel_id}:{kind}:{key}"
    return hashlib.blake2b(post.encode(), digest_size=12).hexdigest()
