"""A database that a newer bot has changed: an older one runs on it if nothing it needs is gone."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import aiosqlite
import pytest

from bot.doctor.check_results import Verdict, judge_database_version
from storage.engines.location import DatabaseLocation, PostgresUrl
from storage.engines.opening import open_database
from storage.engines.postgres.inspection import inspect_server
from storage.engines.postgres.schema import migrate as migrate_server
from storage.engines.postgres.session import Session
from storage.engines.sqlite_inspection import inspect_file
from storage.errors import StorageError
from storage.migrate import MIGRATIONS_DIR, NEEDED_SINCE, get_newest_version
from storage.migrate import migrate as migrate_file

NEWEST = get_newest_version()
EXPANDING = f"-- Compatible from: {NEWEST}\nCREATE TABLE lamp (id INTEGER PRIMARY KEY);\n"
CONTRACTING = "DROP TABLE handled_interaction;\n"


async def upgrade(location: DatabaseLocation, folder: Path, *scripts: str) -> None:
    """Change a database as the next versions of the bot do."""
    await (await open_database(location)).close()
    newer = folder / "newer"
    shutil.copytree(MIGRATIONS_DIR, newer)
    for number, script in enumerate(scripts):
        (newer / f"{9_001 + number}_step.sql").write_text(script, "utf-8")
    if isinstance(location, PostgresUrl):
        session = await Session.open(location, {})
        await migrate_server(session, newer)
        await session.close()
        return
    async with aiosqlite.connect(location, isolation_level=None) as connection:
        await migrate_file(connection, newer)


def judge(location: DatabaseLocation) -> Verdict:
    """Return what the owner is told of the version of a database."""
    is_server = isinstance(location, PostgresUrl)
    found = inspect_server(location) if is_server else inspect_file(location)
    return judge_database_version(
        found.version, found.pending, found.newest_known, found.needed_version
    ).verdict


async def test_a_bot_starts_on_a_database_to_which_a_newer_one_has_only_added(
    location: DatabaseLocation, tmp_path: Path
) -> None:
    await upgrade(location, tmp_path, EXPANDING)

    database = await open_database(location)
    assert await database.fetch("SELECT max(version) FROM migration") == [(9_001,)]
    await database.close()
    assert judge(location) is Verdict.WARNING


@pytest.mark.parametrize("scripts", [(CONTRACTING,), (EXPANDING, CONTRACTING)])
async def test_a_bot_does_not_start_on_a_database_from_which_a_newer_one_has_removed(
    location: DatabaseLocation, tmp_path: Path, scripts: tuple[str, ...]
) -> None:
    await upgrade(location, tmp_path, *scripts)

    with pytest.raises(StorageError, match="written by a newer version of the bot"):
        await open_database(location)
    assert judge(location) is Verdict.BROKEN


def test_each_migration_says_which_bots_can_run_on_its_database() -> None:
    """A release that removes what the last one needs says "none older" by its own number."""
    for path in MIGRATIONS_DIR.glob("[0-9]*.sql"):
        if (version := int(path.name[:4])) < NEEDED_SINCE:
            continue
        stated = re.search(r"^-- Compatible from: (\d+)$", path.read_text("utf-8"), re.MULTILINE)
        assert stated is not None, f"{path.name}: add the line '-- Compatible from: NUMBER'"
        assert NEEDED_SINCE - 1 <= int(stated[1]) <= version, path.name
