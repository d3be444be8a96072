"""A backup is whole whatever happens meanwhile, and never takes the place of anything."""

from __future__ import annotations

import asyncio
import random
import sqlite3
import threading
from contextlib import closing
from pathlib import Path

import pytest

from storage.backups.copying import back_up
from storage.engines.opening import open_database
from storage.errors import StorageError
from storage.store import Store


async def test_a_copy_taken_while_the_bot_writes_is_whole(tmp_path: Path) -> None:
    database = await open_database(tmp_path / "bot.sqlite3")

    async def write() -> None:
        for number in range(400):
            async with database.transaction() as transaction:
                await transaction.fetch("INSERT INTO server (guild_id) VALUES (?)", (number,))
                await transaction.fetch("INSERT INTO server (guild_id) VALUES (?)", (-1 - number,))

    writing = asyncio.create_task(write())
    held: list[int] = []
    while not writing.done():
        copy = tmp_path / f"{len(held)}.sqlite3"
        await asyncio.to_thread(back_up, tmp_path / "bot.sqlite3", copy)
        with closing(sqlite3.connect(copy)) as opened:
            assert opened.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
            [(servers, total)] = opened.execute("SELECT count(*), sum(guild_id) FROM server")
        assert servers % 2 == 0, "no half of a transaction is copied"
        assert servers == -2 * (total or 0)
        held.append(servers)
    await writing
    await database.close()
    assert len(set(held)) > 1, "it was written to meanwhile"


async def test_a_bot_starts_from_a_copy(tmp_path: Path) -> None:
    database = await open_database(tmp_path / "bot.sqlite3")
    await database.write("INSERT INTO server (guild_id) VALUES (7)")
    back_up(tmp_path / "bot.sqlite3", tmp_path / "copy.sqlite3")
    await database.close()
    restored = await open_database(tmp_path / "copy.sqlite3")
    assert await restored.fetch("SELECT guild_id FROM server") == [(7,)]
    await restored.close()


def test_nothing_is_written_over(tmp_path: Path) -> None:
    for name in ("bot.sqlite3", "notes.txt"):
        (tmp_path / name).write_bytes(b"")
    (tmp_path / "notes.txt").write_text("mine")
    with pytest.raises(StorageError, match="exists: give a new name"):
        back_up(tmp_path / "bot.sqlite3", tmp_path / "notes.txt")
    assert (tmp_path / "notes.txt").read_text() == "mine"


def test_a_folder_in_place_of_a_new_file_needs_a_file_name(tmp_path: Path) -> None:
    (tmp_path / "bot.sqlite3").touch()
    with pytest.raises(StorageError) as caught:
        back_up(tmp_path / "bot.sqlite3", tmp_path)
    assert str(caught.value) == f"{tmp_path} is a folder: add a file name."


@pytest.mark.parametrize(
    ("source", "copy", "told"),
    [
        ("nowhere.sqlite3", "copy", "There is no database at"),
        ("bot.sqlite3", "nowhere/copy", "Make the folder .*nowhere first"),
        ("notes.txt", "copy", "cannot be copied to"),
    ],
)
def test_what_cannot_be_copied_is_a_sentence_and_leaves_nothing(
    tmp_path: Path, source: str, copy: str, told: str
) -> None:
    (tmp_path / "bot.sqlite3").touch()
    (tmp_path / "notes.txt").write_text("This is no database, but long enough to be one. " * 99)
    with pytest.raises(StorageError, match=told):
        back_up(tmp_path / source, tmp_path / copy)
    assert not (tmp_path / copy).exists()


async def test_the_copy_of_a_damaged_database_is_called_that_and_kept(tmp_path: Path) -> None:
    path, copy = tmp_path / "bot.sqlite3", tmp_path / "copy.sqlite3"
    database = await open_database(path)
    async with database.transaction() as transaction:
        rows = [(number,) for number in range(20_000)]
        await transaction.execute_many("INSERT INTO server (guild_id) VALUES (?)", rows)
    await database.close()
    damage(path, "server")
    with pytest.raises(StorageError, match="is damaged, and so is its copy"):
        back_up(path, copy)
    assert copy.stat().st_size == path.stat().st_size


async def test_a_damaged_database_is_a_sentence_and_leaves_no_thread(tmp_path: Path) -> None:
    path = tmp_path / "bot.sqlite3"
    await (await Store.open(path, random.Random())).close()
    damage(path, "entry")
    threads = threading.active_count()
    with pytest.raises(StorageError, match="is damaged: "):
        await Store.open(path, random.Random())
    async with asyncio.timeout(5):
        while threading.active_count() > threads:
            await asyncio.sleep(0.001)


def damage(path: Path, table: str) -> None:
    """Overwrite the first page of a table and of its indexes, as a failing disk does."""
    with closing(sqlite3.connect(path)) as opened:
        [(size,)] = opened.execute("PRAGMA page_size")
        pages = opened.execute("SELECT rootpage FROM sqlite_schema WHERE tbl_name = ?", (table,))
        places = [(page - 1) * size for (page,) in pages if page]
    with path.open("r+b") as file:
        for place in places:
            file.seek(place)
            file.write(b"\xa5" * size)
