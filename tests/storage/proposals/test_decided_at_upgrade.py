"""A time of decision that was once stored as text is read as the instant that it names."""

from __future__ import annotations

import random
import shutil
from datetime import UTC, datetime
from pathlib import Path

import aiosqlite

from storage.migrate import MIGRATIONS_DIR, migrate
from storage.store import Store

GUILD_ID = 100
STORED = {1: "2026-11-28 15:00:00.250000+00:00", 2: 1_700_000_000, 3: None}


async def test_text_becomes_the_instant_and_numbers_stay(tmp_path: Path) -> None:
    before = tmp_path / "migrations"
    before.mkdir()
    for path in sorted(MIGRATIONS_DIR.glob("00*.sql")):
        if path.stem < "0014":
            shutil.copy(path, before)
    file = tmp_path / "old.sqlite3"
    async with aiosqlite.connect(file, isolation_level=None) as connection:
        await migrate(connection, before)
        for number, decided_at in STORED.items():
            await connection.execute(
                "INSERT INTO proposal (guild_id, number, kind, state, author_id, body, made_at,"
                " decided_at) VALUES (?, ?, 'quote', 'withdrawn', 1, '{}', 1, ?)",
                (GUILD_ID, number, decided_at),
            )
    store = await Store.open(file, random.Random(8))
    try:
        found = [await store.proposals.get(GUILD_ID, number) for number in STORED]
    finally:
        await store.close()
    assert [one.decided_at for one in found if one] == [
        datetime(2026, 11, 28, 15, tzinfo=UTC),
        datetime.fromtimestamp(1_700_000_000, UTC),
        None,
    ]
