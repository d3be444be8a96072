"""A restored database takes the place of the old one whole or not at all."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import datetime
from pathlib import Path

import pytest

from storage.backups.copying import back_up
from storage.backups.restoring import restore
from storage.engines.opening import open_database
from storage.errors import StorageError
from storage.migrate import get_newest_version
from tests.processes.mounts import build_mount_prefix

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[3]
NOW = datetime(2026, 3, 14, 9, 30).astimezone()
KILLED_AT = """
import os, sys
from datetime import datetime
from pathlib import Path
from storage.backups.restoring import restore

count = 0
def kill(event, arguments):
    global count
    if event.startswith(("os.", "open", "shutil.", "sqlite3.connect")):
        count += 1
        if count == int(sys.argv[3]):
            os._exit(9)

sys.addaudithook(kill)
restore(Path(sys.argv[1]), Path(sys.argv[2]), datetime(2026, 3, 14).astimezone())
"""
"""Dies before the file operation whose number is the third argument."""
WITH_LIMIT = """
import resource, sys
from datetime import datetime
from pathlib import Path
from storage.backups.restoring import restore
from storage.errors import StorageError
from storage.migrate import get_newest_version

resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[3]), int(sys.argv[3])))
try:
    restore(Path(sys.argv[1]), Path(sys.argv[2]), datetime(2026, 3, 14).astimezone())
except StorageError as error:
    print(error)
"""


async def write_guild(path: Path, guild_id: int) -> None:
    database = await open_database(path)
    await database.write("DELETE FROM server")
    await database.write("INSERT INTO server (guild_id) VALUES (?)", (guild_id,))
    await database.close()


def read_guilds(path: Path) -> list[int]:
    with closing(sqlite3.connect(path)) as database:
        assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        return [guild_id for (guild_id,) in database.execute("SELECT guild_id FROM server")]


@pytest.fixture
async def paths(tmp_path: Path) -> tuple[Path, Path]:
    """A copy with guild 1, and the database, which has guild 2 since."""
    database_path, copy_path = tmp_path / "bot.sqlite3", tmp_path / "copy.sqlite3"
    await write_guild(database_path, 1)
    back_up(database_path, copy_path)
    await write_guild(database_path, 2)
    return copy_path, database_path


def test_the_copy_is_in_place_and_the_old_one_beside_it(paths: tuple[Path, Path]) -> None:
    copy_path, database_path = paths
    restored = restore(copy_path, database_path, NOW)

    assert read_guilds(database_path) == [1]
    assert restored.kept_path == database_path.with_name("bot.sqlite3.before-20260314-093000")
    assert restored.kept_path is not None
    assert read_guilds(restored.kept_path) == [2]
    assert read_guilds(copy_path) == [1]


def test_what_only_the_log_holds_is_kept_with_the_old_one(paths: tuple[Path, Path]) -> None:
    copy_path, database_path = paths
    subprocess.run(
        [
            sys.executable,
            "-c",
            "import os, sqlite3, sys; d = sqlite3.connect(sys.argv[1]);"
            " d.execute('UPDATE server SET guild_id = 3'); d.commit(); os._exit(9)",
            str(database_path),
        ],
        check=False,
    )
    assert database_path.with_name("bot.sqlite3-wal").stat().st_size > 0
    restored = restore(copy_path, database_path, NOW)

    assert read_guilds(database_path) == [1]
    assert restored.kept_path is not None
    assert read_guilds(restored.kept_path) == [3]


def test_without_a_database_the_copy_becomes_it(paths: tuple[Path, Path], tmp_path: Path) -> None:
    restored = restore(paths[0], tmp_path / "new.sqlite3", NOW)

    assert restored.kept_path is None
    assert read_guilds(tmp_path / "new.sqlite3") == [1]


def test_a_damaged_database_is_replaced_and_kept(paths: tuple[Path, Path]) -> None:
    copy_path, database_path = paths
    database_path.write_bytes(b"damaged" * 1_000)
    restored = restore(copy_path, database_path, NOW)

    assert read_guilds(database_path) == [1]
    assert restored.kept_path is not None
    assert restored.kept_path.read_bytes() == b"damaged" * 1_000


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (None, "There is no file"),
        (b"", "isn't a backup of mine"),
        (b"no database, but long enough to be looked at as one", "isn't a backup of mine"),
    ],
)
def test_what_is_no_backup_changes_nothing(
    paths: tuple[Path, Path], tmp_path: Path, content: bytes | None, sentence: str
) -> None:
    other_path = tmp_path / "other"
    if content is not None:
        other_path.write_bytes(content)

    with pytest.raises(StorageError, match=sentence):
        restore(other_path, paths[1], NOW)
    assert read_guilds(paths[1]) == [2]


def test_a_damaged_copy_changes_nothing(paths: tuple[Path, Path]) -> None:
    copy_path, database_path = paths
    content = bytearray(copy_path.read_bytes())
    content[8_192:40_960] = b"\xff" * 32_768
    copy_path.write_bytes(content)

    with pytest.raises(StorageError, match=r"is damaged|isn't a backup"):
        restore(copy_path, database_path, NOW)
    assert read_guilds(database_path) == [2]


def test_a_copy_to_which_a_newer_version_has_only_added_is_put_back(
    paths: tuple[Path, Path],
) -> None:
    copy_path, database_path = paths
    with closing(sqlite3.connect(copy_path)) as copy:
        copy.execute(
            "INSERT INTO migration (version, name, compatible_from) VALUES (9999, 'future', ?)",
            (get_newest_version(),),
        )
        copy.commit()

    assert restore(copy_path, database_path, NOW).version == 9999
    assert read_guilds(database_path) == [1]


def test_a_copy_of_a_newer_version_changes_nothing(paths: tuple[Path, Path]) -> None:
    copy_path, database_path = paths
    with closing(sqlite3.connect(copy_path)) as copy:
        copy.execute("INSERT INTO migration (version, name) VALUES (9999, 'future')")
        copy.commit()

    with pytest.raises(StorageError, match="newer version of the bot"):
        restore(copy_path, database_path, NOW)
    assert read_guilds(database_path) == [2]


def test_a_kill_before_any_step_leaves_one_whole_database(paths: tuple[Path, Path]) -> None:
    copy_path, database_path = paths
    ended, step = None, 0
    while ended is None or ended.returncode:
        step += 1
        ended = subprocess.run(
            [sys.executable, "-c", KILLED_AT, str(copy_path), str(database_path), str(step)],
            check=False,
            cwd=ROOT,
        )
        assert read_guilds(database_path) in ([1], [2])
        assert step < 200
    assert step > 10, "it was killed at every step before"
    assert read_guilds(database_path) == [1]


ON_A_SMALL_DISK = """
import shutil, sys
from datetime import datetime
from pathlib import Path
from storage.backups.copying import back_up
from storage.backups.restoring import restore
from storage.errors import StorageError
from storage.migrate import get_newest_version
from tests.processes.mounts import fill_disk

folder = Path(sys.argv[2])
database = folder / "bot.sqlite3"
back_up(Path(sys.argv[3]), database)

def fill(event, arguments):
    # Another program takes all the room once the copy has begun.
    if event == "sqlite3.connect" and str(arguments[0]).endswith(".restoring"):
        fill_disk(folder / "filler")

if sys.argv[4] == "midway":
    sys.addaudithook(fill)
else:
    fill_disk(folder / "filler")
try:
    restore(Path(sys.argv[1]), database, datetime(2026, 3, 14).astimezone())
except StorageError as error:
    print(error)
shutil.copy(database, sys.argv[5])
print(sorted(path.name for path in folder.iterdir()))
"""


@pytest.mark.parametrize(
    ("moment", "told"),
    [("before", "There is no room for"), ("midway", "is as it was: make room, then try again.")],
)
def test_a_small_disk_that_fills_up_before_or_meanwhile_keeps_the_old_database(
    paths: tuple[Path, Path], tmp_path: Path, moment: str, told: str
) -> None:
    copy_path, database_path = paths
    disk, left = tmp_path / "disk", tmp_path / "left.sqlite3"
    disk.mkdir()
    ended = subprocess.run(
        [
            *build_mount_prefix(disk, "size=8m"),
            *(sys.executable, "-c", ON_A_SMALL_DISK),
            *map(str, (copy_path, disk, database_path, moment, left)),
        ],
        check=True,
        cwd=ROOT,
        capture_output=True,
        text=True,
    )

    assert told in ended.stdout
    assert "['bot.sqlite3', 'filler']" in ended.stdout
    assert read_guilds(left) == [2]


@pytest.mark.skipif(sys.platform == "win32", reason="no limit of file sizes there")
@pytest.mark.parametrize("limit", [0, 8_192, 65_536])
def test_a_disk_that_fills_up_changes_nothing(paths: tuple[Path, Path], limit: int) -> None:
    copy_path, database_path = paths
    told = subprocess.run(
        [sys.executable, "-c", WITH_LIMIT, str(copy_path), str(database_path), str(limit)],
        check=True,
        cwd=ROOT,
        capture_output=True,
        text=True,
    )

    assert "cannot be copied to" in told.stdout
    assert read_guilds(database_path) == [2]
    assert not list(database_path.parent.glob("*.restoring*"))
