"""A store in which a member has left traces, and a database with two purses."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from pathlib import Path

import pytest

from storage.database import Database
from storage.engines.opening import open_database
from storage.store import Store
from tests.traces import (
    DM_CHANNEL_ID,
    GUILD_ID,
    MIA,
    OLE,
    OTHER_GUILD_ID,
    leave_traces_in_dm,
    leave_traces_in_guild,
)


@pytest.fixture
async def busy(store: Store) -> Store:
    """A store in which Mia has done everything, in two servers and in direct messages."""
    await leave_traces_in_guild(store, GUILD_ID, MIA, OLE)
    await leave_traces_in_guild(store, OTHER_GUILD_ID, MIA, OLE)
    await leave_traces_in_dm(store, DM_CHANNEL_ID, MIA)
    return store


@pytest.fixture
async def database(tmp_path: Path) -> AsyncGenerator[Database]:
    """A database with two purses of 100 coins."""
    opened = await open_database(tmp_path / "purses.sqlite3")
    async with opened.transaction() as transaction:
        await transaction.fetch("CREATE TABLE purse (owner TEXT PRIMARY KEY, coins INTEGER)")
        await transaction.execute_many(
            "INSERT INTO purse VALUES (?, ?)", [("ida", 100), ("per", 100)]
        )
    yield opened
    await opened.close()
