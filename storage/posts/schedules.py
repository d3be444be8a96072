"""The repository of the schedules of posts."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Any

from storage.database import Database, Parameters, Transaction, build_marks
from storage.epoch import to_epoch
from storage.guilds.settings import GuildSettingsTable
from storage.outbox import OutboxMessage, insert_message
from storage.posts.models import Advance, Occurrence, PauseReason, Schedule, ScheduleSettings
from storage.posts.schedule_rows import (
    SCHEDULE_COLUMNS,
    ZONE_SQL,
    parse_readable,
    parse_schedule,
)
from storage.shards import ALL_SHARDS, ShardSet

FAIRNESS_MODULUS = 7_919
"""A prime number; each `order_offset` below it puts another one of the due guilds first."""
_IS_HELD_UP = "pause IS NOT NULL AND pause <> 'by hand'"


class Schedules:
    """Stores one schedule for each guild and kind of post, and leases those that are due."""

    def __init__(self, database: Database, guild_settings: GuildSettingsTable) -> None:
        self._database = database
        self._guild_settings = guild_settings

    async def get(self, guild_id: int, kind: str) -> Schedule | None:
        """Return a guild's schedule for one kind, None before it is set up."""
        rows = await self._database.fetch(
            f"SELECT {SCHEDULE_COLUMNS} FROM schedule WHERE guild_id = ? AND kind = ?",
            (guild_id, kind),
        )
        return parse_schedule(rows[0]) if rows else None

    async def list_for_guild(self, guild_id: int) -> list[Schedule]:
        """Return a guild's schedules of every kind."""
        rows = await self._database.fetch(
            f"SELECT {SCHEDULE_COLUMNS} FROM schedule WHERE guild_id = ? ORDER BY kind", (guild_id,)
        )
        return list(parse_readable(rows))

    async def save(
        self,
        guild_id: int,
        kind: str,
        settings: ScheduleSettings,
        occurrence: Occurrence,
        *,
        keeps_pause: bool = False,
    ) -> None:
        """Insert or update a schedule, and end its pause unless `keeps_pause` is true.

        Rows of the post log that say a coming date was missed, or claim a later one, are deleted:
        they were written while the clock was wrong.
        """
        async with self._database.transaction() as transaction:
            await _save(transaction, guild_id, kind, settings, occurrence, keeps_pause)

    async def list_waking_after(self, instant: datetime) -> list[Schedule]:
        """Return the schedules that are to be looked at after an aware instant."""
        rows = await self._database.fetch(
            f"SELECT {SCHEDULE_COLUMNS} FROM schedule WHERE wake_at > ? ORDER BY guild_id, kind",
            (to_epoch(instant),),
        )
        return list(parse_readable(rows))

    async def set_time_zone(
        self, guild_id: int, zone: str, moved: Sequence[tuple[Schedule, Occurrence]]
    ) -> None:
        """Store a guild's time zone and the next occurrence of its schedules in one transaction.

        Pauses are kept.
        """
        async with self._database.transaction() as transaction:
            await self._guild_settings.update_in(transaction, guild_id, zone=zone)
            for old, occurrence in moved:
                await _save(transaction, guild_id, old.kind, old.settings, occurrence, True)

    async def lease_due(
        self,
        now: datetime,
        lease_until: datetime,
        *,
        kinds: Collection[str],
        limit: int,
        shard_set: ShardSet = ALL_SHARDS,
        order_offset: int = 0,
    ) -> list[Schedule]:
        """Lease at most `limit` schedules due at `now`; no other call returns them for a while.

        They are due again at `lease_until`, unless they are settled before. The longest due come
        first. Those due at the same instant are ordered by their guild's creation time plus
        `order_offset`, modulo `FAIRNESS_MODULUS`.
        """
        shard_ids = sorted(shard_set.shard_ids)
        marks = [build_marks(values) for values in (kinds, shard_ids)]
        parameters = (
            to_epoch(lease_until),
            to_epoch(now),
            *kinds,
            shard_set.shard_count,
            *shard_ids,
            order_offset,
            FAIRNESS_MODULUS,
            limit,
            to_epoch(now),
        )
        rows = await self._database.write(_LEASE_DUE.format(*marks), parameters)
        return list(parse_readable(rows))

    async def reschedule(
        self, schedule: Schedule, wake_at: datetime, *, tries: int | None = None
    ) -> None:
        """Make `schedule` due again at `wake_at` (aware), and store `tries` unless None."""
        await self._database.write(
            "UPDATE schedule SET wake_at = ?, tries = coalesce(?, tries)"
            " WHERE guild_id = ? AND kind = ? AND day = ? AND wake_at IS NOT NULL",
            (to_epoch(wake_at), tries, *_get_primary_key(schedule), schedule.next_day.isoformat()),
        )

    async def retry_held_up(self, guild_id: int, now: datetime) -> bool:
        """Make the schedules that an obstacle pauses due at `now`; return False without any."""
        held = await self._database.fetch(
            f"SELECT 1 FROM schedule WHERE guild_id = ? AND {_IS_HELD_UP}", (guild_id,)
        )
        if not held:
            return False
        await self._database.write(
            "UPDATE schedule SET wake_at = :now"
            f" WHERE guild_id = :guild AND {_IS_HELD_UP} AND wake_at > :now",
            {"guild": guild_id, "now": to_epoch(now)},
        )
        return True

    async def pause(
        self,
        schedule: Schedule,
        reason: PauseReason,
        detail: str,
        wake_at: datetime | None,
        notice: OutboxMessage | None = None,
    ) -> bool:
        """Pause, and check again at `wake_at` unless None; return False if paused for `reason`.

        `notice` is stored with the pause.
        """
        return await self._update(
            notice,
            "UPDATE schedule SET pause = :pause, pause_detail = :detail,"
            " paused_day = coalesce(paused_day, day), wake_at = :wake"
            " WHERE guild_id = :guild AND kind = :kind AND (pause IS NULL OR pause <> :pause)"
            " RETURNING guild_id",
            {
                "guild": schedule.guild_id,
                "kind": schedule.kind,
                "pause": reason.value,
                "detail": detail,
                "wake": None if wake_at is None else to_epoch(wake_at),
            },
        )

    async def resume(self, schedule: Schedule, notice: OutboxMessage | None = None) -> bool:
        """End a pause because of an obstacle; return False when there is none.

        `notice` is stored with the end.
        """
        return await self._update(
            notice,
            "UPDATE schedule SET pause = NULL, pause_detail = '', paused_day = NULL, tries = 0"
            f" WHERE guild_id = ? AND kind = ? AND {_IS_HELD_UP} RETURNING guild_id",
            _get_primary_key(schedule),
        )

    async def _update(self, notice: OutboxMessage | None, sql: str, parameters: Parameters) -> bool:
        """Run one statement and store the notice, unless it changes no row; return whether any."""
        async with self._database.transaction() as transaction:
            changed = await transaction.fetch(sql, parameters)
            if changed:
                await insert_message(transaction, notice)
        return bool(changed)


async def _save(
    transaction: Transaction,
    guild_id: int,
    kind: str,
    settings: ScheduleSettings,
    occurrence: Occurrence,
    keeps_pause: bool,
) -> None:
    values = {
        "guild": guild_id,
        "kind": kind,
        "channel": settings.channel_id,
        "time": settings.local_time.isoformat("seconds"),
        "role": settings.role_id,
        "options": json.dumps(dict(settings.options), sort_keys=True),
        "by": settings.set_up_by,
        "keeps": int(keeps_pause),
        **_build_occurrence_values(occurrence),
    }
    await transaction.fetch(_UPSERT, values)
    await transaction.fetch(
        "DELETE FROM ledger"
        " WHERE guild_id = :guild AND kind = :kind AND day >= :day"
        " AND (state = 'missed' OR state = 'claimed' AND day > :day)",
        values,
    )


async def advance_schedules(transaction: Transaction, advances: Iterable[Advance]) -> None:
    """Store each next occurrence, unless the schedule has been changed since it was read."""
    await transaction.execute_many(
        "UPDATE schedule SET settled_day = :settled, day = :day, due_at = :due, until = :until,"
        " wake_at = CASE WHEN pause = 'by hand' THEN NULL ELSE :due END, tries = 0"
        " WHERE guild_id = :guild AND kind = :kind AND day = :settled"
        f" AND {ZONE_SQL} = :zone AND local_time = :time",
        [
            {
                "guild": schedule.guild_id,
                "kind": schedule.kind,
                "settled": schedule.next_day.isoformat(),
                "zone": schedule.zone,
                "time": schedule.settings.local_time.isoformat("seconds"),
                **_build_occurrence_values(occurrence),
            }
            for schedule, occurrence in advances
        ],
    )


_UPSERT = """
INSERT INTO schedule (guild_id, kind, channel_id, local_time, role_id, options, set_up_by,
    day, due_at, until, wake_at)
VALUES (:guild, :kind, :channel, :time, :role, :options, :by, :day, :due, :until, :due)
ON CONFLICT (guild_id, kind) DO UPDATE SET
    channel_id = excluded.channel_id, local_time = excluded.local_time,
    role_id = excluded.role_id, options = excluded.options, set_up_by = excluded.set_up_by,
    day = excluded.day, due_at = excluded.due_at, until = excluded.until,
    wake_at = CASE WHEN :keeps = 1 AND schedule.pause = 'by hand' THEN NULL
        ELSE excluded.wake_at END,
    tries = 0,
    pause = CASE WHEN :keeps = 1 THEN schedule.pause END,
    pause_detail = CASE WHEN :keeps = 1 THEN schedule.pause_detail ELSE '' END,
    paused_day = CASE WHEN :keeps = 1 THEN schedule.paused_day END
"""

# What another process has leased since the inner query must not be leased again.
# The high bits of a guild's id are the millisecond of its creation, which spreads guilds evenly.
_LEASE_DUE = f"""
UPDATE schedule SET wake_at = ? WHERE (guild_id, kind) IN (
    SELECT guild_id, kind FROM schedule
    WHERE wake_at <= ? AND kind IN ({{}}) AND (guild_id >> 22) % ? IN ({{}})
    ORDER BY wake_at, ((guild_id >> 22) + ?) % ?, guild_id LIMIT ?
) AND wake_at <= ? RETURNING {SCHEDULE_COLUMNS}
"""


def _get_primary_key(schedule: Schedule) -> tuple[int, str]:
    return schedule.guild_id, schedule.kind


def _build_occurrence_values(occurrence: Occurrence) -> dict[str, Any]:
    return {
        "day": occurrence.day.isoformat(),
        "due": to_epoch(occurrence.due_at),
        "until": to_epoch(occurrence.until),
    }
