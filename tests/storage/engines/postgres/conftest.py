"""A database on a server, and the same one as another process sees it."""

from __future__ import annotations

from collections.abc import AsyncGenerator

import pytest

from storage.engines.postgres.database import PostgresDatabase
from tests.postgres import Cluster


@pytest.fixture
async def database(cluster: Cluster) -> AsyncGenerator[PostgresDatabase]:
    with cluster.create_database() as url:
        opened = await PostgresDatabase.open(url)
        yield opened
        await opened.close()


@pytest.fixture
async def other(database: PostgresDatabase) -> AsyncGenerator[PostgresDatabase]:
    """The same database as another process sees it."""
    opened = await PostgresDatabase.open(database.url)
    yield opened
    await opened.close()
