"""Databases on both engines: a store in which a member has left traces, and one with two purses."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Generator
from pathlib import Path

import pytest

from storage.database import Database
from storage.engines.location import DatabaseLocation
from storage.engines.opening import open_database
from storage.store import Store
from tests.databases.traces import (
    DM_CHANNEL_ID,
    GUILD_ID,
    MIA,
    OLE,
    OTHER_GUILD_ID,
    leave_traces_in_dm,
    leave_traces_in_guild,
)
from tests.postgres import Cluster
from tests.world import open_tiny_store


@pytest.fixture(params=["sqlite", "postgres"])
def location(request: pytest.FixtureRequest, tmp_path: Path) -> Generator[DatabaseLocation]:
    """Name a file that does not exist yet, then a database on a server."""
    if request.param == "sqlite":
        yield tmp_path / "store.sqlite3"
        return
    cluster: Cluster = request.getfixturevalue("cluster")
    with cluster.create_database() as url:
        yield url


@pytest.fixture
async def store(location: DatabaseLocation) -> AsyncGenerator[Store]:
    """Open a store on each engine with the tiny pack."""
    async with open_tiny_store(location) as opened:
        yield opened


@pytest.fixture
async def busy(store: Store) -> Store:
    """A store in which Mia has done everything, in two servers and in direct messages."""
    await leave_traces_in_guild(store, GUILD_ID, MIA, OLE)
    await leave_traces_in_guild(store, OTHER_GUILD_ID, MIA, OLE)
    await leave_traces_in_dm(store, DM_CHANNEL_ID, MIA)
    return store


@pytest.fixture
async def database(location: DatabaseLocation) -> AsyncGenerator[Database]:
    """A database with two purses of 100 coins."""
    opened = await open_database(location)
    async with opened.transaction() as transaction:
        await transaction.fetch("CREATE TABLE purse (owner TEXT PRIMARY KEY, coins INTEGER)")
        await transaction.execute_many(
            "INSERT INTO purse VALUES (?, ?)", [("ida", 100), ("per", 100)]
        )
    yield opened
    await opened.close()
