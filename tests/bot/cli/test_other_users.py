"""Commands in a folder that has files of another user."""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
import tempfile
from collections.abc import AsyncGenerator
from pathlib import Path

import pytest

from storage.store import Store
from tests.conftest import skip_unless_ci

ROOT = Path(__file__).parents[3]
USER = 10001
AS_ANOTHER = f"""
import asyncio, os, sys
import bot.app, bot.doctor.log_checks, storage.transfer
from bot.cli.main import main
from bot.doctor.check_results import format_table
from bot.doctor.log_checks import check_log
from bot.settings import read_settings
os.setgroups([]); os.setgid({USER}); os.setuid({USER})
if sys.argv[1:] == ["check the log"]:
    print(format_table([check_log(read_settings())]))
else:
    sys.exit(main(sys.argv[1:]))
"""
"""Everything is imported first: the other user may not be allowed to read the program."""


@pytest.fixture
async def home() -> AsyncGenerator[Path]:
    """Return a folder with a database of root, which others may look into."""
    if os.name == "nt" or os.geteuid() != 0:
        skip_unless_ci("only root can become another user")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        os.chmod(folder, 0o755)
        os.mkdir(folder / "data", 0o755)
        os.mkdir(folder / "pack", 0o755)
        store = await Store.open(folder / "data" / "bot.sqlite3", random.Random())
        await store.close()
        yield folder


def run_as_another(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", AS_ANOTHER, *arguments],
        cwd=folder,
        env={
            **os.environ,
            "PYTHONPATH": str(ROOT),
            "BOT_FOLDER": str(folder),
            "DISCORD_TOKEN": "MTE2.GxYzAb.s3cr3t_-s3cr3t",
            "BOT_SEEDS": str(folder / "pack"),
        },
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@pytest.mark.parametrize(
    "command",
    [("restore", "copy.sqlite3"), ("database", "copy", "data/bot.sqlite3", "new.sqlite3")],
)
def test_what_writes_to_the_database_says_as_the_start_does_whose_it_is(
    home: Path, command: tuple[str, ...]
) -> None:
    shutil.copy(home / "data" / "bot.sqlite3", home / "copy.sqlite3")

    done = run_as_another(home, *command)

    data = home / "data"
    assert done.returncode == 2
    assert f"it belongs to user 0, and I run as user {USER}. Run `sudo chown -R" in done.stderr
    assert done.stderr.endswith(f"{data}`.\n")
    assert done.stderr.count("\n") == 1


def test_a_log_of_another_user_is_a_warning_at_the_start_and_a_row_of_the_doctor(
    home: Path,
) -> None:
    data = home / "data"
    for path in (data, *data.iterdir()):
        os.chown(path, USER, USER)
    log = data / "bot.log"
    log.touch(mode=0o644)
    told = f"I can't write to {log}: it belongs to user 0, and I run as user {USER}."

    started = run_as_another(home, "run")
    [warning] = [line for line in started.stderr.splitlines() if " WARNING " in line]
    assert told in warning
    assert f"Run `sudo chown -R {USER}:{USER} {data}`." in warning
    assert log.read_text() == ""
    checked = run_as_another(home, "check the log").stdout
    assert checked.startswith("warning log")
    assert told in " ".join(checked.split())
