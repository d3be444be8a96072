"""All processes agree on the number of parts and shards; a process alone may change both."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from contextlib import AsyncExitStack

import pytest

from storage.engines.postgres.parts.sharding import agree_on_parts, agree_on_shards
from storage.errors import StorageError
from storage.shards import list_part_shards
from tests.postgres import Cluster
from tests.storage.engines.postgres.parts.holders import Holder, open_holder


@pytest.fixture
async def holders(cluster: Cluster) -> AsyncGenerator[list[Holder]]:
    """Two processes with a part each, out of three."""
    async with AsyncExitStack() as stack:
        url = stack.enter_context(cluster.create_database())
        opened = [await stack.enter_async_context(open_holder(url, 3)) for _ in range(2)]
        for holder in opened:
            await agree_on_parts(holder.database, 3)
            await holder.take()
        yield opened


async def test_the_first_process_asks_the_platform_and_the_others_follow(
    holders: list[Holder],
) -> None:
    first, second = holders
    assert await agree_on_shards(first.database, 3, None, 6) == 6
    assert await agree_on_shards(second.database, 3, None, 7) == 6
    assert await agree_on_shards(second.database, 3, 6, 7) == 6


async def test_there_is_a_shard_for_each_part(holders: list[Holder]) -> None:
    assert await agree_on_shards(holders[0].database, 3, None, 1) == 3


async def test_another_number_is_refused_while_others_run(holders: list[Holder]) -> None:
    first, second = holders
    await agree_on_shards(first.database, 3, None, 6)
    with pytest.raises(StorageError, match="have 6 shards, and BOT_SHARDS is 8: use 6, or stop"):
        await agree_on_shards(second.database, 3, 8, 6)
    with pytest.raises(StorageError, match="in 3 parts, and BOT_PARTS is 4: use 3, or stop"):
        await agree_on_parts(second.database, 4)


async def test_a_process_alone_may_change_both(holders: list[Holder]) -> None:
    first, second = holders
    await agree_on_shards(first.database, 3, None, 6)
    await first.lease.release()
    await first.database.close()
    assert await agree_on_shards(second.database, 3, 8, 6) == 8
    await agree_on_parts(second.database, 2)
    assert await agree_on_shards(second.database, 2, None, 9) == 8


def test_the_parts_are_neighbouring_shards_and_all_of_them() -> None:
    assert [list(list_part_shards(part, 3, 8)) for part in range(3)] == [
        [0, 1],
        [2, 3, 4],
        [5, 6, 7],
    ]
    for parts in range(1, 9):
        for shards in range(parts, 40):
            runs = [list_part_shards(part, parts, shards) for part in range(parts)]
            assert [shard for run in runs for shard in run] == list(range(shards))
            assert all(runs)
