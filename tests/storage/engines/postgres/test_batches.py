"""Statements without an answer go to the server together, in order, and all hold or none."""

from __future__ import annotations

import asyncio

import pytest

from storage.engines.postgres.database import PostgresDatabase
from storage.errors import ConnectionLostError, DatabaseError, IntegrityError

COUNT = "SELECT count(*) FROM server"
ADD = "INSERT INTO server (guild_id) VALUES (?)"


async def test_what_is_written_without_an_answer_is_sent_with_the_commit(
    database: PostgresDatabase, other: PostgresDatabase
) -> None:
    async with database.transaction() as transaction:
        await transaction.execute_many(ADD, [(1,), (2,)])
        await transaction.execute_many("UPDATE server SET guild_id = guild_id + ?", [(10,)])
        # Had it begun, this would wait for it.
        async with other.transaction(alone=True) as alone:
            assert await alone.fetch(COUNT) == [(0,)]
    assert await database.fetch("SELECT guild_id FROM server ORDER BY 1") == [(11,), (12,)]


async def test_what_is_written_without_an_answer_comes_before_what_asks_for_one(
    database: PostgresDatabase,
) -> None:
    async with database.transaction() as transaction:
        await transaction.execute_many(ADD, [(1,), (2,)])
        assert await transaction.fetch(COUNT) == [(2,)]
        await transaction.execute_many(ADD, [(3,)])
        assert await transaction.fetch(COUNT) == [(3,)]
    assert await database.fetch(COUNT) == [(3,)]


@pytest.mark.parametrize("rows", [[(1,), (1,), (2,)], [(2,), (1,), (1,)]])
async def test_of_a_batch_with_a_refused_row_nothing_is_kept_and_the_session_goes_on(
    database: PostgresDatabase, rows: list[tuple[int]]
) -> None:
    session_id = await (await database.writer.get_session()).get_backend_id()
    hooks: list[int] = []

    async def write() -> None:
        async with database.transaction() as transaction:
            transaction.on_commit(lambda: hooks.append(1))
            await transaction.execute_many(ADD, [(3,)])
            await transaction.execute_many(ADD, rows)
            # New to the session, so that it is prepared in a batch that fails.
            await transaction.execute_many("DELETE FROM server WHERE guild_id = ?", [(3,)])

    for _ in range(3):
        with pytest.raises(IntegrityError, match="server_pkey"):
            await write()
    assert await database.fetch(COUNT) == [(0,)]
    assert hooks == []
    rows[:] = [(1,)]
    await write()
    assert await database.fetch("SELECT guild_id FROM server") == [(1,)]
    assert hooks == [1]
    assert await (await database.writer.get_session()).get_backend_id() == session_id


async def test_a_refused_row_is_told_by_the_next_statement_that_asks_for_an_answer(
    database: PostgresDatabase,
) -> None:
    async def write() -> None:
        async with database.transaction() as transaction:
            await transaction.execute_many(ADD, [(1,), (1,)])
            with pytest.raises(IntegrityError):
                await transaction.fetch(COUNT)

    with pytest.raises(DatabaseError, match="was rolled back"):
        await write()
    assert await database.fetch(COUNT) == [(0,)]


async def test_a_batch_whose_caller_is_cancelled_is_committed_whole_in_the_same_session(
    database: PostgresDatabase,
) -> None:
    session_id = await (await database.writer.get_session()).get_backend_id()

    async def write() -> None:
        async with database.transaction() as transaction:
            await transaction.execute_many(f"{ADD} RETURNING pg_sleep(0.1)", [(1,), (2,)])

    writing = asyncio.create_task(write())
    await asyncio.sleep(0.05)
    writing.cancel()
    with pytest.raises(asyncio.CancelledError):
        await writing
    await database.write(ADD, (3,))
    assert await database.fetch(COUNT) == [(3,)]
    assert await (await database.writer.get_session()).get_backend_id() == session_id


async def test_other_statements_of_the_session_wait_while_a_batch_is_under_way(
    database: PostgresDatabase,
) -> None:
    session = await database.writer.get_session()

    async def write(*rows: int) -> None:
        async with database.transaction() as transaction:
            await transaction.execute_many(
                f"{ADD} RETURNING pg_sleep(0.05)", [(row,) for row in rows]
            )

    writing = asyncio.create_task(write(1, 2))
    await asyncio.sleep(0.02)
    # As a beat of the lease, beside the writes.
    assert await session.fetch(COUNT) == [(2,)]
    await writing

    writing = asyncio.create_task(write(3, 3))
    await asyncio.sleep(0.02)
    with pytest.raises(DatabaseError, match="transaction is aborted"):
        await session.fetch(COUNT)
    with pytest.raises(IntegrityError):
        await writing
    assert await session.fetch(COUNT) == [(2,)]


async def test_a_batch_whose_session_is_lost_in_the_middle_is_told_as_a_loss(
    database: PostgresDatabase,
) -> None:
    losses: list[int] = []
    database.writer.on_lost = lambda: losses.append(1)

    async def write() -> None:
        async with database.transaction() as transaction:
            await transaction.execute_many(f"{ADD} RETURNING pg_sleep(60)", [(1,), (2,)])

    writing = asyncio.create_task(write())
    await asyncio.sleep(0.1)
    database.writer.cut()
    async with asyncio.timeout(5):
        with pytest.raises(ConnectionLostError):
            await writing
    assert losses == [1]
    await database.write(ADD, (3,))
    assert await database.fetch("SELECT guild_id FROM server") == [(3,)]
