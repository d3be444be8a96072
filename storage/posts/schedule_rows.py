"""The rows of schedules: their columns in SQL, and how they are parsed."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterable, Iterator
from datetime import date, time

from storage.database import Row
from storage.epoch import from_epoch
from storage.posts.models import PauseReason, Schedule, ScheduleSettings

log = logging.getLogger(__name__)

_HAS_OPEN_CLAIM = (
    "EXISTS (SELECT 1 FROM ledger l WHERE l.guild_id = schedule.guild_id AND l.kind = schedule.kind"
    " AND l.day = schedule.day AND l.state = 'claimed')"
)
ZONE_SQL = (
    "coalesce((SELECT s.zone FROM server_settings s WHERE s.guild_id = schedule.guild_id), 'UTC')"
)
SCHEDULE_COLUMNS = (
    f"guild_id, kind, channel_id, {ZONE_SQL}, local_time, role_id, options, set_up_by, day, due_at,"
    f" until, settled_day, tries, pause, pause_detail, paused_day, {_HAS_OPEN_CLAIM}"
)


def _parse_date(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)


def parse_readable(rows: Iterable[Row]) -> Iterator[Schedule]:
    """Yield the schedules of those rows that can be parsed, and log the others."""
    for row in rows:
        try:
            yield parse_schedule(row)
        except (ValueError, TypeError):
            log.exception("server %s: its schedule cannot be read", row[0])


def parse_schedule(row: Row) -> Schedule:
    """Return the schedule of one row; raises ValueError or TypeError when it cannot be read."""
    guild, kind, channel, zone, local_time, role, options, set_up_by, *state = row
    day, due, until, settled, tries, pause, detail, paused, claimed = state
    return Schedule(
        guild_id=guild,
        kind=kind,
        settings=ScheduleSettings(
            channel, time.fromisoformat(local_time), role, json.loads(options), set_up_by
        ),
        zone=zone,
        next_day=date.fromisoformat(day),
        due_at=from_epoch(due),
        until=from_epoch(until),
        settled_day=_parse_date(settled),
        tries=tries,
        pause_reason=None if pause is None else PauseReason(pause),
        pause_detail=detail,
        paused_day=_parse_date(paused),
        has_open_claim=bool(claimed),
    )
