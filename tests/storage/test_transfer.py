"""Everything moves from a file to a server and back, or nothing does."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Generator
from pathlib import Path

import pytest

from storage.database import Database
from storage.engines.location import DatabaseLocation, PostgresUrl
from storage.engines.opening import open_database
from storage.errors import StorageError
from storage.store import Store
from storage.transfer import copy_database
from tests.databases.traces import GUILD_ID, MIA, iter_cells
from tests.drivers.canon import change_at
from tests.postgres import Cluster
from tests.storage.engines.marks import sqlite_only


@pytest.fixture
def other(
    cluster: Cluster, location: DatabaseLocation, tmp_path: Path
) -> Generator[DatabaseLocation]:
    """Return an empty database on the other engine."""
    if isinstance(location, PostgresUrl):
        yield tmp_path / "other.sqlite3"
        return
    with cluster.create_database(is_empty=True) as url:
        yield url


async def read_cells(store: Store) -> list[tuple[str, str]]:
    """Return every value of every table but the list of migrations, in any order."""
    cells = [(place, repr(value)) async for place, value in iter_cells(store)]
    return sorted(one for one in cells if not one[0].startswith("migration."))


async def test_every_row_of_a_busy_database_arrives_on_the_other_engine(
    busy: Store, location: DatabaseLocation, other: DatabaseLocation
) -> None:
    before = await read_cells(busy)

    counts = await copy_database(location, other)

    copied = await Store.open(other, random.Random(1))
    assert await read_cells(copied) == before
    assert counts["trivia_answer"] == 5
    assert "migration" not in counts
    await copied.close()


@pytest.mark.usefixtures("busy")
async def test_what_is_added_after_a_copy_gets_keys_of_its_own(
    location: DatabaseLocation, other: DatabaseLocation
) -> None:
    await copy_database(location, other)

    copied = await Store.open(other, random.Random(1))
    assert await copied.guild_entries.retract(change_at(60, GUILD_ID, MIA), ["fact.own-900"])
    async with copied.database.transaction() as transaction:
        [(highest,)] = await transaction.fetch("SELECT max(number) FROM entry")
        [(number,)] = await transaction.fetch(
            "INSERT INTO entry (owner, id, kind, body, digest, position)"
            " VALUES (9, 'fact.new', 'fact', '{}', '', 0) RETURNING number"
        )
    assert number == highest + 1
    await copied.close()


@pytest.mark.usefixtures("busy")
async def test_a_database_that_holds_anything_is_refused_and_stays_as_it_is(
    location: DatabaseLocation, other: DatabaseLocation
) -> None:
    target = await open_database(other)
    await target.write("INSERT INTO server (guild_id) VALUES (1)")
    await target.close()

    with pytest.raises(StorageError, match="holds data already: name a database that is empty"):
        await copy_database(location, other)

    target = await open_database(other)
    assert await target.fetch("SELECT guild_id FROM server") == [(1,)]
    assert await target.fetch("SELECT count(*) FROM entry") == [(0,)]
    await target.close()


async def test_a_source_of_another_format_is_refused(
    busy: Store, location: DatabaseLocation, other: DatabaseLocation
) -> None:
    await busy.database.write("DELETE FROM migration WHERE version = 21")

    with pytest.raises(StorageError, match="start the bot with it once, stop it, then copy"):
        await copy_database(location, other)


async def test_a_source_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(StorageError, match=r"nowhere\.sqlite3 cannot be used"):
        await copy_database(tmp_path / "nowhere.sqlite3", tmp_path / "new.sqlite3")


@sqlite_only
async def test_a_row_that_a_server_cannot_hold_leaves_it_empty_and_is_named(
    database: Database, location: DatabaseLocation, other: DatabaseLocation
) -> None:
    await database.write("DROP TABLE purse")
    await database.write("INSERT INTO own_person VALUES (7, 'nul', ?, NULL)", ("Nu\0l",))

    with pytest.raises(StorageError, match=r"The table own_person of .* can't be copied: .*NUL"):
        await copy_database(location, other)

    target = await open_database(other)
    assert await target.fetch("SELECT count(*) FROM own_person") == [(0,)]
    await target.close()


async def test_what_is_written_meanwhile_is_not_copied_in_part(
    busy: Store, location: DatabaseLocation, other: DatabaseLocation
) -> None:
    async with busy.database.transaction() as transaction:
        await transaction.fetch("UPDATE server_settings SET zone = 'Europe/Oslo'")
        await transaction.fetch("UPDATE trivia_answer SET points = 0")
        await asyncio.to_thread(asyncio.run, copy_database(location, other))

    target = await open_database(other)
    assert await target.fetch("SELECT count(*) FROM trivia_answer WHERE points = 0") == [(0,)]
    await target.close()
