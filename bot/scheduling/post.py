"""The interfaces of posts: of a feature to the scheduler, and of one post to its delivery."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Awaitable, Callable, Iterable, Mapping
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import NamedTuple, Protocol, TypeAlias

import discord

from bot.markdown import Markdown
from bot.messaging.channels import Obstacle
from bot.messaging.sending import REASON_UNREACHABLE, SendOutcome
from bot.ui.card import Card
from storage.outbox import OutboxMessage
from storage.posts.models import Schedule

GIVE_UP_AFTER = timedelta(days=1)
"""How long after its end a post is still retried, or searched for if it may have been sent."""


class PostCalendar(Protocol):
    """The dates with a post and the posts of one guild, by its canon at the time of loading."""

    def has_post_on(self, schedule: Schedule, day: date, /) -> bool:
        """Return whether there is anything to post on a local date."""
        ...

    async def build_card(self, schedule: Schedule, day: date, /) -> Card:
        """Return the post of a date for which `has_post_on` is true; each call returns the same."""
        ...


class PostType(Protocol):
    """One kind of scheduled post."""

    @property
    def kind(self) -> str:
        """The `kind` of its schedules in storage."""
        ...

    @property
    def title(self) -> Markdown:
        """The name in notices to admins: "Anniversary posts"."""
        ...

    async def load_calendars(self, guild_ids: Iterable[int]) -> Mapping[int, PostCalendar]:
        """Return the calendar of each of the guilds, by guild id."""
        ...

    def custom_id_prefix(self, day: date) -> str:
        """Return the start of a custom id that only the post of `day` carries."""
        ...

    async def may_publish(self, guild_id: int, /) -> bool:
        """Return whether a guild wants these posts published, if its channel can be followed."""
        ...


class DeliveryStatus(StrEnum):
    """The state of a post after a delivery. Only a pending post is delivered again."""

    SENT = "sent"
    FAILED = "failed"
    SKIPPED = "skipped"
    PENDING = "pending"


class DeliveryResult(NamedTuple):
    """The outcome of one delivery; `reason` is the text for the log, "" without one."""

    status: DeliveryStatus
    reason: str = ""


class Claim(NamedTuple):
    """A post that a delivery began to send at an aware instant; it may have been sent."""

    channel_id: int
    claimed_at: datetime


class SentPost(NamedTuple):
    """What Discord made of a post: its id there, and the aware instant of its creation."""

    id: int
    created_at: datetime


Request: TypeAlias = Callable[[], Awaitable[SendOutcome]]
"""Sends a prepared post once; another call sends it again."""


class Outlet(ABC):
    """The place in a guild that a post goes to, with nothing in its way."""

    @abstractmethod
    async def prepare(self) -> Request:
        """Build what is to be sent. Raises one of `CONTENT_ERRORS` when that fails."""


CONTENT_ERRORS = (LookupError, ValueError, TypeError, AttributeError)
"""What building a post may raise; it must not stop other posts."""


class Post(ABC):
    """A snapshot of one post. Its methods write to storage and do not change the snapshot."""

    guild_id: int
    kind: str
    """`kind` and `key` together identify the post within its guild."""
    key: date | str
    due_at: datetime
    until: datetime
    """The aware instant from which it is too late to send the post."""
    give_up_at: datetime
    """The aware instant from which the post fails if Discord cannot be reached."""
    tries: int
    """Failed deliveries so far."""
    has_open_claim: bool
    """Whether a delivery began to send it, and the outcome is unknown."""
    cancel_reason: str | None = None
    """Why it must not be sent any more, None when it may."""
    has_content: bool = True
    fails_without_channel: bool = False
    """Whether it fails once its channel is deleted, because it cannot move to another one."""

    @abstractmethod
    async def resolve_outlet(self, guild: discord.Guild) -> Outlet | Obstacle:
        """Return the place it goes to, or what is in the way.

        Raises one of `REQUEST_ERRORS` when Discord cannot be asked.
        """

    @abstractmethod
    async def find_sent(self, guild: discord.Guild, claim: Claim, /) -> SentPost | None:
        """Return what became of the attempt of a claim, None when it was not sent.

        Raises one of `REQUEST_ERRORS` when Discord cannot be asked.
        """

    def can_repeat(self, _claim: Claim, _now: datetime) -> bool:
        """Return whether sending it again gives what the attempt of a claim gave, if anything."""
        return False

    @abstractmethod
    async def get_claim(self) -> Claim | None:
        """Return the open claim, None without one."""

    @abstractmethod
    async def claim(self) -> bool:
        """Store that the post is about to be sent; return False when another delivery sends it."""

    @abstractmethod
    async def release(self) -> None:
        """Delete the claim, when it is certain that nothing was sent."""

    @abstractmethod
    async def reschedule(self, retry_at: datetime, *, tries: int | None = None) -> None:
        """Store that it is delivered again at `retry_at` (aware), and `tries` unless None."""

    @abstractmethod
    async def settle_sent(self, sent_id: int | None, sent_at: datetime, /) -> None:
        """Store its id at Discord, None if it is deleted already, and the aware instant."""

    @abstractmethod
    async def settle_failed(self, reason: str) -> OutboxMessage | None:
        """Store that it failed for good, and a notice for the admins, unless there is none.

        The notice is returned here and below, so that it can be sent without waiting for a tick.
        """

    async def settle_expired(self) -> OutboxMessage | None:
        """Store that it is too late to send, and a notice for the admins, unless there is none."""
        return await self.settle_failed(REASON_UNREACHABLE)

    @abstractmethod
    async def hold(self, obstacle: Obstacle) -> OutboxMessage | None:
        """Store the obstacle, and a notice for the admins, unless they have had it."""

    async def resume(self) -> OutboxMessage | None:
        """Store that no obstacle is left, and a notice for the admins, unless there was none."""
        return None

    async def skip(self) -> None:
        """Store that there is nothing to send. Called only for a post without `has_content`."""
        raise NotImplementedError

    async def wait_for_guild(self, reason: str, retry_at: datetime) -> DeliveryResult:
        """Store that the bot cannot access the guild, and retry at `retry_at` (aware)."""
        await self.reschedule(retry_at)
        return DeliveryResult(DeliveryStatus.PENDING, reason)
