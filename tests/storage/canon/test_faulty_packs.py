"""A pack that cannot be loaded whole leaves what is stored as it was."""

from __future__ import annotations

from pathlib import Path

import pytest

from seeds.pack import PackError
from storage.errors import IntegrityError
from storage.store import Store
from tests.packs.pack_on_disk import PackOnDisk
from tests.storage.canon.loading import NEW_FACT, TINY, bytes_of, everything, reload, start
from tests.storage.faults import refuse_writes


@pytest.mark.parametrize("fault", ["dangling", "no toml", "no manifest"])
async def test_a_faulty_pack_leaves_the_stored_canon_as_it_was(
    loaded: Store, pack: PackOnDisk, tmp_path: Path, fault: str
) -> None:
    before, files = await everything(loaded), bytes_of(tmp_path)
    pack.change("quote.never-dark", "It was never dark", "It was always bright")
    if fault == "dangling":
        pack.change("event.first-light", "source.lamp-post", "source.gone")
    elif fault == "no toml":
        pack.add("[[")
    else:
        (pack.folder / "pack.toml").unlink()

    with pytest.raises(PackError) as caught:
        await start(loaded, pack)

    assert caught.value.problems
    assert await everything(loaded) == before
    assert bytes_of(tmp_path) == files


async def test_a_mended_pack_loads_after_a_faulty_one(loaded: Store, pack: PackOnDisk) -> None:
    pack.change("event.first-light", "source.lamp-post", "source.gone")
    with pytest.raises(PackError):
        await start(loaded, pack)
    pack.change("event.first-light", "source.gone", "source.lamp-post")
    pack.add(NEW_FACT)

    await start(loaded, pack)

    assert await loaded.canon.for_guild(None).count_by_kind() == {**TINY, "fact": 2}


async def test_a_load_that_is_cut_short_leaves_the_stored_canon_as_it_was(
    loaded: Store, pack: PackOnDisk
) -> None:
    before = await everything(loaded)
    pack.change("quote.never-dark", "It was never dark", "It was always bright")
    await refuse_writes(loaded.database, "UPDATE", "pack")

    with pytest.raises(IntegrityError, match="the disk is full"):
        await reload(loaded, pack)

    assert await everything(loaded) == before
    assert list((await loaded.canon.get_pack_digests()).values()) == [before[0][0][2]]
