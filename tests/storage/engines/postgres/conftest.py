"""A database on a server, and the same one as another process sees it."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Generator

import pytest

from storage.engines.location import PostgresUrl
from storage.engines.postgres.database import PostgresDatabase
from tests.postgres import Cluster


@pytest.fixture
def url(cluster: Cluster) -> Generator[PostgresUrl]:
    """The address of a new database."""
    with cluster.create_database() as created:
        yield created


@pytest.fixture
async def database(url: PostgresUrl) -> AsyncGenerator[PostgresDatabase]:
    opened = await PostgresDatabase.open(url)
    yield opened
    await opened.close()


@pytest.fixture
async def other(database: PostgresDatabase) -> AsyncGenerator[PostgresDatabase]:
    """The same database as another process sees it."""
    opened = await PostgresDatabase.open(database.url)
    yield opened
    await opened.close()
