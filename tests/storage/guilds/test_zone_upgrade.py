"""A guild keeps, as one of its settings, the time zone its schedules went by."""

from __future__ import annotations

import random
import shutil
from pathlib import Path

import aiosqlite

from storage.migrate import MIGRATIONS_DIR, migrate
from storage.store import Store

SCHEDULED, SCHEDULED_AND_SET, SET, UNKNOWN = 1, 2, 3, 4


async def make_old_database(folder: Path) -> Path:
    """A database of the eight migrations before, in which a zone stands in every schedule."""
    before = folder / "migrations"
    before.mkdir()
    for path in sorted(MIGRATIONS_DIR.glob("000[1-8]_*.sql")):
        shutil.copy(path, before)
    file = folder / "old.sqlite3"
    async with aiosqlite.connect(file, isolation_level=None) as connection:
        await migrate(connection, before)
        for guild_id, kind, zone in (
            (SCHEDULED, "daily question", "Asia/Tokyo"),
            (SCHEDULED_AND_SET, "daily question", "Europe/Berlin"),
            (SCHEDULED_AND_SET, "anniversaries", "Europe/London"),
        ):
            await connection.execute(
                "INSERT INTO schedule (guild_id, kind, channel_id, zone, local_time, options,"
                " set_up_by, day, due_at, until) VALUES"
                " (?, ?, 10, ?, '09:00:00', '{}', 7, '2026-03-01', 1, 2)",
                (guild_id, kind, zone),
            )
        for guild_id in (SCHEDULED_AND_SET, SET):
            await connection.execute(
                'INSERT INTO server_settings VALUES (?, \'{"language": "de"}\')', (guild_id,)
            )
    return file


async def test_the_zone_of_the_first_kind_of_schedule_becomes_the_guilds(tmp_path: Path) -> None:
    store = await Store.open(await make_old_database(tmp_path), random.Random(8))
    try:
        found = {
            guild_id: await store.guild_settings.get(guild_id)
            for guild_id in (SCHEDULED, SCHEDULED_AND_SET, SET, UNKNOWN)
        }
        schedules = await store.schedules.list_for_guild(SCHEDULED_AND_SET)
    finally:
        await store.close()
    assert {guild_id: (one.zone, one.language) for guild_id, one in found.items()} == {
        SCHEDULED: ("Asia/Tokyo", "en-US"),
        SCHEDULED_AND_SET: ("Europe/London", "de"),
        SET: ("UTC", "de"),
        UNKNOWN: ("UTC", "en-US"),
    }
    assert [one.zone for one in schedules] == ["Europe/London", "Europe/London"]
