"""A database of the last version keeps its pack as the default one, with all that refers to it."""

from __future__ import annotations

import random
import sqlite3
from contextlib import closing
from pathlib import Path

from bot.packs.loading import load_packs
from storage.database import Row
from storage.store import Store
from tests.last_version.world import create_database
from tests.world import NOW, TINY_PACK
from tests.worlds.fandoms import write_second_pack

ENTRIES = "SELECT number, owner, id FROM entry WHERE owner <= 0 ORDER BY number"
SHOWN = "SELECT audience_id, number, pass FROM shown ORDER BY audience_id, number"


async def test_the_pack_of_the_last_version_keeps_its_entries_and_numbers(tmp_path: Path) -> None:
    path = tmp_path / "bot.sqlite3"
    create_database(path)
    entries, shown = read(path, ENTRIES), read(path, SHOWN)
    assert entries
    assert shown

    store = await Store.open(path, random.Random(7))
    try:
        assert [one.slug for one in store.canon.list_manifests()] == ["paper-lantern"]
        await load_packs(store, [TINY_PACK, write_second_pack(tmp_path)], lambda: NOW)

        stored = await store.database.fetch(ENTRIES)
        assert [one for one in stored if one[1] == 0] == entries
        assert {owner for _, owner, _ in stored} == {0, -1}
        assert await store.database.fetch(SHOWN) == shown
        assert store.canon.for_guild(None).manifest.slug == "paper-lantern"
    finally:
        await store.close()


async def test_a_pack_that_was_taken_out_is_as_it_was_when_it_is_back(tmp_path: Path) -> None:
    second = write_second_pack(tmp_path)
    store = await Store.open(tmp_path / "bot.sqlite3", random.Random(7))
    try:
        await load_packs(store, [TINY_PACK, second], lambda: NOW)
        await store.canon.choose_pack(7, "night-train", NOW)
        before = await store.database.fetch(ENTRIES)

        await load_packs(store, [TINY_PACK], lambda: NOW)
        assert store.canon.for_guild(7).manifest.slug == "paper-lantern"
        await load_packs(store, [second, TINY_PACK], lambda: NOW)

        assert store.canon.for_guild(7).manifest.slug == "night-train"
        assert store.canon.for_guild(8).manifest.slug == "night-train"
        assert await store.database.fetch(ENTRIES) == before
    finally:
        await store.close()


def read(path: Path, query: str) -> list[Row]:
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute(query).fetchall()
