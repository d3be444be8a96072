"""Copies every row of one database to another, from either engine to either."""

from __future__ import annotations

from contextlib import AbstractContextManager, closing
from typing import TYPE_CHECKING

from storage.database import Database, Table
from storage.engines.location import DatabaseLocation, PostgresUrl
from storage.engines.opening import open_database, open_to_read
from storage.engines.sqlite_rows import SqliteRows, open_sqlite_rows
from storage.errors import DatabaseError, StorageError

if TYPE_CHECKING:
    from storage.engines.postgres.rows import PostgresRows

_UNCOPIED = "migration"
"""The table that both databases have of their own."""


async def copy_database(
    source_location: DatabaseLocation, target_location: DatabaseLocation
) -> dict[str, int]:
    """Copy everything in one transaction; return the numbers of rows by table, counted again.

    The event loop is blocked meanwhile. Raises StorageError, with a sentence, and leaves the target
    empty, when that holds anything or the source is not of the format of this version.
    """
    source = await open_to_read(source_location)
    try:
        target = await open_database(target_location)
        try:
            await _require_same_format(source, target)
            tables = await target.sort_tables()
            with target.explain_errors():
                return _copy_rows(source, target, source_location, target_location, tables)
        finally:
            await target.close()
    finally:
        await source.close()


async def _require_same_format(source: Database, target: Database) -> None:
    query = "SELECT version FROM migration ORDER BY version"
    with source.explain_errors():
        versions = await source.fetch(query)
    if versions != await target.fetch(query):
        raise StorageError(
            f"{source.name} isn't of the format that this version of the bot writes: start the bot "
            "with it once, stop it, then copy."
        )


def _copy_rows(
    source: Database,
    target: Database,
    source_location: DatabaseLocation,
    target_location: DatabaseLocation,
    tables: dict[str, Table],
) -> dict[str, int]:
    counts: dict[str, int] = {}
    with (
        _open_rows(source_location, is_target=False) as source_rows,
        _open_rows(target_location, is_target=True) as target_rows,
    ):
        names = [name for name in tables if name != _UNCOPIED]
        if any(map(target_rows.has_any, names)):
            raise StorageError(f"{target.name} holds data already: name a database that is empty.")
        for name in names:
            columns = tables[name].columns
            try:
                with closing(source_rows.read(name, columns)) as rows:
                    target_rows.write(name, columns, rows)
            except DatabaseError as error:
                raise StorageError(
                    f"The table {name} of {source.name} can't be copied: {error}. Nothing was."
                ) from error
            counts[name] = target_rows.count(name)
            if counts[name] != source_rows.count(name):
                raise StorageError(f"The table {name} was not copied whole: nothing is kept.")
    return counts


def _open_rows(
    location: DatabaseLocation, *, is_target: bool
) -> AbstractContextManager[SqliteRows | PostgresRows]:
    if not isinstance(location, PostgresUrl):
        return open_sqlite_rows(location, is_target=is_target)
    # Imported late, as the engine is.
    from storage.engines.postgres.rows import open_postgres_rows

    return open_postgres_rows(location, is_target=is_target)
