"""Transactions are all or nothing, whoever else writes, reads, cancels or dies meanwhile."""

from __future__ import annotations

import asyncio
import random
import sqlite3
import subprocess
import sys
from collections.abc import AsyncGenerator
from contextlib import suppress
from pathlib import Path

import pytest

import storage.database
from storage.database import Database

ROOT = Path(__file__).parents[2]
OTHER_PROCESS = """
import asyncio, sys
from pathlib import Path
from storage.database import Database

async def main():
    database = await Database.open(Path(sys.argv[1]))
    print("open", flush=True)
    for _ in range(int(sys.argv[2])):
        async with database.transaction() as transaction:
            [(coins,)] = await transaction.fetch("SELECT coins FROM purse WHERE owner = 'ida'")
            await transaction.fetch("UPDATE purse SET coins = ? WHERE owner = 'ida'", (coins + 1,))
    await database.close()

asyncio.run(main())
"""


@pytest.fixture
async def database(tmp_path: Path) -> AsyncGenerator[Database]:
    """A database with two purses of 100 coins."""
    opened = await Database.open(tmp_path / "purses.sqlite3")
    async with opened.transaction() as transaction:
        await transaction.fetch("CREATE TABLE purse (owner TEXT PRIMARY KEY, coins INTEGER)")
        await transaction.execute_many(
            "INSERT INTO purse VALUES (?, ?)", [("ida", 100), ("per", 100)]
        )
    yield opened
    await opened.close()


async def purses(database: Database) -> dict[str, int]:
    return dict(await database.fetch("SELECT owner, coins FROM purse"))


async def give(database: Database, coins: int, pauses: int = 0) -> None:
    """Hand coins from ida to per in two steps, going slowly in between."""
    async with database.transaction() as transaction:
        [(had,)] = await transaction.fetch("SELECT coins FROM purse WHERE owner = 'ida'")
        for _ in range(pauses):
            await asyncio.sleep(0)
        await transaction.fetch("UPDATE purse SET coins = ? WHERE owner = 'ida'", (had - coins,))
        for _ in range(pauses):
            await asyncio.sleep(0)
        await transaction.fetch("UPDATE purse SET coins = coins + ? WHERE owner = 'per'", (coins,))
        if coins % 5 == 0:
            raise ValueError("that is too round a sum")


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

    with pytest.raises(sqlite3.IntegrityError):
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


async def test_references_are_enforced_and_commits_reach_the_disk(database: Database) -> None:
    with pytest.raises(sqlite3.IntegrityError, match="FOREIGN KEY"):
        async with database.transaction() as transaction:
            await transaction.fetch("INSERT INTO entry_topic VALUES ('cast', 12345)")
    async with database.transaction() as transaction:
        assert await transaction.fetch("PRAGMA journal_mode") == [("wal",)]
        assert await transaction.fetch("PRAGMA synchronous") == [(2,)]


async def test_closing_waits_for_the_transaction_that_is_open(tmp_path: Path) -> None:
    database = await Database.open(tmp_path / "late.sqlite3")
    async with database.transaction() as transaction:
        await transaction.fetch("CREATE TABLE late (word TEXT)")
        closing = asyncio.create_task(database.close())
        await asyncio.sleep(0.01)
        await transaction.fetch("INSERT INTO late VALUES ('kept')")
    await closing

    reopened = await Database.open(tmp_path / "late.sqlite3")
    assert await reopened.fetch("SELECT word FROM late") == [("kept",)]
    await reopened.close()


async def test_two_processes_on_one_file_take_turns(database: Database, tmp_path: Path) -> None:
    command = [sys.executable, "-c", OTHER_PROCESS, str(tmp_path / "purses.sqlite3"), "60"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE) as other:
        assert other.stdout is not None
        assert await asyncio.to_thread(other.stdout.readline) == b"open\n"
        for _ in range(60):
            await give(database, 1)
        assert await asyncio.to_thread(other.wait) == 0

    assert await purses(database) == {"ida": 100, "per": 160}


async def test_a_process_that_dies_half_way_leaves_nothing(
    database: Database, tmp_path: Path
) -> None:
    dying = (
        "import os, sqlite3, sys; connection = sqlite3.connect(sys.argv[1]);"
        "connection.execute('UPDATE purse SET coins = 0'); os._exit(9)"
    )
    command = [sys.executable, "-c", dying, str(tmp_path / "purses.sqlite3")]

    assert (await asyncio.to_thread(subprocess.run, command, check=False)).returncode == 9

    assert await purses(database) == {"ida": 100, "per": 100}
    await give(database, 1)


async def test_a_file_held_for_too_long_is_an_error_and_not_the_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(storage.database, "WRITE_BUSY_TIMEOUT_MS", 50)
    database = await Database.open(tmp_path / "held.sqlite3")
    holder = sqlite3.connect(tmp_path / "held.sqlite3", isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")

    with pytest.raises(sqlite3.OperationalError, match="locked"):
        async with database.transaction():
            pytest.fail("the file is held by somebody else")
    assert await database.fetch("SELECT count(*) FROM entry") == [(0,)]

    holder.close()
    async with database.transaction() as transaction:
        await transaction.fetch("DELETE FROM entry")
    await database.close()


async def test_folders_on_the_way_to_the_file_are_made(tmp_path: Path) -> None:
    database = await Database.open(tmp_path / "new" / "folder" / "bot.sqlite3")
    await database.close()

    assert (tmp_path / "new" / "folder" / "bot.sqlite3").is_file()


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


async def test_touched_guilds_are_told_of_once_and_only_what_was_committed(
    database: Database,
) -> None:
    told: list[int] = []
    database.add_guild_listener(told.append)

    async def touch(guild_id: int, *, fails: bool = False) -> None:
        async with database.transaction() as transaction:
            transaction.touch_guild(guild_id)
            transaction.touch_guild(guild_id)
            assert guild_id not in told
            if fails:
                raise ValueError("no")

    await touch(7)
    assert told == [7]
    with pytest.raises(ValueError, match="no"):
        await touch(8, fails=True)
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
