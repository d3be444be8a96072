"""The values of scheduled posts: schedules, their occurrences, and why a schedule is paused."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum
from typing import NamedTuple


@dataclass(frozen=True, slots=True)
class Occurrence:
    """The one post of a local date: due from `due_at`, missed from `until` on (aware, UTC).

    `day` identifies it in the post log. It is not always the local date of `due_at`: a post at
    23:30 is due at 00:00 when the clocks skip the last half hour of the day.
    """

    day: date
    due_at: datetime
    until: datetime


class PauseReason(StrEnum):
    """Why a schedule is paused. Every pause but a manual one ends once its cause is gone."""

    MANUAL = "by hand"
    CHANNEL_GONE = "channel gone"
    MISSING_PERMISSION = "permission missing"
    THREAD_LOCKED = "thread locked"


@dataclass(frozen=True, slots=True)
class ScheduleSettings:
    """What an admin chooses; `options` are those of the kind of post."""

    channel_id: int
    local_time: time
    role_id: int | None
    options: Mapping[str, bool]
    set_up_by: int


@dataclass(frozen=True, slots=True)
class Schedule:
    """One guild's posts of one kind, with the state of the next occurrence."""

    guild_id: int
    kind: str
    settings: ScheduleSettings
    zone: str
    """The key of the guild's time zone, which is one of the guild's settings."""
    next_day: date
    due_at: datetime
    until: datetime
    settled_day: date | None
    """The last local date that was posted, skipped, missed or empty; None before the first."""
    tries: int
    """Failed attempts at `next_day` so far."""
    pause_reason: PauseReason | None
    pause_detail: str
    paused_day: date | None
    """The first local date that the pause may have kept from being posted."""
    has_open_claim: bool
    """Whether the post of `next_day` was begun and its outcome is unknown."""


class Advance(NamedTuple):
    """A schedule whose `next_day` is settled, and the occurrence that comes after it."""

    schedule: Schedule
    next_occurrence: Occurrence
