"""Each migration comes whole with its version, or leaves nothing behind."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncGenerator
from pathlib import Path

import aiosqlite
import pytest

from storage.engines.opening import open_database
from storage.errors import StorageError
from storage.migrate import MIGRATIONS_DIR, migrate

LAMP = "CREATE TABLE lamp (name TEXT);\nINSERT INTO lamp VALUES ('first; light');\n"
FAULTY = "CREATE TABLE wick (name TEXT);\nDELETE FROM lamp;\nINSERT INTO nowhere VALUES (1);\n"
CORRECTED = "CREATE TABLE wick (name TEXT);\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder for migrations, with a first one."""
    made = tmp_path / "migrations"
    made.mkdir()
    (made / "0001_lamp.sql").write_text(LAMP, "utf-8")
    return made


@pytest.fixture
async def connection(tmp_path: Path) -> AsyncGenerator[aiosqlite.Connection]:
    async with aiosqlite.connect(tmp_path / "lamps.sqlite3", isolation_level=None) as opened:
        yield opened


async def rows(connection: aiosqlite.Connection, sql: str) -> list[tuple[object, ...]]:
    return [tuple(row) for row in await connection.execute_fetchall(sql)]


async def tables(connection: aiosqlite.Connection) -> set[object]:
    found = await rows(connection, "SELECT name FROM sqlite_master WHERE type = 'table'")
    return {name for (name,) in found} - {"migration"}


async def versions(connection: aiosqlite.Connection) -> list[tuple[object, ...]]:
    return await rows(connection, "SELECT version, name FROM migration ORDER BY version")


async def test_a_new_database_gets_every_migration_that_ships(tmp_path: Path) -> None:
    database = await open_database(tmp_path / "bot.sqlite3")
    applied = await database.fetch("SELECT version, name FROM migration ORDER BY version")
    await database.close()

    shipped = sorted(path.stem for path in MIGRATIONS_DIR.glob("*.sql"))
    assert [f"{version:04}_{name}" for version, name in applied] == shipped


async def test_opening_again_changes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "bot.sqlite3"
    await (await open_database(path)).close()
    before = path.read_bytes()

    await (await open_database(path)).close()

    assert path.read_bytes() == before


async def test_migrations_are_applied_once_and_in_order(
    connection: aiosqlite.Connection, folder: Path
) -> None:
    (folder / "0002_more.sql").write_text("INSERT INTO lamp VALUES ('second');", "utf-8")

    await migrate(connection, folder)
    changes = connection.total_changes
    await migrate(connection, folder)

    assert connection.total_changes == changes
    assert await versions(connection) == [(1, "lamp"), (2, "more")]
    assert await rows(connection, "SELECT name FROM lamp") == [("first; light",), ("second",)]


async def test_a_failing_migration_leaves_nothing_and_keeps_those_before_it(
    connection: aiosqlite.Connection, folder: Path
) -> None:
    (folder / "0002_wick.sql").write_text(FAULTY, "utf-8")

    with pytest.raises(StorageError, match="nowhere"):
        await migrate(connection, folder)

    assert not connection.in_transaction
    assert await tables(connection) == {"lamp"}
    assert await rows(connection, "SELECT name FROM lamp") == [("first; light",)]
    assert await versions(connection) == [(1, "lamp")]


async def test_a_mended_migration_is_taken_up_where_it_failed(
    connection: aiosqlite.Connection, folder: Path
) -> None:
    (folder / "0002_wick.sql").write_text(FAULTY, "utf-8")
    with pytest.raises(StorageError):
        await migrate(connection, folder)
    (folder / "0002_wick.sql").write_text(CORRECTED, "utf-8")

    await migrate(connection, folder)

    assert await tables(connection) == {"lamp", "wick"}
    assert await versions(connection) == [(1, "lamp"), (2, "wick")]


async def test_others_see_a_migration_only_with_its_version(
    connection: aiosqlite.Connection, folder: Path, tmp_path: Path
) -> None:
    await connection.execute("PRAGMA journal_mode = WAL")
    many = "".join(f"CREATE TABLE t{number} (x);\n" for number in range(30))
    (folder / "0002_many.sql").write_text(many, "utf-8")
    seen: set[tuple[int, int]] = set()

    migrating = asyncio.create_task(migrate(connection, folder))
    async with aiosqlite.connect(tmp_path / "lamps.sqlite3", isolation_level=None) as reader:
        while not migrating.done():
            await asyncio.sleep(0)
            await reader.execute("BEGIN")
            count = len([name for name in await tables(reader) if str(name).startswith("t")])
            if count:
                seen.add((count, len(await versions(reader))))
            await reader.execute("ROLLBACK")
    await migrating

    assert seen <= {(30, 2)}
    assert len(await versions(connection)) == 2


async def test_statements_are_cut_where_they_end_and_none_is_forgotten(
    connection: aiosqlite.Connection, folder: Path
) -> None:
    (folder / "0002_trigger.sql").write_text(
        "-- Every lamp; whatever its name.\n"
        "CREATE TRIGGER lit AFTER INSERT ON lamp BEGIN\n"
        "    UPDATE lamp SET name = name || '; lit'\n"
        "    WHERE name = new.name;\n"
        "END;\n"
        "INSERT INTO lamp\nVALUES ('second')",
        "utf-8",
    )

    await migrate(connection, folder)

    names = await rows(connection, "SELECT name FROM lamp")
    assert names == [("first; light",), ("second; lit",)]


async def test_a_number_that_comes_late_is_still_applied(
    connection: aiosqlite.Connection, folder: Path
) -> None:
    (folder / "0003_third.sql").write_text("INSERT INTO lamp VALUES ('third');", "utf-8")
    await migrate(connection, folder)
    (folder / "0002_second.sql").write_text("INSERT INTO lamp VALUES ('second');", "utf-8")

    await migrate(connection, folder)

    assert await versions(connection) == [(1, "lamp"), (2, "second"), (3, "third")]


async def test_two_migrations_with_one_number_are_an_error(
    connection: aiosqlite.Connection, folder: Path
) -> None:
    (folder / "0001_wick.sql").write_text(CORRECTED, "utf-8")

    with pytest.raises(StorageError):
        await migrate(connection, folder)

    assert await tables(connection) == {"lamp"}


async def test_a_database_of_a_newer_bot_is_refused_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "bot.sqlite3"
    await (await open_database(path)).close()
    with sqlite3.connect(path) as connection:
        connection.execute("INSERT INTO migration (version, name) VALUES (9000, 'of tomorrow')")
    connection.close()
    before = path.read_bytes()

    with pytest.raises(StorageError) as caught:
        await open_database(path)

    assert "newer version of the bot" in str(caught.value)
    assert "format is 9000" in str(caught.value)
    assert "update the bot, or choose another file with BOT_DATABASE." in str(caught.value)
    assert path.read_bytes() == before


@pytest.mark.parametrize("attempt", range(4))
async def test_several_bots_may_open_one_new_file_at_once(tmp_path: Path, attempt: int) -> None:
    path = tmp_path / f"{attempt}.sqlite3"

    opened = await asyncio.gather(*(open_database(path) for _ in range(4)))

    for database in opened:
        [(applied,)] = await database.fetch("SELECT count(*) FROM migration")
        assert applied == len(list(MIGRATIONS_DIR.glob("*.sql")))
        await database.close()
