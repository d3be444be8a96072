"""The trigger of the tick; imported late, like APScheduler itself."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from apscheduler.triggers.base import BaseTrigger

MINUTE = timedelta(minutes=1)


class MinuteTrigger(BaseTrigger):
    """Fires at the start of every minute, and once for all those that a set clock has skipped.

    APScheduler asks for each time until now, one after the other: a cron trigger would name every
    minute of a year on the event loop.
    """

    def get_next_fire_time(
        self,
        previous_fire_time: Any,  # noqa: ARG002 - the time does not depend on the last
        now: datetime,
    ) -> Any:
        """Return the next whole minute, an aware datetime."""
        return now.replace(second=0, microsecond=0) + MINUTE
