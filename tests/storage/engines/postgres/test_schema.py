"""The schema on a server: that of a file, whatever the way there."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from storage.engines.location import PostgresUrl
from storage.engines.opening import open_database
from storage.engines.postgres.schema import migrate
from storage.engines.postgres.session import Session
from storage.errors import BusyError, DatabaseError, StorageError
from storage.migrate import MIGRATIONS_DIR
from tests.postgres import Cluster


@pytest.fixture
def migrations(tmp_path: Path) -> Path:
    """Return a folder with a baseline and one migration of two tables."""
    folder = tmp_path / "migrations"
    (folder / "postgres").mkdir(parents=True)
    (folder / "postgres" / "baseline.sql").write_text(
        "CREATE TABLE lamp (id INTEGER PRIMARY KEY, name TEXT NOT NULL);\n"
        "INSERT INTO migration (version, name) VALUES (1, 'lamps');\n"
    )
    (folder / "0001_lamps.sql").write_text("CREATE TABLE lamp (this is never read);\n")
    (folder / "0002_shades.sql").write_text(
        "-- Each lamp's; one has several.\n"
        "CREATE TABLE shade (lamp_id INTEGER NOT NULL, weight REAL, PRIMARY KEY (lamp_id));\n"
        "ALTER TABLE lamp ADD COLUMN note TEXT NOT NULL DEFAULT 'TEXT; it''s 100%';\n"
    )
    return folder


async def test_both_engines_have_the_same_tables_columns_and_keys(
    cluster: Cluster, tmp_path: Path
) -> None:
    file = await open_database(tmp_path / "bot.sqlite3")
    with cluster.create_database() as url:
        server = await open_database(url)
        tables = await file.list_tables()
        assert {name: (set(one.columns), one.primary_key) for name, one in tables.items()} == {
            name: (set(one.columns), one.primary_key)
            for name, one in (await server.list_tables()).items()
        }
        versions = "SELECT version, name FROM migration ORDER BY version"
        migrated = [(version, name.lower()) for version, name in await file.fetch(versions)]
        assert await server.fetch(versions) == migrated
        await server.close()
    await file.close()


async def test_both_engines_have_the_same_indexes_defaults_and_references(
    cluster: Cluster, tmp_path: Path
) -> None:
    file = await open_database(tmp_path / "bot.sqlite3")
    with cluster.create_database() as url:
        server = await open_database(url)
        indexes = await file.fetch("SELECT name FROM sqlite_schema WHERE sql LIKE 'CREATE INDEX%'")
        found = await server.fetch(
            "SELECT indexname FROM pg_indexes WHERE schemaname = 'public'"
            " AND indexname NOT LIKE '%\\_key' AND indexname NOT LIKE '%\\_pkey'"
        )
        assert set(found) == {*indexes, ("entry_text_by_word",)}

        required = await file.fetch(
            "SELECT t.name, c.name, c.dflt_value FROM sqlite_schema t"
            " JOIN pragma_table_info(t.name) c WHERE t.type = 'table' AND c.\"notnull\""
            " AND t.name NOT LIKE 'sqlite%' AND t.name NOT LIKE 'entry_text%'"
        )
        found = await server.fetch(
            "SELECT table_name, column_name, split_part(column_default, '::', 1)"
            " FROM information_schema.columns WHERE table_schema = 'public'"
            " AND is_nullable = 'NO' AND table_name <> 'entry_text'"
        )
        keys = {
            (name, column)
            for name, one in (await file.list_tables()).items()
            for column in one.primary_key
        }
        assert {row for row in required if row[:2] not in keys} == {
            row for row in found if row[:2] not in keys
        }

        references = await file.fetch(
            'SELECT t.name, k."table", k."from", k.on_delete FROM sqlite_schema t'
            " JOIN pragma_foreign_key_list(t.name) k WHERE t.type = 'table'"
        )
        found = await server.fetch(
            "SELECT CAST(conrelid::regclass AS text), CAST(confrelid::regclass AS text),"
            " a.attname, CASE confdeltype WHEN 'c' THEN 'CASCADE' END FROM pg_constraint"
            " JOIN pg_attribute a ON a.attrelid = conrelid AND a.attnum = ANY (conkey)"
            " WHERE contype = 'f'"
        )
        assert sorted(references) == sorted(found)
        await server.close()
    await file.close()


async def test_what_sqlite_stores_fits_and_is_sorted_as_there(
    cluster: Cluster, migrations: Path
) -> None:
    with cluster.create_database(is_empty=True) as url:
        session = await Session.open(url, {})
        await migrate(session, migrations)
        for name in ("Zoe", "ada", "Ida"):
            await session.fetch("INSERT INTO lamp (name) VALUES (?)", (name,))
        await session.fetch("INSERT INTO shade VALUES (?, ?)", (2**62, 0.1))

        names = await session.fetch("SELECT name FROM lamp ORDER BY name")
        assert names == [("Ida",), ("Zoe",), ("ada",)]
        assert await session.fetch("SELECT lamp_id, weight FROM shade") == [(2**62, 0.1)]
        assert await session.fetch("SELECT id, note FROM lamp WHERE id = 1") == [
            (1, "TEXT; it's 100%")
        ]
        assert await session.fetch("SELECT sum(lamp_id) FROM shade") == [(2**62,)]
        assert await session.fetch("SELECT * FROM migration") == [(1, "lamps"), (2, "shades")]
        await session.close()


async def test_a_migration_that_fails_leaves_nothing_behind(
    cluster: Cluster, migrations: Path
) -> None:
    (migrations / "0003_broken.sql").write_text(
        "CREATE TABLE half (id INTEGER); INSERT INTO nowhere VALUES (1);"
    )
    with cluster.create_database(is_empty=True) as url:
        session = await Session.open(url, {})
        with pytest.raises(DatabaseError, match="nowhere"):
            await migrate(session, migrations)
        assert await session.fetch("SELECT to_regclass('half')") == [(None,)]
        assert await session.fetch("SELECT max(version) FROM migration") == [(2,)]

        (migrations / "0003_broken.sql").write_text("CREATE TABLE half (id INTEGER);")
        await migrate(session, migrations)
        assert await session.fetch("SELECT max(version) FROM migration") == [(3,)]
        await session.close()


async def test_a_process_that_is_stopped_between_two_migrations_does_not_hold_up_the_others(
    cluster: Cluster, migrations: Path
) -> None:
    timeouts = (
        "SELECT current_setting('idle_session_timeout') AS idle,"
        " current_setting('lock_timeout') AS lock"
    )
    (migrations / "0003_seen.sql").write_text(f"CREATE TABLE seen AS {timeouts};")
    with cluster.create_database(is_empty=True) as url:
        session = await Session.open(url, {"lock_timeout": "30s"})
        await migrate(session, migrations)
        [(idle, _)] = await session.fetch("SELECT * FROM seen")
        assert idle == "15s", "then the server ends its session, and with it the lock"
        assert await session.fetch(timeouts) == [("0", "30s")]
        await session.close()


async def test_a_file_for_the_other_engine_is_passed_over(
    cluster: Cluster, migrations: Path
) -> None:
    (migrations / "0003_both.sqlite.sql").write_text("PRAGMA user_version = 3;")
    (migrations / "0003_both.postgres.sql").write_text("CREATE TABLE mine (found TSVECTOR);")
    with cluster.create_database(is_empty=True) as url:
        session = await Session.open(url, {})
        await migrate(session, migrations)
        assert await session.fetch("SELECT name FROM migration WHERE version = 3") == [("both",)]
        await session.close()


async def test_a_newer_database_is_refused_with_a_sentence(cluster: Cluster) -> None:
    with cluster.create_database() as url:
        insert = "INSERT INTO migration (version, name) VALUES (9999, 'future')"
        cluster.execute(insert, url_name(url))
        with pytest.raises(StorageError, match="newer version of the bot") as caught:
            await open_database(url)
        assert "9999" in str(caught.value)


async def test_five_processes_that_start_on_an_empty_database_make_one_schema(
    cluster: Cluster,
) -> None:
    with cluster.create_database(is_empty=True) as url:
        opened = await asyncio.gather(*(open_database(url) for _ in range(5)))
        newest = max(int(path.name[:4]) for path in MIGRATIONS_DIR.glob("[0-9]*.sql"))
        for database in opened:
            assert await database.fetch("SELECT max(version) FROM migration") == [(newest,)]
            await database.close()


async def test_a_table_that_another_process_holds_ends_the_start_after_a_while(
    cluster: Cluster, migrations: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("storage.engines.postgres.schema._LOCK_TIMEOUT", "50ms")
    with cluster.create_database(is_empty=True) as url:
        holder, session = await Session.open(url, {}), await Session.open(url, {})
        await migrate(session, migrations)
        (migrations / "0003_wick.sql").write_text("ALTER TABLE lamp ADD COLUMN wick TEXT;")
        await holder.run_script("BEGIN; LOCK TABLE lamp")
        with pytest.raises(DatabaseError, match="lock timeout"):
            await migrate(session, migrations)
        await holder.run_script("ROLLBACK")
        await migrate(session, migrations)
        await holder.close()
        await session.close()


async def test_a_start_waits_for_another_that_migrates(
    cluster: Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("storage.engines.postgres.schema._QUEUE_TIMEOUT", "50ms")
    with cluster.create_database(is_empty=True) as url:
        holder = await Session.open(url, {})
        await holder.fetch("SELECT pg_advisory_lock(7401)")
        with pytest.raises(BusyError, match="cannot be used at the moment"):
            await open_database(url)
        await holder.close()
        await (await open_database(url)).close()


def url_name(url: PostgresUrl) -> str:
    """Return the name of the database."""
    return str(url).partition("@/")[2].partition("?")[0]
