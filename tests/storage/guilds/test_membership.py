"""Servers come and go; thirty days after they went, so does what is kept about them."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from datetime import datetime

import pytest

from seeds.schema import Fact
from seeds.trivia_lists.models import TriviaListQuestion
from storage.epoch import from_epoch
from storage.guilds import membership
from storage.guilds.membership import GUILD_TABLES
from storage.guilds.settings import DEFAULT_SETTINGS
from storage.migrate import MIGRATIONS_DIR
from storage.shards import ALL_SHARDS, ShardSet
from storage.store import Store
from storage.trivia.lists import NewList
from tests.databases.traces import (
    find_columns_with,
    leave_traces_in_dm,
    leave_traces_in_guild,
    settle_round,
)

MIA, OLE = 100_000_000_000_000_001, 100_000_000_000_000_002
HERE, THERE, DIRECT = 200_000_000_000_000_000, 300_000_000_000_000_000, 400_000_000_000_000_000


@pytest.fixture
async def busy(store: Store) -> Store:
    """A store with everything about two servers, and something about direct messages."""
    for guild_id in (HERE, THERE):
        await leave_traces_in_guild(store, guild_id, MIA, OLE)
        await store.guild_settings.update(guild_id, entries_a_day=3)
        await store.command_syncs.save_digest(1, guild_id, "digest")
        await store.membership.mark_joined(guild_id)
        question = TriviaListQuestion("Who?", ("Ida",))
        await store.trivia_lists.replace(guild_id, NewList("lamps", "lamps", "", "", [question]))
        async with store.database.transaction() as transaction:
            for statement in OTHERS:
                await transaction.fetch(statement, {"guild": guild_id})
    await leave_traces_in_dm(store, DIRECT, MIA)
    return store


OTHERS = (
    "INSERT INTO ledger (guild_id, kind, day, state, channel_id, claimed_at)"
    " VALUES (:guild, 'anniversaries', '2026-01-01', 'sent', 5, 0)",
    "INSERT INTO announcement (guild_id, entry_id, channel_id, state, due_at)"
    " VALUES (:guild, 'status.own-1', 5, 'sent', 0)",
    "INSERT INTO review_notice (guild_id, told_at, last_number) VALUES (:guild, 0, 1)",
    "INSERT INTO status_card (guild_id, channel_id, look_at) VALUES (:guild, 5, 0)",
    "INSERT INTO publication (message_id, guild_id, channel_id, due_at, give_up_at)"
    " VALUES (:guild + 5, :guild, 5, 0, 0)",
    "INSERT INTO event_calendar (guild_id, is_on, look_at) VALUES (:guild, 1, 0)",
    "INSERT INTO scheduled_event (guild_id, event_key, state, name, starts_at, ends_at, digest,"
    " claimed_at) VALUES (:guild, 'event.lamp@2026-03-01', 'created', 'A lamp', 0, 0, '', 0)",
    "INSERT INTO question_mend (guild_id, question) VALUES (:guild, 'question.lamp')",
    "INSERT INTO shown (audience_id, number, pass) SELECT :guild, number, 1 FROM entry LIMIT 3",
    "INSERT INTO trivia_game (channel_id, game_id, audience_id, state)"
    " VALUES (:guild + 9, 9, :guild, '{}')",
    "INSERT INTO feed (id, address, title, form, interval_s, due_at)"
    " VALUES (1, 'https://lamps.example/', 'Lamps', 'Atom', 1800, 0) ON CONFLICT DO NOTHING",
    "INSERT INTO feed_subscription (guild_id, feed_id) VALUES (:guild, 1)",
    "INSERT INTO feed_find (guild_id, item_key, title_key, feed_id, link, number, found_at,"
    " reported_at, title_words, words) VALUES (:guild, 'a', 'b', 1, '', 1, 0, 0, '', '')",
    "INSERT INTO feed_rule (guild_id, number, kind, value, label, made_at)"
    " VALUES (:guild, 1, 'story', 'a', 'A lamp', 0)",
    "INSERT INTO feed_note (guild_id, noted_at, number) VALUES (:guild, 0, 1)",
    "INSERT INTO guild_pack (guild_id, slug) VALUES (:guild, 'lamps')",
    "INSERT INTO former_pack (guild_id, until_at, slug) VALUES (:guild, 0, 'lamps')",
    "INSERT INTO trivia_past (audience_id, answered, is_right, points) VALUES (:guild, 1, 1, 5)",
)


async def erase(store: Store, guild_id: int, left_before: datetime) -> int:
    """Delete batch by batch; gives how many there were."""
    batches = 1
    while await store.membership.erase_batch(guild_id, left_before):
        batches += 1
    return batches


def whose(columns: set[str]) -> Iterator[str]:
    """The columns by which a row belongs to a server."""
    yield from columns & {"guild_id", "audience_id", "owner"}


async def test_every_table_that_knows_servers_is_handled_by_its_primary_key(store: Store) -> None:
    tables = await store.database.list_tables()
    # A pack belongs to no server: its `owner` is the one that its entries name.
    knowing = {
        (name, column)
        for name, table in tables.items()
        if name != "pack"
        for column in whose(set(table.columns))
    }
    assert {(held.name, held.id_column) for held in GUILD_TABLES} == knowing, (
        "a table is forgotten here"
    )
    for held in GUILD_TABLES:
        assert tuple(held.primary_key.split(", ")) == tables[held.name].primary_key, held.name
    assert GUILD_TABLES[-1].name == "server", "the clock runs until everything else is gone"


async def test_after_its_time_nothing_of_a_server_is_left_and_nothing_else_is_lost(
    busy: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(membership, "BATCH_SIZE", 3)
    full = {place.partition(".")[0] for place in await find_columns_with(busy, HERE)}
    assert full == {held.name for held in GUILD_TABLES}, "these tests leave no trace there"
    elsewhere = await find_columns_with(busy, THERE), await find_columns_with(busy, DIRECT)
    await busy.membership.mark_left(HERE, from_epoch(1_000))
    assert await erase(busy, HERE, from_epoch(1_000)) > 5
    assert await find_columns_with(busy, HERE) == set()
    assert (
        await find_columns_with(busy, THERE),
        await find_columns_with(busy, DIRECT),
    ) == elsewhere
    text = await busy.database.fetch("SELECT rowid FROM entry_text")
    assert set(text) <= set(await busy.database.fetch("SELECT number FROM entry"))


async def test_what_is_in_memory_goes_too(busy: Store) -> None:
    assert (await busy.guild_settings.get(HERE)).entries_a_day == 3
    assert "fact.own-900" in {one.id for one in await busy.canon.for_guild(HERE).list_all(Fact)}
    await busy.membership.mark_left(HERE, from_epoch(1_000))
    await erase(busy, HERE, from_epoch(1_000))
    assert await busy.guild_settings.get(HERE) == DEFAULT_SETTINGS
    assert "fact.own-900" not in {one.id for one in await busy.canon.for_guild(HERE).list_all(Fact)}


async def test_a_server_that_comes_back_keeps_what_it_has(busy: Store) -> None:
    await busy.membership.mark_left(HERE, from_epoch(1_000))
    await busy.membership.mark_joined(HERE)
    before = await find_columns_with(busy, HERE)
    assert await busy.membership.list_left_before(from_epoch(9_999), ALL_SHARDS) == []
    assert not await busy.membership.erase_batch(HERE, from_epoch(9_999))
    assert await find_columns_with(busy, HERE) == before


async def test_one_that_comes_back_between_two_batches_keeps_the_rest(
    busy: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(membership, "BATCH_SIZE", 3)
    await busy.membership.mark_left(HERE, from_epoch(1_000))
    assert await busy.membership.erase_batch(HERE, from_epoch(1_000))
    await busy.membership.mark_joined(HERE)
    assert not await busy.membership.erase_batch(HERE, from_epoch(1_000))
    assert "server_settings.guild_id" in await find_columns_with(busy, HERE)


async def test_the_clock_starts_anew_each_time_a_server_is_left(store: Store) -> None:
    await store.membership.mark_left(HERE, from_epoch(1_000))
    await store.membership.mark_joined(HERE)
    await store.membership.mark_left(HERE, from_epoch(2_000))
    assert await store.membership.list_left_before(from_epoch(1_999), ALL_SHARDS) == []
    assert await store.membership.list_left_before(from_epoch(2_000), ALL_SHARDS) == [HERE]


async def test_what_happened_while_nobody_looked_is_noticed_once(store: Store) -> None:
    compare = store.membership.reconcile
    await compare([HERE, THERE], ALL_SHARDS, from_epoch(1_000))
    await compare([THERE], ALL_SHARDS, from_epoch(2_000))
    await compare([THERE], ALL_SHARDS, from_epoch(3_000))
    assert await store.membership.list_left_before(from_epoch(2_000), ALL_SHARDS) == [HERE]
    await compare([HERE, THERE], ALL_SHARDS, from_epoch(4_000))
    assert await store.membership.list_left_before(from_epoch(9_999), ALL_SHARDS) == []


async def test_servers_of_other_processes_are_left_to_them(store: Store) -> None:
    shard = (HERE >> 22) % 2
    own, others = ShardSet(frozenset({shard}), 2), ShardSet(frozenset({1 - shard}), 2)
    await store.membership.mark_joined(HERE)
    await store.membership.reconcile([], others, from_epoch(1_000))
    assert await store.membership.list_left_before(from_epoch(9_999), own) == []
    await store.membership.reconcile([], own, from_epoch(2_000))
    assert await store.membership.list_left_before(from_epoch(9_999), others) == []
    assert await store.membership.list_left_before(from_epoch(9_999), own) == [HERE]


async def test_an_older_database_knows_its_servers_after_the_upgrade(store: Store) -> None:
    await settle_round(store, HERE, {MIA: 5}, game_id=1)
    await settle_round(store, DIRECT, {MIA: 5}, game_id=2, channel_id=DIRECT)
    statements = (MIGRATIONS_DIR / "0005_privacy.sql").read_text("utf-8").split(";")
    [seed] = [one for one in statements if "INSERT INTO server" in one]
    async with store.database.transaction() as transaction:
        await transaction.fetch(seed)
    assert await store.database.fetch("SELECT guild_id, left_at FROM server") == [(HERE, None)]


async def test_commands_are_quick_while_a_busy_server_is_erased(store: Store) -> None:
    async with store.database.transaction() as transaction:
        await transaction.execute_many(
            "INSERT INTO trivia_asked (audience_id, question, times) VALUES (?, ?, 1)",
            [(HERE, f"question.{number}") for number in range(20_000)],
        )
    await store.membership.mark_left(HERE, from_epoch(0))
    waits: list[float] = []

    async def answer() -> None:
        loop = asyncio.get_running_loop()
        while True:
            began = loop.time()
            await store.database.write(
                "INSERT INTO trivia_play (question, answered, is_right) VALUES ('q', 1, 1)"
                " ON CONFLICT (question) DO UPDATE SET answered = trivia_play.answered + 1"
            )
            waits.append(loop.time() - began)

    answering = asyncio.create_task(answer())
    assert await erase(store, HERE, from_epoch(0)) == 81
    answering.cancel()
    assert len(waits) > 40, "writers take turns"
    assert max(waits) < 1
