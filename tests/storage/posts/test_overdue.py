"""Which posts count as overdue."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest

from storage.posts.models import Occurrence, PauseReason, ScheduleSettings
from storage.shards import ALL_SHARDS, ShardSet
from storage.store import Store

DUE = datetime(2026, 3, 1, 9, tzinfo=UTC)
GUILD = 5 << 22


async def save(store: Store, guild_id: int = GUILD) -> None:
    """Store a schedule that is due."""
    settings = ScheduleSettings(1, time(9), None, {}, 1)
    occurrence = Occurrence(date(2026, 3, 1), DUE, DUE + timedelta(hours=12))
    await store.schedules.save(guild_id, "lamps", settings, occurrence)


async def count(store: Store, minutes: int, shard_set: ShardSet = ALL_SHARDS) -> dict[str, int]:
    """Count what is overdue some minutes after it was due, by five minutes or more."""
    now = DUE + timedelta(minutes=minutes)
    counted = await store.overdue_posts.count(now, now - timedelta(minutes=5), shard_set)
    return {kind: number for kind, number in counted.items() if number}


async def test_a_post_is_overdue_once_it_is_late_by_more_than_a_retry(store: Store) -> None:
    await save(store)
    await save(store, GUILD + (1 << 22))
    assert await count(store, 4) == {}
    assert await count(store, 5) == {"lamps": 2}


async def test_one_that_a_tick_has_taken_is_still_overdue(store: Store) -> None:
    await save(store)
    now = DUE + timedelta(minutes=6)
    await store.schedules.lease_due(now, now + timedelta(seconds=50), kinds=["lamps"], limit=9)
    assert await count(store, 6) == {"lamps": 1}


async def test_one_that_waits_for_an_admin_is_not(store: Store) -> None:
    await save(store)
    schedule = await store.schedules.get(GUILD, "lamps")
    assert schedule is not None
    later = DUE + timedelta(hours=1)
    assert await store.schedules.pause(
        schedule, PauseReason.MISSING_PERMISSION, "Send Messages", later
    )
    assert await count(store, 6) == {}


@pytest.mark.parametrize(("shard_id", "found"), [(0, {}), (1, {"lamps": 1})])
async def test_those_of_other_processes_are_left_to_them(
    store: Store, shard_id: int, found: dict[str, int]
) -> None:
    await save(store)
    assert await count(store, 6, ShardSet(frozenset({shard_id}), 2)) == found
