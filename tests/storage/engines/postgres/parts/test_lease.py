"""Each part has one process; who loses its session knows it before another takes the part."""

from __future__ import annotations

import asyncio
import logging
from contextlib import AsyncExitStack
from datetime import UTC, datetime, timedelta

import pytest

from storage.engines.location import PostgresUrl
from storage.engines.postgres.parts.lease import TRUSTED_SHARE, PartTakenError
from storage.errors import ConnectionLostError, StorageError
from tests.postgres import Cluster
from tests.storage.engines.postgres.parts.holders import LEASE_S, open_holder, wait_until

pytestmark = pytest.mark.slow

ADD = "INSERT INTO server (guild_id) VALUES (?)"


async def test_processes_take_one_part_each_and_one_more_stands_by_until_a_part_is_given_back(
    url: PostgresUrl,
) -> None:
    async with AsyncExitStack() as stack:
        first, second, third = [
            await stack.enter_async_context(open_holder(url, 2)) for _ in range(3)
        ]
        assert await first.take() == 0
        assert await second.take() == 1
        waiting = asyncio.create_task(third.take())
        await wait_until(lambda: third.stood_by)
        assert not third.lease.is_held

        await first.lease.release()
        await first.database.close()
        async with asyncio.timeout(LEASE_S / 2):
            assert await waiting == 0
        assert third.lease.is_held
        assert not first.lease.is_held
        assert second.lease.is_held


async def test_a_lock_is_proved_again_and_again(url: PostgresUrl) -> None:
    async with open_holder(url, 1, lease_s=2.0) as holder:
        await holder.take()
        session_id = await holder.get_writer_id()
        for _ in range(30):
            await asyncio.sleep(0.1)
            assert holder.lease.is_held
        assert await holder.get_writer_id() == session_id


async def test_who_loses_the_session_knows_it_at_once_and_writes_nothing_before_it_has_the_part(
    cluster: Cluster, url: PostgresUrl
) -> None:
    async with open_holder(url, 1) as holder:
        await holder.take()
        queued: list[asyncio.Task[object]] = []
        async with holder.database.transaction() as transaction:
            await transaction.fetch(ADD, (1,))
            queued += [asyncio.create_task(holder.database.write(ADD, (2,)))]
        await queued[0]

        cluster.execute(f"SELECT pg_terminate_backend({await holder.get_writer_id()}, 5000)")
        assert await wait_until(lambda: not holder.lease.is_held) < LEASE_S / 5
        await holder.lease.wait_until_lost()
        with pytest.raises(ConnectionLostError):
            await holder.database.write(ADD, (3,))
        with pytest.raises(ConnectionLostError):
            async with holder.database.transaction():
                pass

        await holder.lease.regain()
        assert holder.lease.is_held
        await holder.database.write(ADD, (4,))
        known = await holder.database.fetch("SELECT guild_id FROM server ORDER BY guild_id")
        assert known == [(1,), (2,), (4,)]


async def test_a_write_that_waited_for_its_turn_while_the_part_was_lost_is_refused(
    cluster: Cluster, url: PostgresUrl
) -> None:
    async with open_holder(url, 1) as holder:
        await holder.take()
        session_id = await holder.get_writer_id()
        queued: list[asyncio.Task[object]] = []

        async def write_across_the_loss() -> None:
            async with holder.database.transaction() as transaction:
                queued.append(asyncio.create_task(holder.database.write(ADD, (1,))))
                await asyncio.sleep(0)
                cluster.execute(f"SELECT pg_terminate_backend({session_id}, 5000)")
                await holder.lease.wait_until_lost()
                await holder.lease.regain()
                await transaction.fetch(ADD, (2,))

        with pytest.raises(ConnectionLostError):
            await write_across_the_loss()
        with pytest.raises(ConnectionLostError):
            await queued[0]
        assert await holder.database.fetch("SELECT guild_id FROM server") == []


async def test_who_finds_its_part_taken_does_not_get_it_back(
    cluster: Cluster, url: PostgresUrl
) -> None:
    async with open_holder(url, 1) as holder, open_holder(url, 1) as standby:
        await holder.take()
        waiting = asyncio.create_task(standby.take())
        await wait_until(lambda: standby.stood_by)
        cluster.execute(f"SELECT pg_terminate_backend({await holder.get_writer_id()}, 5000)")
        assert await waiting == 0
        assert not holder.lease.is_held

        with pytest.raises(PartTakenError, match="taken over part 1"):
            await holder.lease.regain()
        with pytest.raises(ConnectionLostError):
            await holder.database.write(ADD, (1,))
        assert standby.lease.is_held


async def test_one_loss_is_known_once_however_it_was_found(
    cluster: Cluster, url: PostgresUrl
) -> None:
    async with open_holder(url, 1, lease_s=2.0) as holder:
        await holder.take()
        session_id = await holder.get_writer_id()
        waiting = asyncio.create_task(holder.database.write("SELECT pg_sleep(10)"))
        await asyncio.sleep(0.1)
        cluster.execute(f"SELECT pg_terminate_backend({session_id}, 5000)")
        with pytest.raises(ConnectionLostError):
            await waiting
        await holder.lease.wait_until_lost()
        await holder.lease.regain()
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(2.0):
                await holder.lease.wait_until_lost()
        assert holder.lease.is_held
        assert holder.database.writer.life == 2


async def test_commits_wait_for_the_disk_also_in_the_session_after_a_loss(
    cluster: Cluster, url: PostgresUrl
) -> None:
    name = str(url).partition("@/")[2].partition("?")[0]
    cluster.execute(f"ALTER DATABASE {name} SET synchronous_commit = off")
    async with open_holder(url, 1) as holder:
        await holder.take()
        holder.lease.drop()
        await holder.lease.regain()
        async with holder.database.transaction() as transaction:
            assert await transaction.fetch("SHOW synchronous_commit") == [("on",)]


async def test_who_waits_for_others_longer_than_the_lease_keeps_the_part(url: PostgresUrl) -> None:
    async with open_holder(url, 2, lease_s=2.0) as holder, open_holder(url, 2) as other:
        await holder.take()
        async with other.database.transaction(alone=True):

            async def write_together() -> None:
                async with holder.database.transaction() as transaction:
                    await transaction.fetch(ADD, (1,))

            waiting = asyncio.create_task(write_together())
            for _ in range(40):
                await asyncio.sleep(0.1)
                assert holder.lease.is_held
            assert not waiting.done()
        await waiting
        assert holder.database.writer.life == 1
        assert await holder.database.fetch("SELECT guild_id FROM server") == [(1,)]


async def test_a_session_that_the_server_still_holds_is_no_obstacle(url: PostgresUrl) -> None:
    async with open_holder(url, 1) as holder:
        await holder.take()
        # The socket is shut on this side only once the beat has failed.
        holder.lease.drop()
        await holder.lease.regain()
        assert holder.lease.is_held


async def test_the_server_ends_the_session_of_a_process_that_has_stopped(url: PostgresUrl) -> None:
    async with open_holder(url, 1, lease_s=2.0) as holder, open_holder(url, 1) as standby:
        await holder.take()
        waiting = asyncio.create_task(standby.take())
        beating = holder.lease._beating
        assert beating is not None
        beating.cancel()
        trusted = await wait_until(lambda: not holder.lease.is_held)
        assert not waiting.done()
        assert trusted < 2.0 * TRUSTED_SHARE
        async with asyncio.timeout(3):
            assert await waiting == 0


@pytest.mark.parametrize("minutes", [5, -5])
async def test_a_clock_that_is_minutes_off_is_refused(url: PostgresUrl, minutes: int) -> None:
    def clock() -> datetime:
        return datetime.now(UTC) + timedelta(minutes=minutes)

    async with open_holder(url, 1, clock) as holder:
        with pytest.raises(StorageError, match=r"clock is \d+ s (ahead of|behind) the database"):
            await holder.take()
    async with open_holder(url, 1) as other:
        assert await other.take() == 0
        assert not other.stood_by


async def test_a_clock_that_is_seconds_off_is_warned_of_once(
    url: PostgresUrl, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.WARNING)
    async with open_holder(
        url, 1, lambda: datetime.now(UTC) + timedelta(seconds=8), lease_s=1.5
    ) as holder:
        await holder.take()
        await asyncio.sleep(1.0)
    assert [one.getMessage() for one in caplog.records] == [
        "this computer's clock is 8 s ahead of the database server's: set both from the network"
    ]
