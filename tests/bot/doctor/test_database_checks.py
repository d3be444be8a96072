"""Databases and backups that are damaged, old, held by others, or on an unfit disk."""

from __future__ import annotations

import asyncio
import json
import os
import sqlite3
import sys
import time as time_module
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.doctor.check_results import Verdict
from bot.doctor.database_checks import judge_file_system
from bot.packs.loading import load_packs
from tests.bot.doctor.installation import PROGRAM, SetUp, open_store
from tests.bot_process import ROOT, TOKEN
from tests.processes.mounts import build_mount_prefix
from tests.world import TINY_PACK

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("name", ["nfs4", "cifs", "9p", "fuse.sshfs"])
def test_a_file_system_of_a_network_is_unfit_for_the_write_ahead_log(name: str) -> None:
    result = judge_file_system(Path("/data/bot.sqlite3"), name)
    assert result.verdict is Verdict.BROKEN
    assert result.remedy == "Put the database on a disk of this computer."


@pytest.mark.parametrize("name", ["ext4", "xfs", "btrfs", "zfs", "overlay", "apfs"])
def test_a_file_system_of_a_disk_is_fit(name: str) -> None:
    assert judge_file_system(Path("/data/bot.sqlite3"), name).verdict is Verdict.GOOD


async def test_a_damaged_database(set_up: SetUp) -> None:
    content = bytearray(set_up.database.read_bytes())
    content[20_000:120_000] = os.urandom(100_000)
    set_up.database.write_bytes(content)
    code, rows = await set_up.examine()
    assert code == 2
    assert rows[-1]["check"] == "database"
    [backup] = (set_up.folder / "backups").iterdir()
    remedy = f"Stop the bot, then run `python -m bot restore {backup}`."
    assert rows[-1]["remedy"].startswith(remedy)


async def test_a_database_of_a_newer_version(set_up: SetUp) -> None:
    with closing(sqlite3.connect(set_up.database)) as connection, connection:
        connection.execute("INSERT INTO migration (version, name) VALUES (9000, 'later')")
    code, rows = await set_up.examine()
    assert code == 2
    found = next(row for row in rows if row["check"] == "database version")
    assert found["text"].startswith("A newer version of the bot wrote it: its format is 9000")
    assert found["remedy"] == "Update the bot."


async def test_a_database_of_an_older_version_is_left_as_it_is(set_up: SetUp) -> None:
    with closing(sqlite3.connect(set_up.database)) as connection, connection:
        connection.execute("DELETE FROM migration WHERE version >= 21")
    before = set_up.database.read_bytes()
    code, rows = await set_up.examine()
    assert code == 1
    found = next(row for row in rows if row["check"] == "database version")
    assert found["remedy"].endswith("it updates the database on its own.")
    assert set_up.database.read_bytes() == before


async def test_a_database_that_another_program_holds(set_up: SetUp) -> None:
    with closing(sqlite3.connect(set_up.database, isolation_level=None)) as other:
        other.execute("PRAGMA locking_mode = EXCLUSIVE")
        other.execute("BEGIN EXCLUSIVE")
        other.execute("UPDATE migration SET name = name")
        code, rows = await set_up.examine()
    assert code == 2
    assert rows[-1]["text"] == f"Another program holds {set_up.database}."


async def test_a_backup_that_is_old_or_missing(set_up: SetUp) -> None:
    [copy] = (set_up.folder / "backups").iterdir()
    long_ago = time_module.time() - 9 * 86_400
    os.utime(copy, (long_ago, long_ago))
    code, check, text = await set_up.find_one()
    assert (code, check) == (1, "backup")
    assert text.startswith(f"The newest is {copy}, of ")
    assert "Read in my log why there is no newer one" in text

    copy.unlink()
    assert await set_up.examine() == (0, [])
    with closing(sqlite3.connect(set_up.database)) as connection, connection:
        connection.execute("UPDATE pack SET loaded_at = loaded_at - 90000")
    assert (await set_up.find_one())[:2] == (1, "backup")
    set_up.environment["BOT_BACKUPS"] = "0"
    assert await set_up.find_one() == (
        1,
        "backup",
        "There is none. Set BOT_BACKUPS to a number of days, and I make one each day that I run.",
    )


@pytest.mark.parametrize("was_started", [True, False])
async def test_a_database_that_was_deleted_is_told_even_if_a_refused_start_made_another(
    set_up: SetUp, was_started: bool
) -> None:
    [copy] = (set_up.folder / "backups").iterdir()
    set_up.database.unlink()
    if was_started:
        async with open_store(set_up) as store:
            await load_packs(store, [TINY_PACK], lambda: datetime(2026, 1, 1, tzinfo=UTC))
    code, rows = await set_up.examine()
    assert code == 2
    assert rows[0]["text"] == (
        f"The database {set_up.database} is empty, but I ran before: Discord has my commands."
    )
    assert rows[0]["remedy"] == (
        f"Put your backup back: `python -m bot restore {copy}`; or fix BOT_DATABASE; to begin with "
        "nothing, start once with `run --fresh`."
    )


async def test_a_disk_in_memory_that_is_nearly_full(set_up: SetUp, tmp_path: Path) -> None:
    process = await asyncio.create_subprocess_exec(
        *build_mount_prefix(tmp_path, "size=20m"),
        *(sys.executable, "-c", PROGRAM.replace("{patch}", set_up.platform.patch), "--json"),
        stdout=asyncio.subprocess.PIPE,
        env={
            **os.environ,
            "PYTHONPATH": str(ROOT),
            "PYTHONTZPATH": "",
            "DISCORD_TOKEN": TOKEN,
            "BOT_DATABASE": str(set_up.database),
        },
    )
    printed, _ = await process.communicate()
    rows = {row["check"]: row for row in json.loads(printed)}
    assert process.returncode == 2
    assert rows["file system"]["verdict"] == rows["free space"]["verdict"] == "broken"
    assert "kept in memory only (tmpfs)" in rows["file system"]["text"]
    assert rows["database"]["text"] == f"There is none at {set_up.database} yet."
