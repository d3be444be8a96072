"""Opens the database that a location names, with the engine it needs."""

from __future__ import annotations

from pathlib import Path

from storage.database import Database
from storage.engines.sqlite import SqliteDatabase


async def open_to_read(location: Path) -> Database:
    """Open the database at `location` as it is, for reading only, also while a bot writes to it.

    Raises StorageError, with a sentence, when it cannot be used.
    """
    return await SqliteDatabase.open_to_read(location)


async def open_database(location: Path) -> Database:
    """Open the database at `location`, creating it if missing, and migrate it.

    Raises StorageError, with a sentence, when it cannot be used.
    """
    return await SqliteDatabase.open(location)
