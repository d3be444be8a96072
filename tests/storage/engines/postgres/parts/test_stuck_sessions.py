"""A process that is stopped while it sends a batch: the server would wait for the rest for ever."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

import pytest

from storage.engines.location import PostgresUrl
from tests.bot_process import ROOT
from tests.storage.engines.postgres.parts.holders import open_holder, wait_until

pytestmark = pytest.mark.slow

LEASE_S = 2.0
PROGRAM = f"""
import asyncio, os, signal, sys
from storage.engines.location import PostgresUrl
from storage.engines.postgres.database import TRANSACTION_LOCK
from tests.storage.engines.postgres.parts.holders import open_holder

async def main():
    async with open_holder(PostgresUrl(sys.argv[1]), int(sys.argv[2]), lease_s={LEASE_S}) as holder:
        await holder.take()
        await asyncio.sleep(0.1)  # The first beat is answered.
        {{work}}
        print("stopped", flush=True)
        os.kill(os.getpid(), signal.SIGSTOP)

asyncio.run(main())
"""
SEND_HALF_A_BATCH = """
        connection = (await holder.database.writer.get_session()).connection.pgconn
        connection.enter_pipeline_mode()
        connection.send_query_params(b"BEGIN", None)
        connection.send_query_params(b"SELECT pg_advisory_xact_lock(%d)" % TRANSACTION_LOCK, None)
        connection.flush()
"""
WRITE = """
        async with holder.database.transaction() as transaction:
            await transaction.execute_many("INSERT INTO server (guild_id) VALUES (?)", [(7,)])
"""
"""The driver ends what is sent with a request to flush, as it does with every batch."""


@asynccontextmanager
async def stop_after(work: str, url: PostgresUrl, part_count: int) -> AsyncGenerator[None]:
    """Run a process that takes a part, does some work, and is stopped."""
    process = await asyncio.create_subprocess_exec(
        *(
            sys.executable,
            "-c",
            PROGRAM.replace("{work}", work.strip()),
            url.secret_text,
            str(part_count),
        ),
        stdout=asyncio.subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    assert process.stdout is not None
    try:
        assert await process.stdout.readline() == b"stopped\n"
        yield
    finally:
        process.kill()
        await process.wait()


@pytest.mark.parametrize("work", [SEND_HALF_A_BATCH, WRITE], ids=["half a batch", "a batch"])
async def test_its_part_is_taken_by_who_stands_by(url: PostgresUrl, work: str) -> None:
    async with stop_after(work, url, 1), open_holder(url, 1, lease_s=LEASE_S) as standby:
        async with asyncio.timeout(5 * LEASE_S):
            assert await standby.take() == 0


async def test_who_waits_for_its_transaction_goes_on_and_keeps_the_part(url: PostgresUrl) -> None:
    async with open_holder(url, 2, lease_s=LEASE_S) as other:
        await other.take()
        async with stop_after(SEND_HALF_A_BATCH, url, 2), asyncio.timeout(5 * LEASE_S):
            async with other.database.transaction() as transaction:
                await transaction.fetch("INSERT INTO server (guild_id) VALUES (?)", (1,))
            assert other.database.writer.life == 1
            await wait_until(lambda: other.lease.is_held)
