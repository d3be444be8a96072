"""Several packs are loaded together; two that cannot be told apart are refused."""

from __future__ import annotations

import random
import shutil
from collections.abc import AsyncGenerator
from pathlib import Path

import pytest

from bot.packs.loading import load_packs, reload_packs
from bot.packs.new_pack import write_new_pack
from seeds.pack import PackError
from storage.database import Row
from storage.store import Store
from tests.world import NOW, TINY_PACK


@pytest.fixture
async def store(tmp_path: Path) -> AsyncGenerator[Store]:
    """A store without a pack."""
    opened = await Store.open(tmp_path / "bot.sqlite3", random.Random(7))
    yield opened
    await opened.close()


async def test_two_packs_with_one_slug_are_refused_with_both_names(
    store: Store, tmp_path: Path
) -> None:
    copy = Path(shutil.copytree(TINY_PACK, tmp_path / "copy"))

    with pytest.raises(PackError) as refused:
        await load_packs(store, [TINY_PACK, copy], lambda: NOW)

    [problem] = refused.value.problems
    assert str(problem) == (
        f"pack.toml: has the slug paper-lantern, as has {TINY_PACK}: give one of the two another"
    )
    assert refused.value.path == copy
    assert store.canon.list_manifests() == []


async def test_one_pack_with_faults_keeps_all_as_they_were(store: Store, tmp_path: Path) -> None:
    second = write_new_pack("Night Train", tmp_path)
    await load_packs(store, [TINY_PACK, second], lambda: NOW)
    before = await list_rows(store)
    (second / "entries.toml").write_text("[[fact]]\n")

    with pytest.raises(PackError):
        await load_packs(store, [second, TINY_PACK], lambda: NOW)

    assert await list_rows(store) == before


async def test_packs_may_share_ids_of_entries(store: Store, tmp_path: Path) -> None:
    """Each author names entries on their own."""
    packs = [write_new_pack(name, tmp_path) for name in ("Night Train", "Day Train")]

    await load_packs(store, packs, lambda: NOW)
    await store.canon.choose_pack(7, "day-train", NOW)

    for guild_id, work in ((7, "Day Train"), (8, "Night Train")):
        canon = store.canon.for_guild(guild_id)
        assert canon.manifest.work == work
        assert sum((await canon.count_by_kind()).values()) == 6
        assert len(await canon.get_sources(["source.interview"])) == 1


async def test_a_guild_that_chose_a_pack_shares_its_canon_with_others(
    store: Store, tmp_path: Path
) -> None:
    """What is made of a pack, such as its questions, is in memory once for all of them."""
    second = write_new_pack("Night Train", tmp_path)
    await load_packs(store, [TINY_PACK, second], lambda: NOW)

    for guild_id in (7, 8):
        await store.canon.choose_pack(guild_id, "night-train", NOW)

    assert store.canon.for_guild(7) is store.canon.for_guild(8) is not store.canon.for_guild(9)


async def test_a_reload_leaves_what_is_made_of_other_packs(store: Store, tmp_path: Path) -> None:
    second = write_new_pack("Night Train", tmp_path)
    await load_packs(store, [TINY_PACK, second], lambda: NOW)
    await store.canon.choose_pack(7, "night-train", NOW)
    for guild_id in (7, 8):
        store.canon.invalidate(guild_id)  # as a guild with entries of its own
    before = [store.canon.for_guild(guild_id) for guild_id in (7, 8)]
    entries = second / "entries.toml"
    entries.write_text(entries.read_text("utf-8").replace("one night", "two nights"), "utf-8")

    assert await reload_packs(store, [TINY_PACK, second], lambda: NOW) == (
        "Reloaded Night Train fans: 1 changed."
    )

    after = [store.canon.for_guild(guild_id) for guild_id in (7, 8)]
    assert after[0] is not before[0]
    assert after[1] is before[1]


async def list_rows(store: Store) -> list[Row]:
    return await store.database.fetch("SELECT slug, digest, load_order FROM pack ORDER BY slug")
