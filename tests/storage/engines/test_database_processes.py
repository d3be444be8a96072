"""Other processes that write to the same database, or die while they do."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from pathlib import Path

from storage.database import Database
from storage.engines.location import DatabaseLocation, PostgresUrl
from tests.storage.purses import give, purses

ROOT = Path(__file__).parents[3]

OTHER_PROCESS = """
import asyncio, os, sys
from storage.engines.location import parse_location
from storage.engines.opening import open_database

async def main():
    database = await open_database(parse_location(sys.argv[1]))
    print("open", flush=True)
    for _ in range(60):
        async with database.transaction(alone=True) as transaction:
            [(coins,)] = await transaction.fetch("SELECT coins FROM purse WHERE owner = 'ida'")
            await transaction.fetch("UPDATE purse SET coins = ? WHERE owner = 'ida'", (coins + 1,))
            if "die" in sys.argv:
                os._exit(9)
    await database.close()

asyncio.run(main())
"""


def build_command(location: DatabaseLocation, *arguments: str) -> list[str]:
    name = location.secret_text if isinstance(location, PostgresUrl) else str(location)
    return [sys.executable, "-c", OTHER_PROCESS, name, *arguments]


async def test_two_processes_that_must_be_alone_take_turns(
    database: Database, location: DatabaseLocation
) -> None:
    with subprocess.Popen(build_command(location), cwd=ROOT, stdout=subprocess.PIPE) as other:
        assert other.stdout is not None
        assert await asyncio.to_thread(other.stdout.readline) == b"open\n"
        for _ in range(60):
            await give(database, 1, alone=True)
        assert await asyncio.to_thread(other.wait) == 0

    assert await purses(database) == {"ida": 100, "per": 160}


async def test_a_process_that_dies_half_way_leaves_nothing(
    database: Database, location: DatabaseLocation
) -> None:
    command = build_command(location, "die")

    died = await asyncio.to_thread(
        subprocess.run, command, check=False, cwd=ROOT, stdout=subprocess.DEVNULL
    )
    assert died.returncode == 9

    assert await purses(database) == {"ida": 100, "per": 100}
    await give(database, 1)
