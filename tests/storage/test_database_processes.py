"""Other processes that write to the same file, or die while they do."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from pathlib import Path

from storage.database import Database
from tests.storage.purses import give, purses

ROOT = Path(__file__).parents[2]


OTHER_PROCESS = """
import asyncio, sys
from pathlib import Path
from storage.database import Database
from storage.engines.opening import open_database

async def main():
    database = await open_database(Path(sys.argv[1]))
    print("open", flush=True)
    for _ in range(int(sys.argv[2])):
        async with database.transaction() as transaction:
            [(coins,)] = await transaction.fetch("SELECT coins FROM purse WHERE owner = 'ida'")
            await transaction.fetch("UPDATE purse SET coins = ? WHERE owner = 'ida'", (coins + 1,))
    await database.close()

asyncio.run(main())
"""


async def test_two_processes_on_one_file_take_turns(database: Database, tmp_path: Path) -> None:
    command = [sys.executable, "-c", OTHER_PROCESS, str(tmp_path / "purses.sqlite3"), "60"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE) as other:
        assert other.stdout is not None
        assert await asyncio.to_thread(other.stdout.readline) == b"open\n"
        for _ in range(60):
            await give(database, 1)
        assert await asyncio.to_thread(other.wait) == 0

    assert await purses(database) == {"ida": 100, "per": 160}


async def test_a_process_that_dies_half_way_leaves_nothing(
    database: Database, tmp_path: Path
) -> None:
    dying = (
        "import os, sqlite3, sys; connection = sqlite3.connect(sys.argv[1]);"
        "connection.execute('UPDATE purse SET coins = 0'); os._exit(9)"
    )
    command = [sys.executable, "-c", dying, str(tmp_path / "purses.sqlite3")]

    assert (await asyncio.to_thread(subprocess.run, command, check=False)).returncode == 9

    assert await purses(database) == {"ida": 100, "per": 100}
    await give(database, 1)
