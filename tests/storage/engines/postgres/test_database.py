"""One session writes: cancelled callers, lost sessions and other processes leave no half writes."""

from __future__ import annotations

import asyncio

import pytest

from storage.engines.location import PostgresUrl
from storage.engines.postgres.database import PostgresDatabase
from storage.engines.postgres.session import Session
from storage.errors import (
    BusyError,
    ConnectionLostError,
    DatabaseError,
    LockedError,
    StorageError,
)
from tests.postgres import Cluster

COUNT = "SELECT count(*) FROM server"
ADD = "INSERT INTO server (guild_id) VALUES (?)"


async def end_sessions(cluster: Cluster, database: PostgresDatabase) -> None:
    """End every session of the database at the server, as a restart does."""
    query = "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = '{}'"
    name = database.name.partition("@/")[2].partition("?")[0]
    assert cluster.execute(query.format(name))


async def test_a_statement_whose_caller_is_cancelled_runs_to_its_end_in_the_same_session(
    database: PostgresDatabase,
) -> None:
    session_id = await (await database.writer.get_session()).get_backend_id()
    writing = asyncio.create_task(database.write(f"{ADD} RETURNING pg_sleep(0.2)", (1,)))
    reading = asyncio.create_task(database.fetch("SELECT pg_sleep(0.2)"))
    await asyncio.sleep(0.05)
    writing.cancel()
    reading.cancel()
    with pytest.raises(asyncio.CancelledError):
        await writing
    with pytest.raises(asyncio.CancelledError):
        await reading

    await database.write(ADD, (2,))
    assert await database.fetch(COUNT) == [(2,)]
    assert await (await database.writer.get_session()).get_backend_id() == session_id


async def test_a_transaction_whose_caller_is_cancelled_is_rolled_back_in_the_same_session(
    database: PostgresDatabase,
) -> None:
    session_id = await (await database.writer.get_session()).get_backend_id()

    async def write() -> None:
        async with database.transaction() as transaction:
            await transaction.fetch(ADD, (1,))
            await transaction.fetch("SELECT pg_sleep(0.2)")

    writing = asyncio.create_task(write())
    await asyncio.sleep(0.1)
    writing.cancel()
    with pytest.raises(asyncio.CancelledError):
        await writing

    await database.write(ADD, (2,))
    assert await database.fetch("SELECT guild_id FROM server") == [(2,)]
    assert await (await database.writer.get_session()).get_backend_id() == session_id


async def test_after_a_restart_of_the_server_reads_and_writes_go_on(
    cluster: Cluster, database: PostgresDatabase
) -> None:
    losses: list[int] = []
    database.writer.on_lost = lambda: losses.append(1)
    await end_sessions(cluster, database)

    assert await database.fetch(COUNT) == [(0,)]
    with pytest.raises(ConnectionLostError):
        await database.write(ADD, (1,))
    assert losses == [1]
    assert database.writer.is_lost

    await database.write(ADD, (2,))
    assert await database.fetch("SELECT guild_id FROM server") == [(2,)]
    assert losses == [1]


async def test_a_transaction_ends_with_its_session_and_does_not_go_on_in_another(
    cluster: Cluster, database: PostgresDatabase
) -> None:
    async def write() -> None:
        async with database.transaction() as transaction:
            await transaction.fetch(ADD, (1,))
            await end_sessions(cluster, database)
            with pytest.raises(ConnectionLostError):
                await transaction.fetch(ADD, (2,))
            with pytest.raises(ConnectionLostError):
                await transaction.fetch(ADD, (3,))

    with pytest.raises(ConnectionLostError):
        await write()
    assert await database.fetch(COUNT) == [(0,)]
    await database.write(ADD, (4,))


async def test_a_new_session_writes_only_after_what_it_has_to_take_first(
    cluster: Cluster, database: PostgresDatabase
) -> None:
    is_free = False

    async def take_part(session: Session) -> None:
        if not is_free:
            raise ConnectionLostError("another process has the part")
        await session.fetch("SELECT pg_advisory_lock(1)")

    database.writer.on_connect = take_part
    await end_sessions(cluster, database)
    for message in ("terminating", "another process has the part", "another process has the part"):
        with pytest.raises(ConnectionLostError, match=message):
            await database.write(ADD, (1,))
    is_free = True
    await database.write(ADD, (2,))
    assert await database.fetch("SELECT guild_id FROM server") == [(2,)]


async def test_settings_of_the_writer_hold_in_the_sessions_that_follow(
    cluster: Cluster, database: PostgresDatabase
) -> None:
    await database.writer.configure({"idle_session_timeout": "15s"})
    show = "SELECT current_setting('idle_session_timeout')"
    assert await (await database.writer.get_session()).fetch(show) == [("15s",)]
    await end_sessions(cluster, database)
    with pytest.raises(ConnectionLostError):
        await database.write(ADD, (1,))
    assert await (await database.writer.get_session()).fetch(show) == [("15s",)]


async def test_a_session_that_is_cut_frees_who_waits_for_the_server(
    database: PostgresDatabase,
) -> None:
    waiting = asyncio.create_task(database.write("SELECT pg_sleep(60)"))
    await asyncio.sleep(0.1)
    database.writer.cut()
    async with asyncio.timeout(5):
        with pytest.raises(ConnectionLostError):
            await waiting
    await database.write(ADD, (1,))


async def test_a_commit_after_a_failed_statement_is_no_commit(database: PostgresDatabase) -> None:
    hooks: list[int] = []

    async def swallow() -> None:
        async with database.transaction() as transaction:
            transaction.on_commit(lambda: hooks.append(1))
            await transaction.fetch(ADD, (1,))
            with pytest.raises(DatabaseError):
                await transaction.fetch("INSERT INTO nowhere VALUES (1)")

    with pytest.raises(DatabaseError, match="was rolled back"):
        await swallow()
    assert await database.fetch(COUNT) == [(0,)]
    assert hooks == []


async def test_a_transaction_that_must_be_alone_waits_for_those_of_other_processes(
    database: PostgresDatabase, other: PostgresDatabase
) -> None:
    begun: list[str] = []

    async def begin(name: str, one: PostgresDatabase, *, alone: bool) -> None:
        async with one.transaction(alone=alone) as transaction:
            await transaction.fetch(COUNT)
            begun.append(name)

    async with database.transaction() as transaction:
        await transaction.fetch(COUNT)
        await begin("shared", other, alone=False)
        waiting = asyncio.create_task(begin("alone", other, alone=True))
        await asyncio.wait({waiting}, timeout=0.1)
        assert begun == ["shared"]
        assert await other.fetch(COUNT) == [(0,)]
    await waiting
    assert begun == ["shared", "alone"]

    async with database.transaction(alone=True):
        waiting = asyncio.create_task(begin("shared again", other, alone=False))
        await asyncio.wait({waiting}, timeout=0.1)
        assert begun == ["shared", "alone"]
    await waiting


async def test_a_write_that_waits_too_long_for_a_lock_is_an_error_and_not_the_end(
    database: PostgresDatabase, other: PostgresDatabase
) -> None:
    await other.writer.configure({"lock_timeout": "50ms"})
    async with database.transaction(alone=True):
        with pytest.raises(LockedError):
            async with other.transaction() as transaction:
                await transaction.fetch(ADD, (1,))
        with pytest.raises(LockedError):
            async with other.transaction() as transaction:
                await transaction.execute_many(ADD, [(1,)])
    async with other.transaction() as transaction:
        await transaction.fetch(ADD, (1,))


async def test_a_read_cannot_write(database: PostgresDatabase) -> None:
    with pytest.raises(DatabaseError, match="read-only"):
        await database.fetch(f"{ADD} RETURNING guild_id", (1,))


async def test_what_is_opened_for_reading_neither_writes_nor_migrates(
    cluster: Cluster,
) -> None:
    with cluster.create_database(is_empty=True) as url:
        opened = await PostgresDatabase.open_to_read(url)
        assert await opened.list_tables() == {}
        with pytest.raises(DatabaseError, match="read-only"):
            await opened.write("CREATE TABLE lamp (id INTEGER)")
        await opened.close()


async def test_a_closed_database_opens_no_session_again(database: PostgresDatabase) -> None:
    await database.close()
    with pytest.raises(ConnectionLostError, match="was closed"):
        await database.fetch(COUNT)
    with pytest.raises(ConnectionLostError, match="was closed"):
        await database.write(ADD, (1,))


async def test_a_server_that_is_not_there_may_be_there_later(cluster: Cluster) -> None:
    url = PostgresUrl(f"postgresql://bot:hunter2@/bot?host={cluster.folder}/nowhere")
    with pytest.raises(BusyError, match="can't be reached") as caught:
        await PostgresDatabase.open(url)
    assert "hunter2" not in str(caught.value)


@pytest.mark.parametrize(
    "address", ["bot:hunter2@[::1/bot", "bot:hunter2@/bot?nonsense=1", "bot:hunter2@:x/bot"]
)
async def test_a_malformed_address_is_refused_without_its_password(address: str) -> None:
    with pytest.raises(StorageError) as caught:
        await PostgresDatabase.open(PostgresUrl(f"postgresql://{address}"))
    causes = [str(caught.value), str(caught.value.__cause__)]
    assert not any("hunter2" in text for text in causes)


async def test_several_hosts_are_tried_in_turn(cluster: Cluster) -> None:
    with cluster.create_database() as url:
        name = str(url).partition("@/")[2].partition("?")[0]
        hosts = f"{cluster.folder}/nowhere,{cluster.folder}"
        opened = await PostgresDatabase.open(
            PostgresUrl(f"postgresql://bot@/{name}?host={hosts}&port=5432,5432")
        )
        assert await opened.fetch(COUNT) == [(0,)]
        await opened.close()


async def test_an_old_server_is_refused_with_a_sentence(
    cluster: Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("storage.engines.postgres.database.OLDEST_VERSION", 990_000)
    with cluster.create_database() as url, pytest.raises(StorageError, match="use version 15"):
        await PostgresDatabase.open(url)


async def test_a_database_that_is_not_in_unicode_is_refused_with_a_sentence(
    cluster: Cluster,
) -> None:
    cluster.execute(
        "CREATE DATABASE latin TEMPLATE template0 ENCODING 'LATIN1' LOCALE 'C' LOCALE_PROVIDER libc"
    )
    with pytest.raises(StorageError, match="stores text as LATIN1: create another"):
        await PostgresDatabase.open(cluster.url("latin"))
    cluster.execute("DROP DATABASE latin WITH (FORCE)")
