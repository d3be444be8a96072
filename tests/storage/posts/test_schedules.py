"""Schedules: who is due, who takes them, and what a settled date leaves behind."""

from __future__ import annotations

import asyncio
import random
from collections.abc import AsyncGenerator
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest

from storage.engines.location import DatabaseLocation
from storage.errors import IntegrityError
from storage.posts.models import Advance, Occurrence, PauseReason, Schedule, ScheduleSettings
from storage.posts.post_log import PostLogEntry, PostState
from storage.shards import ShardSet
from storage.store import Store
from tests.storage.engines.marks import sqlite_only

DAY = date(2026, 3, 1)
NINE = datetime(2026, 3, 1, 9, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
CHOICE = ScheduleSettings(10, time(9), None, {"month_entries": True}, 7)
SLOT = Occurrence(DAY, NINE, NINE + timedelta(hours=15))
NEXT = Occurrence(
    DAY + timedelta(days=1), NINE + timedelta(days=1), NINE + timedelta(days=1, hours=15)
)


@pytest.fixture
async def second_store(location: DatabaseLocation) -> AsyncGenerator[Store]:
    """The same file as another process sees it."""
    opened = await Store.open(location, random.Random(8))
    yield opened
    await opened.close()


async def due(store: Store, now: datetime, **options: Any) -> list[Schedule]:
    settings: dict[str, Any] = {"kinds": ["lamps"], "limit": 100, **options}
    return await store.schedules.lease_due(now, now + MINUTE, **settings)


async def saved(store: Store, guild_id: int = 1) -> Schedule:
    await store.schedules.save(guild_id, "lamps", CHOICE, SLOT)
    schedule = await store.schedules.get(guild_id, "lamps")
    assert schedule is not None
    return schedule


async def test_what_was_saved_is_what_is_read(store: Store) -> None:
    schedule = await saved(store)
    assert (schedule.settings, schedule.next_day, schedule.due_at) == (CHOICE, DAY, NINE)
    assert (schedule.tries, schedule.pause_reason, schedule.has_open_claim) == (0, None, False)
    assert await store.schedules.get(1, "questions") is None


async def test_a_servers_schedules_are_read_together(store: Store) -> None:
    await saved(store, 1)
    await store.schedules.save(1, "candles", CHOICE, SLOT)
    await saved(store, 2)
    assert [one.kind for one in await store.schedules.list_for_guild(1)] == ["candles", "lamps"]
    assert await store.schedules.list_for_guild(3) == []


@pytest.mark.parametrize(
    ("pause", "is_due"), [(PauseReason.MANUAL, False), (PauseReason.MISSING_PERMISSION, True)]
)
async def test_a_change_may_keep_a_pause_and_when_it_is_looked_at_again(
    store: Store, pause: PauseReason, is_due: bool
) -> None:
    schedule = await saved(store)
    await store.schedules.pause(schedule, pause, "detail", None)
    later = replace(CHOICE, local_time=time(10))
    await store.schedules.save(1, "lamps", later, NEXT, keeps_pause=True)
    kept = await store.schedules.get(1, "lamps")
    assert kept is not None
    assert (kept.settings, kept.next_day) == (later, NEXT.day)
    assert (kept.pause_reason, kept.pause_detail, kept.paused_day) == (pause, "detail", DAY)
    assert bool(await due(store, NEXT.due_at)) is is_due
    await store.schedules.save(1, "lamps", later, NEXT)
    running = await store.schedules.get(1, "lamps")
    assert running is not None
    assert (running.pause_reason, running.pause_detail, running.paused_day) == (None, "", None)


async def test_keeping_the_pause_of_what_never_was_paused_lets_it_run(store: Store) -> None:
    await store.schedules.save(1, "lamps", CHOICE, SLOT, keeps_pause=True)
    assert len(await due(store, NINE)) == 1


async def test_nobody_is_due_before_the_time_and_of_another_kind(store: Store) -> None:
    await saved(store)
    assert await due(store, NINE - timedelta(seconds=1)) == []
    assert await due(store, NINE, kinds=["questions"]) == []
    assert len(await due(store, NINE)) == 1


async def test_what_is_taken_is_nobody_elses_until_the_lease_ends(
    store: Store, second_store: Store
) -> None:
    for guild_id in range(1, 51):
        await saved(store, guild_id)
    halves = await asyncio.gather(due(store, NINE), due(second_store, NINE))
    taken = [schedule.guild_id for half in halves for schedule in half]
    assert sorted(taken) == list(range(1, 51))
    assert await due(store, NINE + MINUTE - timedelta(seconds=1)) == []
    assert len(await due(second_store, NINE + MINUTE)) == 50


async def test_the_longest_due_come_first_and_everybodys_turn_comes_first_once(
    store: Store,
) -> None:
    for guild_id in range(1, 6):
        await saved(store, guild_id << 22)
    earlier = replace(SLOT, due_at=NINE - MINUTE)
    await store.schedules.save(6 << 22, "lamps", CHOICE, earlier)
    (first,) = await due(store, NINE, limit=1)
    assert first.guild_id == 6 << 22
    beginners: set[int] = set()
    for turn in range(7919 - 5, 7919):
        (schedule,) = await due(store, NINE, limit=1, order_offset=turn)
        beginners.add(schedule.guild_id >> 22)
        await store.schedules.reschedule(schedule, NINE)
    assert beginners == {1, 2, 3, 4, 5}


async def test_a_server_is_due_only_for_who_holds_its_shard(store: Store) -> None:
    for guild_id in range(10):
        await saved(store, guild_id << 22)
    odd = await due(store, NINE, shard_set=ShardSet(frozenset({1}), 2))
    assert sorted(schedule.guild_id >> 22 for schedule in odd) == [1, 3, 5, 7, 9]


@sqlite_only
async def test_due_work_is_found_by_index(store: Store) -> None:
    plan = await store.database.fetch(
        "EXPLAIN QUERY PLAN SELECT guild_id, kind FROM schedule WHERE wake_at <= 1"
        " AND kind IN ('lamps') ORDER BY wake_at LIMIT 5"
    )
    assert any("schedule_by_wake" in row[-1] for row in plan)


async def test_one_of_many_claims_wins(store: Store, second_store: Store) -> None:
    schedule = await saved(store)
    claims = [one.post_log.claim(schedule, NINE) for one in (store, second_store) * 10]
    assert sorted(await asyncio.gather(*claims)) == [False] * 19 + [True]
    assert (await due(store, NINE))[0].has_open_claim


def entry(state: PostState, day: date = DAY) -> PostLogEntry:
    return PostLogEntry(1, "lamps", day, state, 10, NINE, settled_at=NINE)


async def test_settling_writes_the_row_and_promises_the_next_date_in_one(store: Store) -> None:
    schedule = await saved(store)
    await store.post_log.claim(schedule, NINE)
    sent = replace(entry(PostState.SENT), message_id=5, lateness=3)
    await store.post_log.settle([sent], [Advance(schedule, NEXT)])
    assert await store.post_log.get(1, "lamps", DAY) == sent
    moved = await store.schedules.get(1, "lamps")
    assert moved is not None
    assert (moved.next_day, moved.settled_day, moved.has_open_claim) == (NEXT.day, DAY, False)
    assert await due(store, NEXT.due_at - MINUTE) == []


async def test_a_settled_date_keeps_its_row(store: Store) -> None:
    await store.post_log.settle([entry(PostState.SENT)])
    await store.post_log.settle([entry(PostState.MISSED)])
    row = await store.post_log.get(1, "lamps", DAY)
    assert row is not None
    assert row.state is PostState.SENT
    assert not await store.post_log.claim(await saved(store), NINE)


async def test_settings_changed_meanwhile_are_not_overwritten(store: Store) -> None:
    schedule = await saved(store)
    changed = replace(CHOICE, local_time=time(18))
    evening = replace(SLOT, due_at=NINE + timedelta(hours=9))
    await store.schedules.save(1, "lamps", changed, evening)
    await store.post_log.settle([entry(PostState.SENT)], [Advance(schedule, NEXT)])
    kept = await store.schedules.get(1, "lamps")
    assert kept is not None
    assert (kept.next_day, kept.due_at) == (DAY, evening.due_at)


async def test_a_new_zone_moves_every_schedule_of_the_guild_and_keeps_pauses(store: Store) -> None:
    lamps = await saved(store)
    await store.schedules.save(1, "candles", CHOICE, SLOT)
    await store.schedules.pause(lamps, PauseReason.MANUAL, "", None)
    other = await saved(store, 2)
    moved = [(one, NEXT) for one in await store.schedules.list_for_guild(1)]
    await store.schedules.set_time_zone(1, "Asia/Tokyo", moved)
    found = await store.schedules.list_for_guild(1)
    assert [(one.zone, one.next_day, one.settings) for one in found] == [
        ("Asia/Tokyo", NEXT.day, CHOICE)
    ] * 2
    assert [one.pause_reason for one in found] == [None, PauseReason.MANUAL]
    assert (await store.guild_settings.get(1)).zone == "Asia/Tokyo"
    assert await store.schedules.get(2, "lamps") == other


async def test_a_zone_changed_meanwhile_is_not_overwritten(store: Store) -> None:
    schedule = await saved(store)
    await store.schedules.set_time_zone(1, "Asia/Tokyo", [(schedule, SLOT)])
    await store.post_log.settle([entry(PostState.SENT)], [Advance(schedule, NEXT)])
    kept = await store.schedules.get(1, "lamps")
    assert kept is not None
    assert (kept.next_day, kept.zone) == (DAY, "Asia/Tokyo")


async def test_a_pause_begins_once_and_ends_once(store: Store) -> None:
    schedule = await saved(store)
    assert await store.schedules.pause(
        schedule, PauseReason.MISSING_PERMISSION, "Send Messages", NINE
    )
    assert not await store.schedules.pause(
        schedule, PauseReason.MISSING_PERMISSION, "View Channel", NINE
    )
    paused = await store.schedules.get(1, "lamps")
    assert paused is not None
    assert (paused.pause_reason, paused.pause_detail) == (
        PauseReason.MISSING_PERMISSION,
        "Send Messages",
    )
    assert paused.paused_day == DAY
    assert await store.schedules.resume(schedule)
    assert not await store.schedules.resume(schedule)


async def test_paused_by_hand_nothing_wakes_it(store: Store) -> None:
    schedule = await saved(store)
    await store.schedules.pause(schedule, PauseReason.MANUAL, "", None)
    await store.schedules.reschedule(schedule, NINE)
    assert not await store.schedules.retry_held_up(1, NINE)
    await store.post_log.settle([], [Advance(schedule, NEXT)])
    assert await due(store, NINE + timedelta(days=400)) == []
    assert not await store.schedules.resume(schedule), "only an admin ends it"


async def test_a_nudge_wakes_what_trouble_holds_up(store: Store) -> None:
    schedule = await saved(store)
    assert not await store.schedules.retry_held_up(1, NINE)
    await store.schedules.pause(schedule, PauseReason.CHANNEL_GONE, "", NINE + timedelta(hours=9))
    assert await due(store, NINE) == []
    assert await store.schedules.retry_held_up(1, NINE)
    assert len(await due(store, NINE)) == 1


async def test_the_ledger_is_listed_newest_first(store: Store) -> None:
    days = [DAY + timedelta(days=n) for n in range(5)]
    states = (PostState.SENT, PostState.MISSED, PostState.SKIPPED, PostState.FAILED, PostState.LATE)
    await store.post_log.settle(
        [entry(state, day) for state, day in zip(states, days, strict=True)]
    )
    newest = await store.post_log.list_newest(1, "lamps", offset=1, limit=2)
    assert [row.day for row in newest] == [days[3], days[2]]
    assert await store.post_log.count(1, "lamps") == 5
    assert await store.post_log.list_undelivered_days(1, "lamps", days[0]) == [days[1], days[3]]


async def test_the_file_knows_only_the_six_states(store: Store) -> None:
    with pytest.raises(IntegrityError):
        async with store.database.transaction() as transaction:
            await transaction.fetch(
                "INSERT INTO ledger (guild_id, kind, day, state, channel_id, claimed_at)"
                " VALUES (1, 'lamps', '2026-03-01', 'perhaps', 1, 1)"
            )
