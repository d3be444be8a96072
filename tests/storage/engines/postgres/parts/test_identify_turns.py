"""Shards of all processes identify one after another, in as many rows as the platform allows."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from itertools import pairwise
from typing import Any

import psycopg
import pytest

from storage.engines.location import PostgresUrl
from storage.engines.postgres.database import PostgresDatabase
from storage.engines.postgres.parts.identify_turns import IdentifyTurns
from tests.postgres import Cluster

TURN_S = 0.5


@asynccontextmanager
async def open_turns(url: PostgresUrl, max_concurrency: int) -> AsyncGenerator[IdentifyTurns]:
    """Open the turns as one process takes them."""
    database = await PostgresDatabase.open(url)
    try:
        yield IdentifyTurns(database, max_concurrency, TURN_S)
    finally:
        await database.close()


def log_turns(connection: psycopg.Connection[Any]) -> None:
    """Have the server keep when each turn was taken: an answer may come late to a process."""
    connection.execute("CREATE TABLE turn_log (taken_at DOUBLE PRECISION)")
    connection.execute(
        "CREATE FUNCTION log_turn() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
        " INSERT INTO turn_log VALUES (NEW.taken_at); RETURN NULL; END $$"
    )
    connection.execute(
        "CREATE TRIGGER log_turn AFTER INSERT OR UPDATE ON identify_turn"
        " FOR EACH ROW EXECUTE FUNCTION log_turn()"
    )


async def test_shards_of_two_processes_identify_a_turn_apart(url: PostgresUrl) -> None:
    async with open_turns(url, 1) as first, open_turns(url, 1) as second:
        with psycopg.connect(url.secret_text, autocommit=True) as connection:
            log_turns(connection)
            async with asyncio.TaskGroup() as group:
                for shard_id, turns in enumerate((first, second, first, second)):
                    group.create_task(turns.take(shard_id))
            times = [at for (at,) in connection.execute("SELECT * FROM turn_log ORDER BY 1")]
    assert len(times) == 4
    assert all(after - before >= TURN_S for before, after in pairwise(times))


async def test_shards_of_other_buckets_do_not_wait(url: PostgresUrl) -> None:
    async with open_turns(url, 2) as first, open_turns(url, 2) as second:
        async with asyncio.timeout(TURN_S):
            await first.take(0)
            await second.take(1)
        began = asyncio.get_running_loop().time()
        await second.take(2)
        assert asyncio.get_running_loop().time() - began > TURN_S / 2


async def test_a_shard_that_gives_up_waiting_keeps_no_turn(url: PostgresUrl) -> None:
    async with open_turns(url, 1) as first, open_turns(url, 1) as second:
        await first.take(0)
        waiting = asyncio.create_task(second.take(1))
        await asyncio.sleep(TURN_S / 3)
        waiting.cancel()
        with pytest.raises(asyncio.CancelledError):
            await waiting
        async with asyncio.timeout(4 * TURN_S):
            await first.take(2)
            await second.take(3)


async def test_the_turn_of_a_process_that_has_ended_is_not_over(url: PostgresUrl) -> None:
    async with open_turns(url, 1) as second:
        async with open_turns(url, 1) as first:
            await first.take(0)
        began = asyncio.get_running_loop().time()
        await second.take(1)
        assert asyncio.get_running_loop().time() - began > TURN_S / 2


async def test_no_shard_identifies_without_a_turn_when_the_session_was_lost(
    cluster: Cluster, url: PostgresUrl
) -> None:
    async with open_turns(url, 1) as first, open_turns(url, 1) as second:
        await first.take(0)
        began = asyncio.get_running_loop().time()
        name = str(url).partition("@/")[2].partition("?")[0]
        cluster.execute(
            f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'"
        )
        await second.take(1)
        assert asyncio.get_running_loop().time() - began > TURN_S / 2


async def test_a_turn_by_a_clock_that_was_ahead_holds_up_no_shard(
    cluster: Cluster, url: PostgresUrl
) -> None:
    async with open_turns(url, 1) as turns:
        await turns.take(0)
        name = str(url).partition("@/")[2].partition("?")[0]
        cluster.execute("UPDATE identify_turn SET taken_at = taken_at + 3600", name)
        async with asyncio.timeout(TURN_S):
            await turns.take(1)
