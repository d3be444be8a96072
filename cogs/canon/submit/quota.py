"""Checks the limits of proposals: of one member a day, and of those that wait in a guild."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from cogs.canon.proposals.errors import DailyLimitError, QueueFullError, SubmissionsDisabledError

QUOTA_PERIOD = timedelta(days=1)


def check_quota(
    submission_times: Sequence[datetime],
    waiting: int,
    *,
    daily_limit: int,
    max_waiting: int,
    now: datetime,
) -> None:
    """Raise a QuotaExceededError when a member may make no proposal at `now`.

    `submission_times` are the aware times of the member's recent proposals, oldest first;
    `waiting` is the number of open proposals of the guild.
    """
    if daily_limit == 0:
        raise SubmissionsDisabledError
    recent = [one for one in submission_times if one > now - QUOTA_PERIOD]
    if len(recent) >= daily_limit:
        raise DailyLimitError(daily_limit, recent[-daily_limit] + QUOTA_PERIOD)
    if waiting >= max_waiting:
        raise QueueFullError(waiting)
