"""The value types of scheduled posts: schedules, occurrences and reasons for a pause."""

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
    THREAD_PRIVATE = "private thread"
    TIMED_OUT = "in a time-out"


@dataclass(frozen=True, slots=True)
class ScheduleSettings:
    """What an admin chooses; the kind of post defines the names in `options`."""

    channel_id: int
    local_time: time
    role_id: int | None
    options: Mapping[str, bool]
    set_up_by: int


@dataclass(frozen=True, slots=True)
class Schedule:
    """The schedule of one guild and kind of post, with the state of its next occurrence."""

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
    """The first local date without a post because of the pause, None when not paused."""
    has_open_claim: bool
    """Whether a delivery began to send the post of `next_day`, and the outcome is unknown."""


class Advance(NamedTuple):
    """A schedule whose `next_day` is settled, and the occurrence that comes after it."""

    schedule: Schedule
    next_occurrence: Occurrence
