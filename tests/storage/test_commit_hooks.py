"""What is called after a commit: once, in time, and never after a rollback."""

from __future__ import annotations

import asyncio
from contextlib import suppress

import pytest

from storage.database import Database
from tests.storage.purses import purses


async def test_what_waits_for_the_commit_runs_once_before_the_writer_goes_on(
    database: Database,
) -> None:
    seen: list[dict[str, int]] = []
    async with database.transaction() as transaction:
        transaction.on_commit(lambda: seen.append({}))
        await transaction.fetch("UPDATE purse SET coins = 1")
        assert seen == []
    assert seen == [{}]
    assert await purses(database) == {"ida": 1, "per": 1}


async def test_what_waits_for_the_commit_never_runs_after_a_rollback(database: Database) -> None:
    seen: list[int] = []

    async def fail() -> None:
        async with database.transaction() as transaction:
            transaction.on_commit(lambda: seen.append(1))
            await transaction.fetch("UPDATE purse SET coins = 1")
            raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        await fail()
    async with database.transaction():
        pass
    assert seen == []


async def test_invalidated_guilds_are_told_of_once_and_only_what_was_committed(
    database: Database,
) -> None:
    told: list[int] = []
    database.add_guild_listener(told.append)

    async def invalidate(guild_id: int, *, fails: bool = False) -> None:
        async with database.transaction() as transaction:
            transaction.invalidate_guild(guild_id)
            transaction.invalidate_guild(guild_id)
            assert guild_id not in told
            if fails:
                raise ValueError("no")

    await invalidate(7)
    assert told == [7]
    with pytest.raises(ValueError, match="no"):
        await invalidate(8, fails=True)
    assert told == [7]


async def test_a_writer_cancelled_while_it_commits_leaves_the_hooks_to_run(
    database: Database,
) -> None:
    for pauses in range(12):
        seen: list[int] = []

        async def write(coins: int, seen: list[int]) -> None:
            async with database.transaction() as transaction:
                transaction.on_commit(lambda: seen.append(coins))
                await transaction.fetch("UPDATE purse SET coins = ?", (coins,))

        task = asyncio.create_task(write(pauses + 1_000, seen))
        for _ in range(pauses):
            await asyncio.sleep(0.0003)
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task
        await asyncio.sleep(0)
        is_written = (await purses(database))["ida"] == pauses + 1_000
        assert bool(seen) is is_written
