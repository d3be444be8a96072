"""Transactions are all or nothing, whatever is written, read, cancelled or killed meanwhile."""

from __future__ import annotations

import asyncio
import random
import re
from contextlib import suppress

import pytest

from storage.database import Database
from storage.errors import IntegrityError
from tests.storage.engines.marks import sqlite_only
from tests.storage.purses import give, purses


async def test_what_a_transaction_wrote_is_there_when_it_ends(database: Database) -> None:
    await give(database, 7)

    assert await purses(database) == {"ida": 93, "per": 107}


async def test_a_transaction_that_raises_leaves_nothing(database: Database) -> None:
    with pytest.raises(ValueError, match="too round"):
        await give(database, 10)

    assert await purses(database) == {"ida": 100, "per": 100}


async def test_a_statement_that_fails_takes_back_those_before_it(database: Database) -> None:
    async def fail_at_the_second() -> None:
        async with database.transaction() as transaction:
            await transaction.fetch("UPDATE purse SET coins = 0")
            await transaction.fetch("INSERT INTO purse VALUES ('ida', 1)")

    with pytest.raises(IntegrityError):
        await fail_at_the_second()

    assert await purses(database) == {"ida": 100, "per": 100}
    await give(database, 1)


async def test_one_writers_commit_never_persists_half_of_anothers(database: Database) -> None:
    is_half_done, may_fail = asyncio.Event(), asyncio.Event()

    async def fail_half_way() -> None:
        async with database.transaction() as transaction:
            await transaction.fetch("UPDATE purse SET coins = 0 WHERE owner = 'ida'")
            is_half_done.set()
            await may_fail.wait()
            raise ValueError("half way")

    failing = asyncio.create_task(fail_half_way())
    await is_half_done.wait()
    giving = asyncio.create_task(give(database, 1))
    await asyncio.wait({giving}, timeout=0.05)
    may_fail.set()

    with pytest.raises(ValueError, match="half way"):
        await failing
    await giving
    assert await purses(database) == {"ida": 99, "per": 101}


@pytest.mark.parametrize("seed", range(3))
async def test_interleaved_writers_lose_and_invent_nothing(database: Database, seed: int) -> None:
    rng = random.Random(seed)
    sums = [rng.randint(1, 20) for _ in range(40)]
    giving = [asyncio.create_task(give(database, coins, rng.randint(0, 3))) for coins in sums]

    outcomes = await asyncio.gather(*giving, return_exceptions=True)

    given = sum(coins for coins in sums if coins % 5)
    assert [isinstance(one, ValueError) for one in outcomes] == [coins % 5 == 0 for coins in sums]
    assert await purses(database) == {"ida": 100 - given, "per": 100 + given}


@pytest.mark.parametrize("seed", range(3))
async def test_cancelled_writers_leave_all_or_nothing(database: Database, seed: int) -> None:
    rng = random.Random(seed)
    giving: list[asyncio.Task[None]] = []
    for _ in range(30):
        giving.append(asyncio.create_task(give(database, 1, rng.randint(0, 2))))
        await asyncio.sleep(rng.choice([0, 0, 0.0005]))
        rng.choice(giving).cancel()

    outcomes = await asyncio.gather(*giving, return_exceptions=True)

    finished = sum(one is None for one in outcomes)
    left = await purses(database)
    assert any(isinstance(one, asyncio.CancelledError) for one in outcomes)
    assert sum(left.values()) == 200
    # A writer that was cancelled while its commit was on the way may have made it.
    assert finished <= 100 - left["ida"] <= 30
    await give(database, 1)


async def test_a_writer_cancelled_half_way_leaves_nothing(database: Database) -> None:
    is_half_done = asyncio.Event()

    async def wait_half_way() -> None:
        async with database.transaction() as transaction:
            await transaction.fetch("UPDATE purse SET coins = 0")
            is_half_done.set()
            await asyncio.sleep(60)

    waiting = asyncio.create_task(wait_half_way())
    queued = asyncio.create_task(give(database, 1))
    await is_half_done.wait()
    waiting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiting

    await queued
    assert await purses(database) == {"ida": 99, "per": 101}


async def test_a_writer_cancelled_in_the_queue_never_begins(database: Database) -> None:
    async with database.transaction() as transaction:
        queued = asyncio.create_task(give(database, 1))
        await asyncio.sleep(0)
        queued.cancel()
        await transaction.fetch("UPDATE purse SET coins = coins + 1")

    with suppress(asyncio.CancelledError):
        await queued
    assert queued.cancelled()
    assert await purses(database) == {"ida": 101, "per": 101}


async def test_readers_see_only_what_is_committed(database: Database) -> None:
    async with database.transaction() as transaction:
        await transaction.fetch("UPDATE purse SET coins = 0")
        assert await purses(database) == {"ida": 100, "per": 100}
        assert await transaction.fetch("SELECT sum(coins) FROM purse") == [(0,)]

    assert await purses(database) == {"ida": 0, "per": 0}


async def test_readers_never_see_half_of_what_goes_together(database: Database) -> None:
    giving = asyncio.gather(*(give(database, 1, pauses=2) for _ in range(20)))
    while not giving.done():
        assert sum((await purses(database)).values()) == 200

    assert await purses(database) == {"ida": 80, "per": 120}


async def test_a_statement_gives_the_rows_it_returns(database: Database) -> None:
    async with database.transaction() as transaction:
        rows = await transaction.fetch(
            "UPDATE purse SET coins = coins + :more WHERE owner = :owner RETURNING owner, coins",
            {"more": 5, "owner": "per"},
        )

    assert rows == [("per", 105)]


async def test_references_are_enforced(database: Database) -> None:
    with pytest.raises(IntegrityError, match=re.compile("foreign key", re.IGNORECASE)):
        async with database.transaction() as transaction:
            await transaction.fetch("INSERT INTO entry_topic VALUES ('cast', 12345)")


@sqlite_only
async def test_commits_reach_the_disk(database: Database) -> None:
    async with database.transaction() as transaction:
        assert await transaction.fetch("PRAGMA journal_mode") == [("wal",)]
        assert await transaction.fetch("PRAGMA synchronous") == [(2,)]
