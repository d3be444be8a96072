"""Stores packs, writing only the entries that differ from the stored ones."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from seeds.pack import Pack
from storage.canon.rows import (
    DEFAULT_PACK_OWNER,
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

    @property
    def counts(self) -> tuple[int, int, int, int]:
        """The four numbers in their order."""
        return self.added, self.changed, self.retired, self.restored


class PackLoad(NamedTuple):
    """A pack to load; `pack` is None when the stored one with its slug has the same digest."""

    slug: str
    digest: str
    pack: Pack | None


async def load_packs_into(
    database: Database, loads: Sequence[PackLoad], now: datetime, *, is_reload: bool = False
) -> dict[str, LoadReport]:
    """Store packs in one transaction at the aware instant `now`; return what changed by slug.

    Changed entries are updated in place, missing ones retired, returned ones restored; entries of
    guilds are kept. Digests are stored so that the next start can skip unchanged packs; a pack with
    the digest of the stored one is not loaded again. The packs of the bot are `loads` from then on,
    the default one first; with `is_reload` they stay those that they are.
    """
    # Comparing thousands of entries would block the event loop, which runs when packs are reloaded.
    rows = {
        load.slug: await asyncio.to_thread(_build_rows, load.pack)
        for load in loads
        if load.pack is not None
    }
    reports: dict[str, LoadReport] = {}
    # Several processes that start together load the packs one after another, the first in full.
    async with database.transaction(alone=True) as transaction:
        if not is_reload:
            await transaction.fetch("UPDATE pack SET load_order = NULL")
        for order, load in enumerate(loads):
            reports[load.slug] = await _load_pack(transaction, load, rows.get(load.slug, []), now)
            if not is_reload:
                await transaction.fetch(
                    "UPDATE pack SET load_order = ? WHERE slug = ?", (order, load.slug)
                )
    return reports


def _build_rows(pack: Pack) -> list[EntryRow]:
    names = NameLookup.from_manifest(pack.manifest)
    return [build_row(entry, names) for entry in pack.entries.values()]


async def _load_pack(
    transaction: Transaction, load: PackLoad, wanted: Sequence[EntryRow], now: datetime
) -> LoadReport:
    stored = await transaction.fetch("SELECT owner, digest FROM pack WHERE slug = ?", (load.slug,))
    if load.pack is None or (stored and stored[0][1] == load.digest):
        return LoadReport()
    owner = stored[0][0] if stored else await _find_free_owner(transaction)
    report = await _sync_entries(transaction, owner, wanted, to_epoch(now))
    await transaction.fetch(
        "INSERT INTO pack (slug, owner, digest, manifest, loaded_at) VALUES (?, ?, ?, ?, ?)"
        " ON CONFLICT (slug) DO UPDATE SET digest = excluded.digest,"
        " manifest = excluded.manifest, loaded_at = excluded.loaded_at",
        (load.slug, owner, load.digest, load.pack.manifest.model_dump_json(), to_epoch(now)),
    )
    transaction.invalidate_all_guilds()
    return report


async def _find_free_owner(transaction: Transaction) -> int:
    """Return the owner of the entries of a new pack: 0 for the first, -1 for the next."""
    [(lowest,)] = await transaction.fetch("SELECT min(owner) FROM pack")
    return DEFAULT_PACK_OWNER if lowest is None else lowest - 1


async def _sync_entries(
    transaction: Transaction, owner: int, wanted: Sequence[EntryRow], now: int
) -> LoadReport:
    stored = {row[0]: row for row in await transaction.fetch(_SELECT_STORED, (owner,))}
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
    await insert_entries(transaction, owner, added, now)
    await update_entries(transaction, changed, now)
    await transaction.execute_many(
        "UPDATE entry SET retired_at = ? WHERE number = ?", [(now, number) for number in retired]
    )
    await transaction.execute_many(
        "UPDATE entry SET retired_at = NULL WHERE number = ?", [(number,) for number in restored]
    )
    return LoadReport(len(added), len(changed), len(retired), len(restored))
