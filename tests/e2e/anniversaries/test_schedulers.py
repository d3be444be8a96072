"""Schedulers beside and after each other, and what makes them tick."""

from __future__ import annotations

import asyncio
import random
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.app import open_bot
from bot.client import FanBot
from bot.clock_watch import ClockWatch
from bot.scheduling.minute_trigger import MinuteTrigger
from bot.scheduling.scheduler import Scheduler
from storage.errors import DatabaseError
from tests.drivers.setup import open_setup
from tests.platform_rules.document import PlatformDocument
from tests.posting import (
    add_admin,
    get_post_states,
    list_posts,
    parse_utc,
    run_due_at,
    set_up_anniversaries,
)
from tests.world import World, build_settings, open_world, wait_until


async def test_two_schedulers_at_the_same_instant_post_once(world: World) -> None:
    await set_up_anniversaries(world, add_admin(world))
    await run_due_at(world, "2026-02-28 23:59")
    second = Scheduler(world.bot, 30, random.Random(2))
    second.register(world.bot.scheduler._post_types["anniversaries"])
    world.env.backend.clock.advance(24 * 3600)
    now = world.env.now()
    await asyncio.gather(*(one.run_due(now) for one in (world.bot.scheduler, second)))
    assert len(list_posts(world.channel)) == 1


async def test_a_restart_with_a_repeated_ready_posts_once(
    tmp_path: Path, platform_document: PlatformDocument | None
) -> None:
    settings = build_settings(tmp_path)
    async with open_world(settings, platform_document) as world:
        await set_up_anniversaries(world, add_admin(world))
        await run_due_at(world, "2026-03-01 09:00")
        async with open_bot(settings, world.env.now, shard_count=1) as successor:
            await world.env.restart_bot(successor)
            successor.scheduler.stop()
            successor.dispatch("ready")
            await successor.scheduler.run_due(world.env.now())
            await successor.scheduler.run_due(world.env.now())
            assert len(list_posts(world.channel)) == 1


async def test_the_job_itself_posts_and_lets_no_tick_be_dropped(world: World) -> None:
    await set_up_anniversaries(world, add_admin(world))
    world.env.backend.clock.advance(
        (parse_utc("2026-03-01 09:00") - world.env.now()).total_seconds()
    )
    world.bot.scheduler.start()
    (job,) = world.bot.scheduler._apscheduler.get_jobs()
    assert (job.misfire_grace_time, job.coalesce, job.max_instances) == (None, True, 1)
    minute = job.trigger.get_next_fire_time(None, parse_utc("2026-03-01 09:00"))
    following = job.trigger.get_next_fire_time(minute, minute)
    assert (following - minute).total_seconds() == 60

    job.modify(next_run_time=datetime.now(UTC))

    async def is_sent() -> bool:
        return await get_post_states(world) == {"2026-03-01": "sent"}

    await wait_until(is_sent)
    world.bot.scheduler.stop()
    assert len(list_posts(world.channel)) == 1


async def test_a_server_belongs_to_the_process_that_holds_its_shard(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    await set_up_anniversaries(world, add_admin(world))
    own = (world.guild.id >> 22) % 2
    monkeypatch.setattr(world.bot, "shard_count", 2)
    held: dict[int, object] = {1 - own: None}
    monkeypatch.setattr(FanBot, "shards", property(lambda _bot: held))
    await run_due_at(world, "2026-03-01 09:00")
    assert await get_post_states(world) == {}

    held[own] = held.pop(1 - own)
    await run_due_at(world, "2026-03-01 09:01")
    assert await get_post_states(world) == {"2026-03-01": "sent"}


async def test_a_clock_that_was_set_back_does_not_keep_it_from_ticking(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.scheduling.scheduler.WATCH_S", 0.01)
    world.bot.scheduler.start()
    (job,) = world.bot.scheduler._apscheduler.get_jobs()
    promised_before = datetime.now(UTC) + timedelta(hours=2)
    job.modify(next_run_time=promised_before)
    await wait_until(lambda: job.next_run_time < promised_before - timedelta(hours=1))
    world.bot.scheduler.stop()


async def test_a_clock_that_was_a_year_ahead_costs_nothing_once_the_settings_are_saved(
    world: World,
) -> None:
    panel = await open_setup(world, add_admin(world), "Anniversaries")
    await panel.choose("channel", world.channel)
    await world.bot.scheduler.run_due(parse_utc("2027-02-15 12:00"))
    assert (await get_post_states(world))["2026-03-01"] == "missed"

    await panel.choose("hour", "10:00")
    assert await get_post_states(world) == {}
    await run_due_at(world, "2026-03-01 10:00")
    await panel.choose("hour", "09:00")
    await run_due_at(world, "2026-05-01 09:00")
    assert await get_post_states(world) == {"2026-03-01": "sent", "2026-05-01": "sent"}


async def test_a_year_ahead_for_one_tick_misses_no_date(world: World) -> None:
    await set_up_anniversaries(world, add_admin(world))
    await run_due_at(world, "2026-02-28 12:00")
    await world.bot.scheduler.run_due(parse_utc("2027-02-15 12:00"))
    assert (await get_post_states(world))["2026-03-01"] == "missed"
    await run_due_at(world, "2026-02-28 12:01")
    assert await get_post_states(world) == {}
    await run_due_at(world, "2026-03-01 09:00")
    assert await get_post_states(world) == {"2026-03-01": "sent"}


async def test_a_post_that_was_due_while_the_clock_was_wrong_is_sent_once_it_is_right(
    world: World,
) -> None:
    await set_up_anniversaries(world, add_admin(world))
    await run_due_at(world, "2026-03-01 08:59")
    await world.bot.scheduler.run_due(parse_utc("2027-02-15 12:00"))
    await run_due_at(world, "2026-03-01 09:01")
    assert await get_post_states(world) == {"2026-03-01": "sent"}
    await run_due_at(world, "2026-03-01 09:02")
    assert len(list_posts(world.channel)) == 1


async def test_nothing_is_due_while_nobody_knows_what_time_it_is(world: World) -> None:
    await set_up_anniversaries(world, add_admin(world))
    await run_due_at(world, "2026-02-28 12:00")
    bot, passed = world.bot, [0.0]
    ahead = [timedelta()]
    bot.clock_watch = ClockWatch(lambda: world.env.now() + ahead[0], lambda: passed[0])
    bot.clock = bot.clock_watch.now
    ahead[0] = timedelta(days=365)
    await bot.scheduler.run_due()
    assert await get_post_states(world) == {}
    assert world.env.http_requests[-1].path == "/gateway"

    shown, true = world.env.now() + ahead[0], world.env.now()
    bot.clock_watch.observe(shown, true, shown)
    await bot.scheduler.run_due()
    assert await get_post_states(world) == {}
    assert bot.clock_watch.is_confirmed


def test_a_tick_asks_for_one_time_after_a_clock_was_set_a_year_ahead() -> None:
    trigger = MinuteTrigger()
    ahead = parse_utc("2027-03-01 09:00") + timedelta(seconds=20)
    following = trigger.get_next_fire_time(parse_utc("2026-03-01 09:00"), ahead)
    assert following == parse_utc("2027-03-01 09:01")


async def test_a_clock_that_was_wrong_for_a_moment_keeps_no_tick_away(
    world: World, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """APScheduler has gone to sleep for a day, although its next time has just passed."""
    monkeypatch.setattr("bot.scheduling.scheduler.WATCH_S", 0.05)
    scheduler, is_due = world.bot.scheduler, asyncio.Event()

    async def tick() -> None:
        is_due.set()

    monkeypatch.setattr(scheduler, "run_due", tick)
    scheduler.start()
    (job,) = scheduler._apscheduler.get_jobs()
    job.modify(next_run_time=datetime.now(UTC) + timedelta(seconds=1))
    await asyncio.sleep(0.01)
    scheduler._apscheduler._stop_timer()
    await wait_until(is_due.is_set)
    assert "I go on" in caplog.text
    scheduler.stop()


async def test_trouble_that_lasts_is_told_whole_once_and_then_in_a_line(
    world: World, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    await set_up_anniversaries(world, add_admin(world))

    async def full(*_arguments: object, **_named: object) -> list[object]:
        raise DatabaseError("database or disk is full")

    with monkeypatch.context() as broken:
        broken.setattr(world.bot.store.schedules, "lease_due", full)
        for _ in range(3):
            await world.bot.scheduler.run_due(parse_utc("2026-03-01 09:00"))
    assert caplog.text.count("a tick broke off; the next one goes on") == 3
    assert caplog.text.count("Traceback") == 1
