"""Processes of one database, as each sees it: a database of its own, and a lease."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime

from storage.engines.location import PostgresUrl
from storage.engines.postgres.database import PostgresDatabase
from storage.engines.postgres.parts.lease import PartLease

LEASE_S = 4.0


class Holder:
    """A process that holds a part, or stands by."""

    def __init__(self, database: PostgresDatabase, lease: PartLease) -> None:
        self.database = database
        self.lease = lease
        self.stood_by = False

    async def take(self) -> int:
        """Take a part and return its number."""

        def note() -> None:
            self.stood_by = True

        await self.lease.take(note)
        return self.lease.part

    async def get_writer_id(self) -> int:
        """Return the process id of the server's side of the session that writes."""
        return await (await self.database.writer.get_session()).get_backend_id()


@asynccontextmanager
async def open_holder(
    url: PostgresUrl,
    part_count: int,
    clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    lease_s: float = LEASE_S,
) -> AsyncGenerator[Holder]:
    """Open a database on a server, and a lease that is not held yet."""
    database = await PostgresDatabase.open(url)
    holder = Holder(database, PartLease(database, part_count, clock, lease_s))
    try:
        yield holder
    finally:
        await holder.lease.release()
        await database.close()


async def wait_until(condition: Callable[[], bool], seconds: float = 20.0) -> float:
    """Wait until a condition is true; return how many seconds that took."""
    loop = asyncio.get_running_loop()
    began = loop.time()
    async with asyncio.timeout(seconds):
        while not condition():
            await asyncio.sleep(0.01)
    return loop.time() - began
