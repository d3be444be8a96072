"""The file that is to be the database: missing, refused, held, or gone."""

from __future__ import annotations

import asyncio
import os
import shutil
import sqlite3
import stat
import subprocess
import sys
import threading
from contextlib import closing
from pathlib import Path

import aiosqlite
import pytest

from storage.engines.opening import open_database
from storage.errors import BusyError, DamagedError, LockedError, StorageError

ROOT = Path(__file__).parents[3]


@pytest.mark.parametrize("place", ["folder", "text.txt/bot.sqlite3"])
async def test_a_path_that_cannot_be_a_database_is_refused_with_a_sentence(
    tmp_path: Path, place: str
) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "text.txt").write_text("This is a letter, not a database. " * 50, "utf-8")
    threads = threading.active_count()

    with pytest.raises(StorageError) as caught:
        await open_database(tmp_path / place)

    sentence = str(caught.value)
    assert sentence.startswith(f"The database {tmp_path / place} cannot be used: ")
    assert sentence.endswith(". Choose another file with BOT_DATABASE.")
    assert "\n" not in sentence
    async with asyncio.timeout(5):
        while threading.active_count() > threads:
            await asyncio.sleep(0.001)


async def test_a_text_in_place_of_the_database_is_told_as_damage(tmp_path: Path) -> None:
    path = tmp_path / "bot.sqlite3"
    path.write_text("This is a letter, not a database. " * 50, "utf-8")

    with pytest.raises(DamagedError) as caught:
        await open_database(path)

    assert str(caught.value) == f"The database {path} is damaged: file is not a database."
    assert caught.value.path == path


async def test_a_new_folder_of_a_database_is_for_its_user_only(tmp_path: Path) -> None:
    (tmp_path / "old").mkdir(mode=0o755)
    for place in ("home/data", "old"):
        await (await open_database(tmp_path / place / "bot.sqlite3")).close()

    modes = [stat.S_IMODE((tmp_path / one).stat().st_mode) for one in ("home/data", "home", "old")]
    assert modes[0] == 0o700
    assert modes[1:] == [0o755, 0o755]


async def test_a_file_that_cannot_be_opened_is_refused_before_a_thread_has_to_say_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(aiosqlite, "connect", None)

    with pytest.raises(StorageError, match="unable to open database file"):
        await open_database(tmp_path)


async def test_a_file_that_another_program_writes_to_is_said_to_be_held(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "bot.sqlite3"
    await (await open_database(path)).close()
    monkeypatch.setattr("storage.engines.sqlite.BUSY_TIMEOUT_S", 0.05)
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(BusyError, match="is held by another program: close that"):
            await open_database(path)
    await (await open_database(path)).close()


OPEN_ON_A_FULL_DISK = """
import asyncio, os, subprocess, sys
from pathlib import Path
from storage.engines.opening import open_database

folder = Path(sys.argv[1])
subprocess.run(["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", str(folder)], check=True)

async def open_and_close():
    await (await open_database(folder / "bot.sqlite3")).close()

asyncio.run(open_and_close())
disk = os.statvfs(folder)
# SQLite needs 32 KiB to open the file, and more to write to it.
(folder / "other").write_bytes(b"x" * (disk.f_bavail * disk.f_bsize - 32 * 1024))
try:
    asyncio.run(open_and_close())
except Exception as error:
    print(error)
"""


def test_a_file_that_can_be_opened_but_not_written_is_refused(tmp_path: Path) -> None:
    namespaces = ["unshare", "--user", "--map-root-user", "--mount"]
    if shutil.which("unshare") is None or subprocess.run([*namespaces, "true"]).returncode:
        pytest.skip("this system does not let a program mount a disk")
    done = subprocess.run(
        [*namespaces, sys.executable, "-c", OPEN_ON_A_FULL_DISK, str(tmp_path)],
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    assert (done.stdout, done.stderr) == (
        f"The disk with {tmp_path}/bot.sqlite3 is full: make room, then start me again.\n",
        "",
    )


async def test_a_file_that_was_deleted_or_replaced_is_missed(tmp_path: Path) -> None:
    path = tmp_path / "bot.sqlite3"
    database = await open_database(path)
    assert database.is_in_place()
    path.rename(tmp_path / "away.sqlite3")
    assert not database.is_in_place()
    path.touch()
    assert not database.is_in_place()
    await database.close()


async def test_closing_waits_for_the_transaction_that_is_open(tmp_path: Path) -> None:
    database = await open_database(tmp_path / "late.sqlite3")
    async with database.transaction() as transaction:
        await transaction.fetch("CREATE TABLE late (word TEXT)")
        closing = asyncio.create_task(database.close())
        await asyncio.sleep(0.01)
        await transaction.fetch("INSERT INTO late VALUES ('kept')")
    await closing

    reopened = await open_database(tmp_path / "late.sqlite3")
    assert await reopened.fetch("SELECT word FROM late") == [("kept",)]
    await reopened.close()


async def test_a_file_held_for_too_long_is_an_error_and_not_the_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("storage.engines.sqlite.WRITE_BUSY_TIMEOUT_MS", 50)
    database = await open_database(tmp_path / "held.sqlite3")
    holder = sqlite3.connect(tmp_path / "held.sqlite3", isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")

    with pytest.raises(LockedError, match="locked"):
        async with database.transaction():
            pytest.fail("the file is held by another process")
    assert await database.fetch("SELECT count(*) FROM entry") == [(0,)]

    holder.close()
    async with database.transaction() as transaction:
        await transaction.fetch("DELETE FROM entry")
    await database.close()


async def test_folders_on_the_way_to_the_file_are_made(tmp_path: Path) -> None:
    database = await open_database(tmp_path / "new" / "folder" / "bot.sqlite3")
    await database.close()

    assert (tmp_path / "new" / "folder" / "bot.sqlite3").is_file()
