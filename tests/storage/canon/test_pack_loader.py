"""Loading a pack stores exactly its entries, and writes only those that differ."""

from __future__ import annotations

import random
from datetime import UTC, datetime
from pathlib import Path

from seeds.loader import load_pack
from seeds.schema import ENTRY_TYPES, Quote, Source
from storage.canon.pack_loader import LoadReport
from storage.engines.location import DatabaseLocation
from storage.store import Store
from tests.packs.pack_on_disk import PackOnDisk
from tests.storage.canon.loading import (
    LATER,
    NEW_FACT,
    TINY,
    bytes_of,
    everything,
    found,
    reload,
    start,
)
from tests.storage.engines.marks import sqlite_only
from tests.world import NOW


async def test_a_first_load_stores_every_entry_as_it_is(loaded: Store, pack: PackOnDisk) -> None:
    entries = load_pack(pack.folder).entries

    assert await loaded.canon.for_guild(None).count_by_kind() == TINY
    for kind, model in ENTRY_TYPES.items():
        of_kind = {name: entry for name, entry in entries.items() if entry.kind == kind}
        stored = await loaded.canon.for_guild(None).get_many(of_kind, model)
        assert stored == list(of_kind.values())
    assert loaded.canon.for_guild(None).manifest == load_pack(pack.folder).manifest


@sqlite_only
async def test_an_unchanged_pack_writes_nothing(
    loaded: Store, pack: PackOnDisk, tmp_path: Path
) -> None:
    async with loaded.database.transaction() as transaction:
        [(before,)] = await transaction.fetch("SELECT total_changes()")
    files = bytes_of(tmp_path)
    assert files

    for path in pack.folder.iterdir():
        path.touch()
    await start(loaded, pack)

    assert bytes_of(tmp_path) == files
    async with loaded.database.transaction() as transaction:
        assert await transaction.fetch("SELECT total_changes()") == [(before,)]


async def test_a_restart_on_an_unchanged_pack_leaves_the_file_as_it_is(
    pack: PackOnDisk, tmp_path: Path
) -> None:
    after_each_run: list[dict[str, bytes]] = []
    for _ in range(3):
        store = await Store.open(tmp_path / "store.sqlite3", random.Random(7))
        await start(store, pack)
        await store.close()
        after_each_run.append(bytes_of(tmp_path))

    assert after_each_run[0] == after_each_run[1] == after_each_run[2]


async def test_a_comment_in_the_pack_touches_no_entry(loaded: Store, pack: PackOnDisk) -> None:
    before = await everything(loaded)
    pack.add("# A remark of the author.")

    report = await reload(loaded, pack)

    after = await everything(loaded)
    assert report == LoadReport()
    assert report == LoadReport()
    assert after[1:] == before[1:]
    assert after[0] != before[0]


async def test_a_changed_entry_is_updated_in_place_and_found_by_its_new_words(
    loaded: Store, pack: PackOnDisk
) -> None:
    [(number,)] = await loaded.database.fetch(
        "SELECT number FROM entry WHERE id = 'quote.never-dark'"
    )
    pack.change("quote.never-dark", "It was never dark", "It was always bright")

    report = await reload(loaded, pack)

    assert report == LoadReport(changed=1)
    assert await found(loaded, "always bright") == "quote.never-dark"
    assert await found(loaded, "never dark") is None
    [quote] = await loaded.canon.for_guild(None).get_many(["quote.never-dark"], Quote)
    assert quote.words == "It was always bright on that set."
    assert await loaded.database.fetch(
        "SELECT number FROM entry WHERE id = 'quote.never-dark'"
    ) == [(number,)]


async def test_changed_dates_speakers_and_topics_are_filed_anew(
    loaded: Store, pack: PackOnDisk
) -> None:
    pack.change("event.first-light", "2019-10-01", "2018-10-01")
    pack.change("event.first-light", '["cast"]', '["season-two", "cast"]')
    pack.change("quote.never-dark", "per-lund", "ida-holm")

    assert await reload(loaded, pack) == LoadReport(changed=2)

    assert await loaded.timeline.list_years(1) == [2020, 2018]
    assert await loaded.timeline.list_topics(1, 2018) == ["cast", "season-two"]
    assert await loaded.rotation.list_speakers(1) == ["ida-holm"]


async def test_a_new_entry_is_added(loaded: Store, pack: PackOnDisk) -> None:
    pack.add(NEW_FACT)

    assert await reload(loaded, pack) == LoadReport(added=1)

    assert await loaded.canon.for_guild(None).count_by_kind() == {**TINY, "fact": 2}
    assert await found(loaded, "four episodes") == "fact.four-episodes"


async def test_a_vanished_entry_is_retired_and_not_deleted(loaded: Store, pack: PackOnDisk) -> None:
    pack.remove("quote.never-dark")

    assert await reload(loaded, pack) == LoadReport(retired=1)

    assert await loaded.canon.for_guild(None).count_by_kind() == {**TINY, "quote": 1}
    assert await loaded.canon.for_guild(None).get_many(["quote.never-dark"], Quote) == []
    assert await loaded.rotation.list_speakers(1) == ["ida-holm"]
    assert await found(loaded, "never dark") is None
    assert await loaded.database.fetch(
        "SELECT retired_at FROM entry WHERE id = 'quote.never-dark'"
    ) == [(int(LATER.timestamp()),)]


async def test_a_retired_entry_comes_back_as_it_is_now(loaded: Store, pack: PackOnDisk) -> None:
    entries = (pack.folder / "entries.toml").read_text("utf-8")
    pack.remove("quote.never-dark")
    await reload(loaded, pack)
    (pack.folder / "entries.toml").write_text(entries, "utf-8")
    pack.change("quote.never-dark", "on that set", "on the set")

    assert await reload(loaded, pack) == LoadReport(changed=1, restored=1)

    assert await loaded.canon.for_guild(None).count_by_kind() == TINY
    assert await found(loaded, "the set") == "quote.never-dark"


async def test_who_was_shown_an_entry_is_remembered_while_it_is_retired(
    loaded: Store, pack: PackOnDisk
) -> None:
    entries = (pack.folder / "entries.toml").read_text("utf-8")
    assert await loaded.rotation.pick(Quote, 1, speaker="per-lund")
    pack.remove("quote.never-dark")
    await reload(loaded, pack)
    (pack.folder / "entries.toml").write_text(entries, "utf-8")
    await reload(loaded, pack)

    picked = await loaded.rotation.pick(Quote, 1)

    assert picked is not None
    assert picked.id == "quote.more-to-tell"


async def test_another_name_in_the_manifest_is_found_by_search(
    loaded: Store, pack: PackOnDisk
) -> None:
    pack.change("per-lund", '"Per Lund"', '"Pär Lundqvist"', file="pack.toml")

    assert await reload(loaded, pack) == LoadReport(changed=1)

    assert await found(loaded, "lundqvist") == "quote.never-dark"
    assert loaded.canon.for_guild(None).manifest.people[1].name == "Pär Lundqvist"


async def test_what_was_read_before_is_read_anew_after_loading(
    loaded: Store, pack: PackOnDisk
) -> None:
    [before] = await loaded.canon.for_guild(None).get_sources(["source.lamp-post"])
    statuses = await loaded.canon.for_guild(None).list_statuses()
    pack.change("source.lamp-post", '"The Lamp Post"', '"The Lamp Daily"')
    pack.change("status.writing", '"writing"', '"greenlit"')

    await reload(loaded, pack)

    [after] = await loaded.canon.for_guild(None).get_sources(["source.lamp-post"])
    assert (before.publisher, after.publisher) == ("The Lamp Post", "The Lamp Daily")
    assert [one.stage for one in statuses] == ["writing", "rumoured"]
    assert [one.stage for one in await loaded.canon.for_guild(None).list_statuses()] == [
        "greenlit",
        "rumoured",
    ]


async def test_sources_come_in_the_order_asked_for_and_strangers_not_at_all(
    loaded: Store,
) -> None:
    asked = ["source.lamp-letter", "source.gone", "source.lamp-post", "source.lamp-letter"]
    expected = ["source.lamp-letter", "source.lamp-post"]

    assert [one.id for one in await loaded.canon.for_guild(None).get_sources(asked)] == expected
    assert [
        one.id for one in await loaded.canon.for_guild(None).get_many(asked, Source)
    ] == expected
    cited = await loaded.canon.for_guild(None).get_cited_sources("quote.more-to-tell")
    assert [one.id for one in cited] == ["source.lamp-post", "source.lamp-letter"]
    assert await loaded.canon.for_guild(None).get_cited_sources("quote.gone") == []


async def test_an_empty_database_has_no_digest(location: DatabaseLocation) -> None:
    store = await Store.open(location, random.Random(7))
    assert await store.canon.get_pack_digests() == {}
    assert await store.canon.for_guild(None).count_by_kind() == dict.fromkeys(ENTRY_TYPES, 0)
    await store.close()


async def test_the_moment_of_loading_is_kept_in_utc_seconds(loaded: Store) -> None:
    assert await loaded.database.fetch("SELECT loaded_at FROM pack") == [
        (int(datetime(2026, 1, 1, tzinfo=UTC).timestamp()),)
    ]


async def test_a_changed_entry_gets_a_new_revision(loaded: Store, pack: PackOnDisk) -> None:
    pack.change("event.first-light", "is first shown", "is shown for the first time")
    await reload(loaded, pack)

    revisions = await loaded.canon.for_guild(7).get_dated_revisions()

    assert revisions.pop("event.first-light") == (1, LATER)
    assert set(revisions.values()) == {(0, NOW)}
