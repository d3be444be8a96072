"""One server's scheduled posts of one kind: where, when, what is due next, what holds it up."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum
from typing import NamedTuple, Protocol


class Occurrence(Protocol):
    """A local date's one post: due from `at`, missed from `until` on, both aware."""

    @property
    def day(self) -> date:
        """The local date it is for."""
        ...

    @property
    def due_at(self) -> datetime:
        """The instant from which it is due."""
        ...

    @property
    def until(self) -> datetime:
        """The instant from which it is too late."""
        ...


class PauseReason(StrEnum):
    """Why a schedule stands still. All but the first end by themselves once the cause is gone."""

    MANUAL = "by hand"
    CHANNEL_GONE = "channel gone"
    MISSING_PERMISSION = "permission missing"
    THREAD_LOCKED = "thread locked"


class ShardSet(NamedTuple):
    """The shards this process holds, of `total`; a server's shard follows from its id."""

    shard_ids: frozenset[int]
    shard_count: int

    def has_guild(self, guild_id: int) -> bool:
        """Whether a server is this process's."""
        return (guild_id >> 22) % self.shard_count in self.shard_ids


ALL_SHARDS = ShardSet(frozenset({0}), 1)


@dataclass(frozen=True, slots=True)
class ScheduleSettings:
    """What an admin decides: channel, local time, role to ping, options of the kind."""

    channel_id: int
    local_time: time
    role_id: int | None
    options: Mapping[str, bool]
    set_up_by: int


@dataclass(frozen=True, slots=True)
class Schedule:
    """One server's posts of one kind, and the local date that is promised next."""

    guild_id: int
    kind: str
    settings: ScheduleSettings
    zone: str
    """The key of the guild's time zone, which is one of the guild's settings."""
    next_day: date
    due_at: datetime
    until: datetime
    settled_day: date | None
    """The last local date that was posted, skipped, missed or empty."""
    tries: int
    """Failed attempts at the promised date so far."""
    pause_reason: PauseReason | None
    pause_detail: str
    paused_day: date | None
    """The first date that the pause may have cost."""
    has_open_claim: bool
    """Whether somebody began to post the promised date and nobody knows how that ended."""


class Advance(NamedTuple):
    """A schedule whose promised date is settled, and the slot that comes next."""

    schedule: Schedule
    next_occurrence: Occurrence
