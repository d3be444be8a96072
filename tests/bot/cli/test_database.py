"""The command line moves everything to a server and back, checks it, and never shows a password."""

from __future__ import annotations

import asyncio
import os
import random
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from bot.cli.exit_codes import CANNOT_START, OK, PROBLEMS_FOUND
from bot.cli.main import main
from storage.engines.location import DatabaseLocation, PostgresUrl
from storage.engines.postgres.parts.sharding import agree_on_parts
from storage.engines.process_lock import lock_database
from storage.store import Store
from tests.postgres import Cluster
from tests.storage.engines.postgres.parts.holders import open_holder, wait_until
from tests.world import open_tiny_store

ROOT = Path(__file__).parents[3]
SECRET_URL = "postgresql://bot:hunter2@nowhere.example/lamps"


async def fill(location: DatabaseLocation) -> None:
    async with open_tiny_store(location) as store:
        await store.guild_settings.update(7, zone="Europe/Oslo")


async def read_zone(location: DatabaseLocation) -> str:
    store = await Store.open(location, random.Random(1))
    try:
        return (await store.guild_settings.get(7)).zone
    finally:
        await store.close()


def test_everything_moves_to_a_server_and_back_to_a_file(
    cluster: Cluster, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file, again = tmp_path / "bot.sqlite3", tmp_path / "again.sqlite3"
    asyncio.run(fill(file))
    with cluster.create_database(is_empty=True) as url:
        assert main(["database", "copy", str(file), url.secret_text]) == OK
        told = capsys.readouterr().out
        assert f"are in {url} now, as many as in {file}" in told
        assert "Set BOT_DATABASE to it, then start the bot." in told
        assert asyncio.run(read_zone(url)) == "Europe/Oslo"

        assert main(["database", "copy", str(file), url.secret_text]) == CANNOT_START
        assert "holds data already: name a database that is empty" in capsys.readouterr().err

        assert main(["database", "copy", url.secret_text, str(again)]) == OK
    assert asyncio.run(read_zone(again)) == "Europe/Oslo"


def test_a_database_on_a_server_is_checked(
    cluster: Cluster, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with cluster.create_database() as url:
        monkeypatch.setenv("BOT_DATABASE", url.secret_text)
        assert main(["database", "check"]) == OK
        told = " ".join(capsys.readouterr().out.split())
        assert "answers, and knows of no damage" in told
        assert "It is PostgreSQL " in told
        assert "as in this version" in told
        assert "The server's clock and this one agree." in told

        name = str(url).partition("@/")[2].partition("?")[0]
        cluster.execute("UPDATE migration SET version = 9999 WHERE version = 21", name)
        assert main(["database", "check"]) == CANNOT_START
        assert "newer version of the bot wrote it" in " ".join(capsys.readouterr().out.split())


async def check_with_holders(url: PostgresUrl, parts: int) -> int:
    """Check the database while two processes of the bot hold a part, and a third stands by."""
    async with open_holder(url, parts) as one, open_holder(url, parts) as two:
        for holder in (one, two):
            await agree_on_parts(holder.database, parts)
            await holder.take()
        async with open_holder(url, 2) as standby:
            waiting = asyncio.create_task(standby.take())
            await wait_until(lambda: standby.stood_by)
            code = await asyncio.to_thread(main, ["database", "check"])
            waiting.cancel()
            await asyncio.gather(waiting, return_exceptions=True)
    return code


@pytest.mark.parametrize(
    ("parts", "code", "told"),
    [
        (2, OK, "2 of 2 parts are held: part 1 of 2 on {host}, part 2 of 2 on {host}; 1 more"),
        (3, PROBLEMS_FOUND, "No process has part 3, and its servers get no answers."),
    ],
)
def test_which_process_has_which_part_is_told(
    cluster: Cluster,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    parts: int,
    code: int,
    told: str,
) -> None:
    with cluster.create_database() as url:
        monkeypatch.setenv("BOT_DATABASE", url.secret_text)
        assert main(["database", "check"]) == OK
        assert "No process of the bot runs." in capsys.readouterr().out
        assert asyncio.run(check_with_holders(url, parts)) == code
        shown = " ".join(capsys.readouterr().out.split())
        assert told.format(host=socket.gethostname()) in shown


def test_an_index_that_is_not_valid_is_found(
    cluster: Cluster, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with cluster.create_database() as url:
        name = str(url).partition("@/")[2].partition("?")[0]
        cluster.execute(
            "UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'deed_by_doer'::regclass",
            name,
        )
        monkeypatch.setenv("BOT_DATABASE", url.secret_text)
        assert main(["database", "check"]) == CANNOT_START
        assert "the index deed_by_doer is not valid" in " ".join(capsys.readouterr().out.split())


def test_a_file_is_checked(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    asyncio.run(fill(tmp_path / "data" / "bot.sqlite3"))
    main(["database", "check"])
    assert "is whole" in capsys.readouterr().out


def test_a_restore_while_the_bot_runs_waits_for_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "data" / "bot.sqlite3"
    asyncio.run(fill(path))
    monkeypatch.setenv("BOT_DATABASE", str(path))
    with lock_database(path, is_start=True):
        assert main(["restore", str(path)]) == CANNOT_START
    assert capsys.readouterr().err == f"A bot runs on the database {path}: stop it first.\n"


@pytest.mark.parametrize(
    ("command", "program"), [("backup", "pg_dump -Fc"), ("restore", "pg_restore --clean")]
)
def test_a_server_has_its_own_backup_whose_command_is_told(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    command: str,
    program: str,
) -> None:
    monkeypatch.setenv("BOT_DATABASE", SECRET_URL)
    assert main([command, "lamps.dump"]) == CANNOT_START
    told = capsys.readouterr().err
    assert program in told
    assert "postgresql://bot@nowhere.example/lamps" in told
    assert "hunter2" not in told


def test_an_address_without_a_database_is_refused_where_it_is_typed(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with pytest.raises(SystemExit):
        main(["database", "copy", "data/bot.sqlite3", "postgresql://bot:hunter2@db"])
    told = capsys.readouterr().err
    assert "names no database" in told
    assert "hunter2" not in told


WITHOUT_PSYCOPG = """
import sys
sys.modules["psycopg"] = None
from bot.cli.main import main
sys.exit(main(["trivia", "lists"]))
"""


def test_a_missing_driver_is_one_sentence_that_names_the_extra(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", WITHOUT_PSYCOPG],
        capture_output=True,
        text=True,
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT), "BOT_DATABASE": SECRET_URL},
    )
    assert done.returncode == CANNOT_START
    assert done.stderr == (
        "BOT_DATABASE names a PostgreSQL server, and psycopg isn't installed: install everything "
        "in requirements-postgres.lock, or the extra `postgres` of this package.\n"
    )


def test_a_server_that_cannot_be_reached_is_one_sentence_without_the_password(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("BOT_DATABASE", "postgresql://bot:hunter2@127.0.0.1:1/lamps")
    assert main(["trivia", "lists"]) == 75
    told = capsys.readouterr().err
    assert told.startswith("The database postgresql://bot@127.0.0.1:1/lamps can't be reached: ")
    assert "hunter2" not in told
    assert told.count("\n") == 1
