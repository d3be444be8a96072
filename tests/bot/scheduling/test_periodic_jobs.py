"""Daily work: once a day each, in parts where it is long; one that fails holds no other up."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta

import pytest

from bot.scheduling.periodic_jobs import PeriodicJobs
from tests.world import NOW

HOUR = timedelta(hours=1)


class Sweeping:
    """A chore that takes several parts."""

    def __init__(self, parts: int = 1) -> None:
        self.parts = parts
        self.runs: list[datetime] = []

    async def __call__(self, now: datetime) -> bool:
        self.runs.append(now)
        return len(self.runs) % self.parts == 0


async def test_a_chore_is_done_at_the_first_look_and_then_once_a_day() -> None:
    chores, sweeping = PeriodicJobs(), Sweeping()
    chores.register("sweep", sweeping)
    for hour in range(50):
        await chores.run_due(NOW + hour * HOUR)
    assert sweeping.runs == [NOW, NOW + 24 * HOUR, NOW + 48 * HOUR]


async def test_a_long_chore_goes_on_at_every_look_until_it_is_done() -> None:
    chores, sweeping = PeriodicJobs(), Sweeping(parts=3)
    chores.register("sweep", sweeping)
    for minute in range(10):
        await chores.run_due(NOW + timedelta(minutes=minute))
    assert len(sweeping.runs) == 3


async def test_a_broken_chore_stops_no_other_and_has_its_next_turn_tomorrow(
    caplog: pytest.LogCaptureFixture,
) -> None:
    async def burst(_now: datetime) -> bool:
        raise OSError("no broom")

    chores, sweeping = PeriodicJobs(), Sweeping()
    chores.register("burst", burst)
    chores.register("sweep", sweeping)
    for hour in range(25):
        await chores.run_due(NOW + hour * HOUR)
    assert len(sweeping.runs) == 2
    assert caplog.text.count("the job 'burst' failed") == 2


async def test_two_looks_at_once_do_a_chore_once() -> None:
    runs: list[datetime] = []

    async def slow(now: datetime) -> bool:
        runs.append(now)
        await asyncio.sleep(0)
        return True

    chores = PeriodicJobs()
    chores.register("slow", slow)
    await asyncio.gather(chores.run_due(NOW), chores.run_due(NOW))
    assert runs == [NOW]


async def test_a_chore_that_is_forgotten_is_left() -> None:
    chores, sweeping = PeriodicJobs(), Sweeping()
    chores.register("sweep", sweeping)
    chores.unregister("sweep")
    chores.unregister("sweep")
    await chores.run_due(NOW)
    assert sweeping.runs == []


async def test_a_clock_that_was_set_back_holds_no_chore_up() -> None:
    chores, sweeping = PeriodicJobs(), Sweeping()
    chores.register("sweep", sweeping)
    for now in (NOW + 9_000 * HOUR, NOW, NOW + HOUR, NOW + 24 * HOUR):
        await chores.run_due(now)
    assert sweeping.runs == [NOW + 9_000 * HOUR, NOW, NOW + 24 * HOUR]


async def test_a_chore_of_no_guild_is_done_by_the_process_that_has_the_first_shard() -> None:
    has_first_shard = [False]
    chores, common, own = PeriodicJobs(lambda: has_first_shard[-1]), Sweeping(), Sweeping()
    chores.register("sweep all", common, HOUR, is_common=True)
    chores.register("sweep mine", own, HOUR)
    await chores.run_due(NOW)
    assert (len(common.runs), len(own.runs)) == (0, 1)
    has_first_shard.append(True)
    await chores.run_due(NOW + HOUR / 2)
    assert (len(common.runs), len(own.runs)) == (1, 1)
