"""Notices that a process keeps its part and is not connected, while another one waits for it."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable
from typing import NoReturn

from storage.engines.postgres.database import PostgresDatabase
from storage.engines.postgres.parts.locks import has_standby
from storage.errors import BusyError, DatabaseError

log = logging.getLogger(__name__)

UNCONNECTED_S = 300.0
"""How long a process without any connected shard keeps its part while another one waits.

The platform keeps the sessions of shards for less, so that nothing is lost then.
"""
_LOOK_S = 1.0


class UnconnectedError(BusyError):
    """This process cannot connect any shard, and another one may be able to."""

    def __init__(self, part: int) -> None:
        super().__init__(
            f"No shard of mine has been connected for {UNCONNECTED_S:.0f} s, and another process "
            f"waits for a part: I give part {part + 1} up and end, to be started again."
        )


async def require_connection(
    database: PostgresDatabase, part: int, is_well: Callable[[], bool]
) -> NoReturn:
    """Watch until cancelled.

    `is_well` returns whether a shard is connected, or waits for what the platform has no part in.
    Raises UnconnectedError once it has returned False for long and another process stands by.
    """
    since = time.monotonic()
    while True:
        await asyncio.sleep(_LOOK_S)
        if is_well():
            since = time.monotonic()
        elif time.monotonic() - since >= UNCONNECTED_S and await _has_standby(database):
            raise UnconnectedError(part)


async def _has_standby(database: PostgresDatabase) -> bool:
    try:
        return await has_standby(database)
    except DatabaseError as error:
        log.debug("processes that stand by were not counted: %s", error)
        return False
