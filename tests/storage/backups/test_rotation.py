"""Copies are made once a day and before every upgrade, and the oldest are deleted."""

from __future__ import annotations

import os
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path

import pytest

from storage.backups.rotation import back_up_before_upgrade, back_up_daily, find_newest_backup
from storage.engines.opening import open_database
from storage.errors import StorageError
from storage.migrate import MIGRATIONS_DIR, get_newest_version

DAY = date(2026, 3, 14)


@pytest.fixture
def database_path(tmp_path: Path) -> Path:
    path = tmp_path / "bot.sqlite3"
    with closing(sqlite3.connect(path)) as database:
        database.execute("CREATE TABLE lamp (id INTEGER)")
    return path


def list_copies(database_path: Path) -> list[str]:
    return sorted(path.name for path in (database_path.parent / "backups").iterdir())


def test_a_day_has_one_copy(database_path: Path) -> None:
    copy = back_up_daily(database_path, DAY, 7)

    assert copy == database_path.parent / "backups" / "bot-2026-03-14.sqlite3"
    assert back_up_daily(database_path, DAY, 7) is None
    assert list_copies(database_path) == ["bot-2026-03-14.sqlite3"]


def test_the_oldest_copies_go(database_path: Path) -> None:
    for number in range(5):
        back_up_daily(database_path, DAY + timedelta(days=number), 2)

    assert list_copies(database_path) == ["bot-2026-03-17.sqlite3", "bot-2026-03-18.sqlite3"]


def test_files_of_other_names_stay(database_path: Path) -> None:
    folder = database_path.parent / "backups"
    folder.mkdir()
    for name in ("bot-by-hand.sqlite3", "other-2026-03-01.sqlite3", "bot-2026-03-01.txt"):
        (folder / name).write_text("mine")
    for number in range(3):
        back_up_daily(database_path, DAY + timedelta(days=number), 1)

    assert list_copies(database_path) == [
        "bot-2026-03-01.txt",
        "bot-2026-03-16.sqlite3",
        "bot-by-hand.sqlite3",
        "other-2026-03-01.sqlite3",
    ]


def test_what_a_killed_copy_left_behind_is_replaced(database_path: Path) -> None:
    folder = database_path.parent / "backups"
    folder.mkdir()
    left_over = folder / "bot-2026-03-13.sqlite3.4711.part"
    left_over.write_text("half")
    os.utime(left_over, (0, 0))
    being_written = folder / "bot-2026-03-14.sqlite3.4712.part"
    being_written.write_text("half")

    assert back_up_daily(database_path, DAY, 7) is not None
    assert list_copies(database_path) == ["bot-2026-03-14.sqlite3", being_written.name]


def test_a_copy_that_fails_takes_no_other_with_it(database_path: Path) -> None:
    back_up_daily(database_path, DAY, 1)
    database_path.write_text("no database at all, and long enough to be looked at")

    with pytest.raises(StorageError, match="cannot be copied"):
        back_up_daily(database_path, DAY + timedelta(days=1), 1)
    assert list_copies(database_path) == ["bot-2026-03-14.sqlite3"]


def test_before_an_upgrade_the_newest_three_formats_are_kept(database_path: Path) -> None:
    for version in (7, 8, 9, 10):
        back_up_before_upgrade(database_path, version)
    back_up_before_upgrade(database_path, 10)

    assert list_copies(database_path) == [
        "bot-format-0008.sqlite3",
        "bot-format-0009.sqlite3",
        "bot-format-0010.sqlite3",
    ]


def test_no_room_for_the_copy_is_a_sentence(database_path: Path) -> None:
    (database_path.parent / "backups").write_text("a file where the folder should be")

    with pytest.raises(StorageError, match=r"Nothing has changed. Make room in .*backups"):
        back_up_before_upgrade(database_path, 7)


def test_the_newest_copy_is_known(database_path: Path) -> None:
    assert find_newest_backup(database_path) is None
    back_up_before_upgrade(database_path, 7)
    copy = back_up_daily(database_path, DAY, 7)
    newest = find_newest_backup(database_path)

    assert newest is not None
    assert newest[0] == copy


async def test_an_older_database_is_copied_before_it_is_upgraded(tmp_path: Path) -> None:
    path = tmp_path / "bot.sqlite3"
    dump = Path(__file__).parents[2] / "last_version" / "bot.sql"
    with closing(sqlite3.connect(path)) as database:
        database.executescript(dump.read_text("utf-8"))
        [(version,)] = database.execute("SELECT max(version) FROM migration")
        tables = set(database.execute("SELECT name FROM sqlite_schema"))
    await (await open_database(path)).close()

    copies = list_copies(path)
    assert copies == [f"bot-format-{version:04}.sqlite3"]
    with closing(sqlite3.connect(tmp_path / "backups" / copies[0])) as copy:
        assert set(copy.execute("SELECT name FROM sqlite_schema")) == tables
        assert copy.execute("SELECT max(version) FROM migration").fetchall() == [(version,)]
    await (await open_database(path)).close()
    assert list_copies(path) == copies, "nothing was upgraded the second time"


async def test_a_new_database_is_not_copied(tmp_path: Path) -> None:
    await (await open_database(tmp_path / "bot.sqlite3")).close()

    assert not (tmp_path / "backups").exists()
    assert get_newest_version() == int(sorted(MIGRATIONS_DIR.glob("*.sql"))[-1].name[:4])


def test_commands_that_copy_one_old_database_at_once_all_go_on(database_path: Path) -> None:
    with ThreadPoolExecutor(8) as threads:
        list(threads.map(lambda _: back_up_before_upgrade(database_path, 7), range(32)))

    assert list_copies(database_path) == ["bot-format-0007.sqlite3"]
