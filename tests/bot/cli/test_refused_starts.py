"""What the owner reads when `run` refuses to start, and that no service manager tries again."""

from __future__ import annotations

import os
import random
import subprocess
import sys
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

import pytest

from storage.backups.rotation import back_up_daily
from storage.store import Store
from tests.packs.pack_on_disk import PackOnDisk
from tests.processes.mounts import build_mount_prefix

ROOT = Path(__file__).parents[3]
TOKEN = "MTE2.GxYzAb.s3cr3t_-s3cr3t"
FULL = (
    '{ mkdir "$2/data"; cp "$BEFORE" "$2/data/bot.sqlite3"; cat /dev/zero > "$2/filler" '
    "2> /dev/null; true; }"
)
"""Shell code that puts a database on a disk and fills that up."""


def run_bot(
    *arguments: str, prefix: Sequence[str] = (), **environment: str
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*prefix, sys.executable, "-m", "bot", *arguments],
        env={**os.environ, "PYTHONPATH": str(ROOT), "DISCORD_TOKEN": TOKEN, **environment},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@pytest.fixture
async def database(tmp_path: Path) -> Path:
    """Return the database of a bot in a folder of its own."""
    path = tmp_path / "home" / "data" / "bot.sqlite3"
    store = await Store.open(path, random.Random())
    await store.close()
    return path


def test_a_full_disk_is_one_sentence(database: Path, tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    prefix = build_mount_prefix(disk, "size=3m", FULL)

    done = run_bot("run", "--folder", str(disk), prefix=prefix, BEFORE=str(database))

    file = disk / "data" / "bot.sqlite3"
    assert done.returncode == 2
    [sentence] = [line for line in done.stderr.splitlines() if " WARNING " not in line]
    assert sentence == f"The disk with {file} is full: make room, then start me again."


def test_a_full_disk_is_no_reason_to_restore_a_backup(database: Path, tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    prefix = build_mount_prefix(disk, "size=3m", FULL)

    done = run_bot("--folder", str(disk), "database", "check", prefix=prefix, BEFORE=str(database))

    told = " ".join(done.stdout.split())
    assert done.returncode == 2
    assert "0 MB are free" in told
    assert "Make room: nothing can be saved now." in told
    assert "I can't open it while the disk is full. Make room first." in told
    assert "restore" not in told


@pytest.mark.parametrize("damage", ["text", "cut"])
def test_a_damaged_database_names_the_newest_backup_and_the_command_puts_it_back(
    database: Path, damage: str
) -> None:
    folder = database.parents[1]
    back_up_daily(database, date(2026, 11, 29), 7)
    content = database.read_bytes()
    database.write_bytes(b"Dear diary, " * 999 if damage == "text" else content[:9_000])
    backup = database.parent / "backups" / "bot-2026-11-29.sqlite3"
    command = f"--folder {folder} restore {backup}"

    done = run_bot("run", "--folder", str(folder))

    assert done.returncode == 2
    [sentence] = [line for line in done.stderr.splitlines() if " INFO " not in line]
    assert sentence.startswith(f"The database {database} is damaged: ")
    assert f". Run `python -m bot {command}`; " in sentence
    assert sentence in (folder / "data" / "bot.log").read_text("utf-8")
    assert run_bot(*command.split()).returncode == 0
    assert database.read_bytes()[:16] == content[:16]


def break_entry(pack: PackOnDisk) -> None:
    pack.change("event.first-light", "source.lamp-post", "source.gone")


def remove_manifest(pack: PackOnDisk) -> None:
    (pack.folder / "pack.toml").unlink()


@pytest.mark.parametrize(
    ("fault", "problem"),
    [
        (break_entry, "entries.toml:23: event.first-light: refers to"),
        (remove_manifest, "pack.toml"),
    ],
)
def test_a_faulty_pack_says_how_to_check_it_on_the_screen_and_in_the_log(
    tmp_path: Path, fault: Callable[[PackOnDisk], None], problem: str
) -> None:
    pack = PackOnDisk.copy_tiny(tmp_path)
    fault(pack)

    done = run_bot("run", BOT_SEEDS=str(pack.folder))

    assert (done.returncode, done.stdout) == (2, "")
    lines = [line for line in done.stderr.splitlines() if " INFO " not in line]
    assert problem in lines[0]
    assert lines[-1] == (
        f"{pack.folder}: 1 problem. Correct that, check it with `python -m bot seeds check "
        f"{pack.folder}`, then start me again."
    )
    assert set(lines[1:]) <= set((tmp_path / "data" / "bot.log").read_text("utf-8").splitlines())


def test_two_packs_with_one_slug_are_refused_for_good(tmp_path: Path) -> None:
    one, two = (PackOnDisk.copy_tiny(tmp_path / name).folder for name in ("one", "two"))

    done = run_bot("run", BOT_SEEDS=f"{one},{two}")

    assert done.returncode == 2
    assert f"as has {one}: give one of the two another" in done.stderr
    assert f"seeds check {two}`, then start me again." in done.stderr.splitlines()[-1]
