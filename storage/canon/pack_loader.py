"""Stores a pack, writing only the entries that differ from the stored ones."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from seeds.pack import Pack
from storage.canon.rows import (
    PACK_GUILD_ID,
    EntryRow,
    NameLookup,
    build_row,
    insert_entries,
    update_entries,
)
from storage.database import Database, Transaction
from storage.epoch import to_epoch

_SELECT_STORED = "SELECT id, number, digest, retired_at FROM entry WHERE owner = ?"


@dataclass(frozen=True, slots=True)
class LoadReport:
    """The numbers of entries that loading a pack changed."""

    added: int = 0
    changed: int = 0
    retired: int = 0
    restored: int = 0


async def load_pack_into(database: Database, pack: Pack, digest: str, now: datetime) -> LoadReport:
    """Store `pack` in one transaction at the aware instant `now`.

    Changed entries are updated in place, missing ones retired, returned ones restored; entries of
    guilds are kept. `digest` is stored so that the next start can skip an unchanged pack; a pack
    with the digest of the stored one is not loaded again.
    """
    names = NameLookup.from_manifest(pack.manifest)
    wanted = [build_row(entry, names) for entry in pack.entries.values()]
    # Several processes that start together load the pack one after another, the first in full.
    async with database.transaction(alone=True) as transaction:
        if await transaction.fetch("SELECT 1 FROM pack WHERE digest = ?", (digest,)):
            return LoadReport()
        report = await _sync_entries(transaction, wanted, to_epoch(now))
        await transaction.fetch(
            "INSERT INTO pack (id, digest, manifest, loaded_at) VALUES (1, ?, ?, ?)"
            " ON CONFLICT (id) DO UPDATE SET digest = excluded.digest,"
            " manifest = excluded.manifest, loaded_at = excluded.loaded_at",
            (digest, pack.manifest.model_dump_json(), to_epoch(now)),
        )
        transaction.touch_all_guilds()
    return report


async def _sync_entries(
    transaction: Transaction, wanted: Sequence[EntryRow], now: int
) -> LoadReport:
    stored = {row[0]: row for row in await transaction.fetch(_SELECT_STORED, (PACK_GUILD_ID,))}
    added = [row for row in wanted if row.id not in stored]
    changed = [
        (int(stored[row.id][1]), row)
        for row in wanted
        if row.id in stored and row.digest != stored[row.id][2]
    ]
    kept = {row.id for row in wanted}
    retired = [row[1] for name, row in stored.items() if name not in kept and row[3] is None]
    restored = [
        stored[row.id][1] for row in wanted if row.id in stored and stored[row.id][3] is not None
    ]
    await insert_entries(transaction, PACK_GUILD_ID, added, now)
    await update_entries(transaction, changed, now)
    await transaction.execute_many(
        "UPDATE entry SET retired_at = ? WHERE number = ?", [(now, number) for number in retired]
    )
    await transaction.execute_many(
        "UPDATE entry SET retired_at = NULL WHERE number = ?", [(number,) for number in restored]
    )
    return LoadReport(len(added), len(changed), len(retired), len(restored))
