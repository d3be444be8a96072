"""Opens the database that a location names, with the engine it needs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from storage.database import Database
from storage.engines.location import DatabaseLocation, PostgresUrl
from storage.engines.sqlite import SqliteDatabase
from storage.errors import StorageError

if TYPE_CHECKING:
    from storage.engines.postgres.database import PostgresDatabase


async def open_to_read(location: DatabaseLocation) -> Database:
    """Open the database at `location` as it is, for reading only, also while a bot writes to it.

    Raises StorageError, with a sentence, when it cannot be used.
    """
    if isinstance(location, PostgresUrl):
        return await load_postgres_engine().open_to_read(location)
    return await SqliteDatabase.open_to_read(location)


async def open_database(location: DatabaseLocation) -> Database:
    """Open the database at `location`, creating it if missing, and migrate it.

    Raises StorageError, with a sentence, when it cannot be used.
    """
    if isinstance(location, PostgresUrl):
        return await load_postgres_engine().open(location)
    return await SqliteDatabase.open(location)


def load_postgres_engine() -> type[PostgresDatabase]:
    """Import the engine. Raises StorageError when its driver is not installed."""
    try:
        from storage.engines.postgres.database import PostgresDatabase
    except ImportError:
        raise StorageError(
            "BOT_DATABASE names a PostgreSQL server, and psycopg isn't installed: install "
            "everything in requirements-postgres.lock, or the extra `postgres` of this package."
        ) from None
    return PostgresDatabase
