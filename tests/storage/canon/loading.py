"""Loads packs into a store as a start of the bot does."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from bot.packs.loading import load_packs
from seeds.loader import compute_pack_digest, load_pack
from seeds.schema import Fact, Quote
from storage.canon.pack_loader import LoadReport
from storage.store import Store
from tests.packs.pack_on_disk import PackOnDisk
from tests.world import NOW

TINY = {"source": 2, "event": 2, "fact": 1, "quote": 2, "status": 2, "question": 1}
LATER = NOW + timedelta(days=1)
NEW_FACT = """
[[fact]]
id = "fact.four-episodes"
text = "Four episodes of the second season are written."
topics = ["season-two"]
sources = ["source.lamp-letter"]
"""


async def start(store: Store, pack: PackOnDisk) -> None:
    """Load the pack as a start of the bot does."""
    await load_packs(store, [pack.folder], lambda: NOW)


async def reload(store: Store, pack: PackOnDisk) -> LoadReport:
    return await store.canon.load_pack(
        load_pack(pack.folder), compute_pack_digest(pack.folder), LATER
    )


async def everything(store: Store) -> list[list[tuple[object, ...]]]:
    """Return all rows of all tables of the canon."""
    rows: list[list[tuple[object, ...]]] = []
    tables = await store.database.list_tables()
    for name in ("pack", "entry", "entry_topic", "entry_text"):
        columns = ", ".join(tables[name].columns)
        rows.append(await store.database.fetch(f"SELECT {columns} FROM {name} ORDER BY {columns}"))
    return rows


async def found(store: Store, about: str) -> str | None:
    """Return the id of a quote or fact that a search finds."""
    picked = await store.rotation.pick(Quote, 1, search_text=about) or await store.rotation.pick(
        Fact, 1, search_text=about
    )
    return picked.id if picked else None


def bytes_of(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.glob("store.sqlite3*")}
