"""What is said before the start when the database would be lost, or cannot be written."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

import bot.hosting.data_place
from bot.errors import StartError
from bot.hosting.data_place import check_data_place
from tests.conftest import skip_unless_ci

ROOT = Path(__file__).parents[3]
ENGINE = "/var/lib/docker/volumes"


def write_mounts(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, source: str, file_system: str = "ext4"
) -> Path:
    """Pretend that a folder is mounted, return that folder."""
    volume = tmp_path / "data"
    volume.mkdir()
    line = f"78 74 254:0 {source} {volume} rw,nosuid - {file_system} /dev/vda rw"
    mounts = tmp_path / "mountinfo"
    mounts.write_text(f"22 1 254:0 / / rw shared:1 - ext4 /dev/vda rw\n{line}\n", "utf-8")
    monkeypatch.setattr(bot.hosting.data_place, "_MOUNTS", mounts)
    monkeypatch.setenv("BOT_VOLUME", str(volume))
    return volume


def read_refusal(database: Path) -> str:
    with pytest.raises(StartError) as caught:
        check_data_place(database)
    return str(caught.value)


def test_outside_of_the_image_no_folder_must_be_a_volume(tmp_path: Path) -> None:
    check_data_place(tmp_path / "data" / "bot.sqlite3")


@pytest.mark.parametrize("source", [f"{ENGINE}/fan-bot-data/_data", "/srv/fan\\040bot"])
def test_a_volume_with_a_name_and_a_mounted_folder_are_fine(
    source: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    volume = write_mounts(monkeypatch, tmp_path, source)

    check_data_place(volume / "bot.sqlite3")


def test_a_folder_that_is_no_mount_is_refused_with_the_option_that_makes_it_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BOT_VOLUME", str(tmp_path))

    assert read_refusal(tmp_path / "bot.sqlite3") == (
        f"{tmp_path} isn't a volume, so I'd forget everything: start it with `-v fan-bot-data:"
        f"{tmp_path}`, or with `-e BOT_VOLUME=` if nothing is to be kept."
    )


def test_a_volume_without_a_name_is_refused_because_the_next_container_gets_another(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    volume = write_mounts(monkeypatch, tmp_path, f"{ENGINE}/{'3f' * 32}/_data")

    assert read_refusal(volume / "bot.sqlite3").startswith(
        f"{volume} is a volume without a name, which the next container doesn't get: start it with "
        f"`-v fan-bot-data:{volume}`"
    )


def test_a_folder_in_memory_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    volume = write_mounts(monkeypatch, tmp_path, "/", "tmpfs")

    assert "is kept in memory only" in read_refusal(volume / "bot.sqlite3")


def test_a_database_outside_of_the_volume_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    volume = write_mounts(monkeypatch, tmp_path, "/srv/fan-bot")
    elsewhere = tmp_path / "bot.sqlite3"

    assert read_refusal(elsewhere) == (
        f"BOT_DATABASE={elsewhere} is outside the volume {volume} and would be lost with this "
        f"container: put it in {volume}."
    )


def test_who_wants_nothing_kept_can_say_so(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("BOT_VOLUME", "")

    check_data_place(tmp_path / "bot.sqlite3")


CHECK = """
import os, sys
from pathlib import Path
import bot.hosting.data_place
from bot.errors import StartError
database, user, mounts = sys.argv[1:]
os.setgroups([]); os.setgid(int(user)); os.setuid(int(user))
bot.hosting.data_place._MOUNTS = Path(mounts)
try:
    bot.hosting.data_place.check_data_place(Path(database))
except StartError as error:
    print(error, end="")
"""


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """Return a folder that every user may look into, and root alone may write to."""
    if os.name == "nt" or os.geteuid() != 0:
        skip_unless_ci("only root can become another user")
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        yield Path(folder)


def check_as_user(database: Path, mounts: str = "", user: int = 10001, volume: str = "") -> str:
    """Return what another user is told about a database; "" when it is fine."""
    with tempfile.NamedTemporaryFile("w") as file:
        file.write(mounts)
        file.flush()
        Path(file.name).chmod(0o644)
        done = subprocess.run(
            [sys.executable, "-c", CHECK, database, str(user), file.name],
            capture_output=True,
            text=True,
            env={**os.environ, "PYTHONPATH": str(ROOT), "BOT_VOLUME": volume},
        )
    assert done.stderr == ""
    return done.stdout


def test_a_folder_of_another_user_is_refused_with_the_command_that_gives_it_away(
    open_folder: Path,
) -> None:
    told = f"I can't write to {open_folder}: it belongs to user 0, and I run as user 10001. "

    assert check_as_user(open_folder / "bot.sqlite3") == (
        f"{told}Run `sudo chown -R 10001:10001 {open_folder}`."
    )
    assert check_as_user(open_folder / "data" / "bot.sqlite3") == (
        f"{told}Run `sudo install -d -o 10001 -g 10001 {open_folder / 'data'}`."
    )

    os.chown(open_folder, 10001, 10001)
    assert check_as_user(open_folder / "bot.sqlite3") == ""


@pytest.mark.parametrize("suffix", ["", "-wal", "-shm", ".lock"])
def test_a_file_that_root_wrote_once_is_named(open_folder: Path, suffix: str) -> None:
    os.chown(open_folder, 10001, 10001)
    file = open_folder / f"bot.sqlite3{suffix}"
    file.touch(mode=0o644)

    assert check_as_user(open_folder / "bot.sqlite3").startswith(
        f"I can't write to {file}: it belongs to user 0, and I run as user 10001."
    )


def test_a_mounted_folder_of_another_user_is_named_as_the_host_names_it(open_folder: Path) -> None:
    mounts = f"78 74 254:0 /home/me/lamps {open_folder} rw - ext4 /dev/vda rw\n"

    told = check_as_user(open_folder / "bot.sqlite3", mounts, volume=str(open_folder))

    assert told.endswith(
        "On the host, run `sudo chown -R 10001:10001 /home/me/lamps` (the folder that you mounted)."
    )


def test_a_volume_of_another_user_is_given_away_by_a_container(open_folder: Path) -> None:
    mounts = f"78 74 254:0 {ENGINE}/lamps/_data {open_folder} rw - ext4 /dev/vda rw\n"

    told = check_as_user(open_folder / "bot.sqlite3", mounts, volume=str(open_folder))

    assert told.endswith(
        "On the host, run `docker run --rm --user 0 --entrypoint chown -v lamps:/volume "
        "fan-community-bot -R 10001:10001 /volume`."
    )


def test_a_file_that_its_own_user_may_not_write_is_told_apart(open_folder: Path) -> None:
    os.chown(open_folder, 10001, 10001)
    open_folder.chmod(0o555)

    assert check_as_user(open_folder / "bot.sqlite3") == (
        f"I can't write to {open_folder}: it is read-only for its owner, which is me. Run `chmod "
        f"-R u+rwX {open_folder}`."
    )
    assert check_as_user(open_folder / "data" / "bot.sqlite3") == (
        f"I can't write to {open_folder}: it is read-only for its owner, which is me. Run `chmod "
        f"u+rwX {open_folder}`."
    )
