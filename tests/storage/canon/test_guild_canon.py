from __future__ import annotations

import asyncio

import pytest

from storage.canon.guild_canon import GuildCanon
from storage.store import Store


class Counter:
    """Derives a number and counts how often; the first calls fail as often as told."""

    def __init__(self, failures: int = 0) -> None:
        self.calls = 0
        self.failures = failures

    async def build(self, _canon: GuildCanon) -> int:
        self.calls += 1
        call = self.calls
        await asyncio.sleep(0)
        if call <= self.failures:
            raise LookupError(call)
        return call


async def test_callers_at_the_same_moment_share_one_result(store: Store) -> None:
    counter, canon = Counter(), store.canon.for_guild(None)
    assert await asyncio.gather(*(canon.derive(counter.build) for _ in range(5))) == [1] * 5
    assert await canon.derive(counter.build) == 1
    assert await canon.derive(Counter().build) == 1


async def test_a_failed_build_is_raised_for_all_and_tried_again_later(store: Store) -> None:
    counter, canon = Counter(failures=1), store.canon.for_guild(None)
    results = await asyncio.gather(
        *(canon.derive(counter.build) for _ in range(3)), return_exceptions=True
    )
    assert [type(result) for result in results] == [LookupError] * 3
    assert await canon.derive(counter.build) == 2


async def test_a_cancelled_caller_does_not_take_the_result_from_the_others(store: Store) -> None:
    counter, canon = Counter(), store.canon.for_guild(None)
    first = asyncio.create_task(canon.derive(counter.build))
    await asyncio.sleep(0)
    second = asyncio.create_task(canon.derive(counter.build))
    first.cancel()
    with pytest.raises(asyncio.CancelledError):
        await first
    assert await second == 1


async def test_a_change_of_the_guilds_entries_derives_anew_for_that_guild_alone(
    store: Store,
) -> None:
    counter = Counter()
    assert await store.canon.for_guild(7).derive(counter.build) == 1
    async with store.database.transaction() as transaction:
        transaction.invalidate_guild(7)
    assert await store.canon.for_guild(7).derive(counter.build) == 2
    assert await store.canon.for_guild(8).derive(counter.build) == 1
