"""Proposals from before the column know whose words they hold."""

from __future__ import annotations

import random
import shutil
from pathlib import Path

import aiosqlite

from storage.migrate import MIGRATIONS_DIR, migrate
from storage.privacy.member_data import MemberDataScope
from storage.privacy.member_records import RecordKind
from storage.store import Store
from tests.databases.traces import GUILD_ID, MIA, OLE, quote_draft

BODIES = {
    1: ("quote", quote_draft(MIA, "Mia Moss", "Lamps hum.").model_dump_json()),
    2: ("quote", "{}"),
    3: ("quote", "no JSON"),
    4: ("fact", f'{{"text": "{MIA}"}}'),
}


async def test_the_columns_are_filled_from_the_bodies(tmp_path: Path) -> None:
    before = tmp_path / "migrations"
    before.mkdir()
    for path in sorted(MIGRATIONS_DIR.glob("000[1-8]_*.sql")):
        shutil.copy(path, before)
    file = tmp_path / "old.sqlite3"
    async with aiosqlite.connect(file, isolation_level=None) as connection:
        await migrate(connection, before)
        for number, (kind, body) in BODIES.items():
            await connection.execute(
                "INSERT INTO proposal (guild_id, number, kind, state, author_id, body, made_at)"
                " VALUES (?, ?, ?, 'waiting', ?, ?, 1)",
                (GUILD_ID, number, kind, OLE, body),
            )
    store = await Store.open(file, random.Random(8))
    try:
        rows = await store.database.fetch(
            "SELECT number, quoted_slug, quoted_member_id FROM proposal ORDER BY number"
        )
        held = await store.member_data.get_counts(MemberDataScope(MIA, GUILD_ID))
    finally:
        await store.close()
    assert rows == [(1, "mia-moss", MIA), (2, None, None), (3, None, None), (4, None, None)]
    assert dict(held.counts) == {RecordKind.QUOTES: 1}
