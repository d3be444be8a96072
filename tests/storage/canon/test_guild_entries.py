"""Entries of a guild are stored with an audit log, and no other guild can change them."""

from __future__ import annotations

import asyncio

import pytest

from seeds.dates import PartialDate
from seeds.schema import AnyEntry, Fact, Origin, Source
from storage.canon.audit_log import AuditAction, AuditEvent, record_change
from storage.canon.guild_entries import GuildPerson, NewEntries, add_entries, reserve_numbers
from storage.errors import IntegrityError
from storage.store import Store
from tests.drivers.canon import add_guild_entries, at_second, change_at, list_active_entries

HERE, THERE = 100, 200
ANN, BO = 1, 2


def source(number: int) -> Source:
    return Source(
        id=f"source.own-{number}",
        origin=Origin.GUILD,
        publisher="The Lamp Post",
        title="Lamps",
        published=PartialDate(2025),
    )


def fact(number: int, text: str = "The harbour lantern is made of rice paper.") -> Fact:
    return Fact(
        id=f"fact.own-{number}",
        origin=Origin.GUILD,
        sources=(f"source.own-{number}",),
        text=text,
        topics=("cast",),
    )


async def add(store: Store, guild_id: int, *entries: AnyEntry, by: int = ANN) -> None:
    await add_guild_entries(store, change_at(10, guild_id, by, "by hand"), NewEntries(entries))


async def found(store: Store, guild_id: int, words: str) -> str | None:
    picked = await store.rotation.pick(Fact, guild_id, search_text=words)
    return picked.text if picked else None


async def test_what_was_added_counts_at_once_and_only_there(store: Store) -> None:
    before = store.canon.for_guild(HERE)
    await add(store, HERE, source(1), fact(1))
    assert store.canon.for_guild(HERE) is not before
    assert await store.canon.for_guild(HERE).get_many(["fact.own-1"], Fact) == [fact(1)]
    assert await store.canon.for_guild(THERE).get_many(["fact.own-1"], Fact) == []
    assert await list_active_entries(store, HERE) == [source(1), fact(1)]
    assert await list_active_entries(store, THERE) == []


async def test_two_servers_may_use_the_same_number(store: Store) -> None:
    await add(store, HERE, source(1), fact(1, "Here it is paper."))
    await add(store, THERE, source(1), fact(1, "There it is silk."))
    [here] = await store.canon.for_guild(HERE).get_many(["fact.own-1"], Fact)
    assert here.text == "Here it is paper."
    await store.guild_entries.retract(change_at(11, HERE, ANN), ["fact.own-1"])
    [there] = await store.canon.for_guild(THERE).get_many(["fact.own-1"], Fact)
    assert there.text == "There it is silk."


async def test_a_taken_id_stores_nothing_of_what_came_with_it(store: Store) -> None:
    await add(store, HERE, source(1))
    addition = NewEntries([fact(2), source(1)], [GuildPerson("bo", "Bo", BO)])
    with pytest.raises(IntegrityError):
        await add_guild_entries(store, change_at(11, HERE, ANN), addition)
    assert await list_active_entries(store, HERE) == [source(1)]
    assert await store.guild_entries.list_people(HERE) == []
    assert await store.guild_entries.count_events(HERE) == 1


async def test_nobody_gets_a_number_twice_however_many_ask_at_once(store: Store) -> None:
    async def take(guild_id: int, count: int) -> int:
        async with store.database.transaction() as transaction:
            return await reserve_numbers(transaction, guild_id, count)

    first = await asyncio.gather(*(take(HERE, 2) for _ in range(5)), take(THERE, 1))
    assert sorted(first[:5]) == [1, 3, 5, 7, 9]
    assert first[5] == 1
    assert await take(HERE, 1) == 11


async def test_a_revised_entry_is_found_by_its_new_words_and_keeps_its_old_ones(
    store: Store,
) -> None:
    await add(store, HERE, source(1), fact(1))
    assert await store.guild_entries.revise(
        change_at(20, HERE, BO), [fact(1)], NewEntries([fact(1, "It is made of silk.")])
    )
    assert await found(store, HERE, "silk") == "It is made of silk."
    assert await found(store, HERE, "rice paper") is None
    added, edited = await store.guild_entries.list_history(HERE, "fact.own-1")
    assert added == AuditEvent(
        "fact.own-1", AuditAction.ADDED, ANN, at_second(10), "by hand", number=2
    )
    assert (edited.action, edited.actor_id, edited.created_at) == (
        AuditAction.EDITED,
        BO,
        at_second(20),
    )
    assert Fact.model_validate_json(edited.old_body) == fact(1)


async def test_another_servers_entries_cannot_be_touched_by_their_ids(store: Store) -> None:
    await add(store, HERE, source(1), fact(1))
    own = store.guild_entries
    assert not await own.revise(
        change_at(20, THERE, BO), [fact(1)], NewEntries([fact(1, "Vandalised.")])
    )
    assert await own.retract(change_at(20, THERE, BO), ["fact.own-1", "fact.ida-plays-vera"]) == []
    assert await store.proposal_reopening.restore(change_at(20, THERE, BO), 1, ["fact.own-1"]) == []
    assert await own.get(THERE, "fact.own-1") is None
    assert await own.list_history(THERE, "fact.own-1") == []
    assert await store.canon.for_guild(HERE).get_many(["fact.own-1"], Fact) == [fact(1)]


async def test_the_packs_own_entries_can_be_neither_revised_nor_retracted(store: Store) -> None:
    theirs = fact(1).model_copy(update={"id": "fact.ida-plays-vera"})
    assert not await store.guild_entries.revise(
        change_at(20, HERE, BO), [theirs], NewEntries([theirs])
    )
    assert await store.guild_entries.retract(change_at(20, HERE, BO), ["fact.ida-plays-vera"]) == []
    assert await found(store, HERE, "lamp maker") == "Ida Holm plays the lamp maker Vera."


async def test_retracting_is_done_once_and_can_be_undone(store: Store) -> None:
    await add(store, HERE, source(1), fact(1))
    own = store.guild_entries
    gone = await asyncio.gather(
        own.retract(change_at(20, HERE, ANN, "It was silk."), ["fact.own-1"]),
        own.retract(change_at(21, HERE, BO, "It was wool."), ["fact.own-1"]),
    )
    assert sorted(gone, key=len) == [[], ["fact.own-1"]]
    assert await found(store, HERE, "rice paper") is None
    stored = await own.get(HERE, "fact.own-1")
    assert stored is not None
    assert stored.is_retired
    assert not await own.revise(
        change_at(22, HERE, BO), [fact(1)], NewEntries([fact(1, "Still here?")])
    )
    restore = store.proposal_reopening.restore
    assert await restore(change_at(30, HERE, BO), 1, ["fact.own-1"]) == ["fact.own-1"]
    assert await restore(change_at(31, HERE, BO), 1, ["fact.own-1"]) == []
    assert await found(store, HERE, "rice paper") is not None
    deeds = [deed.action for deed in await own.list_history(HERE, "fact.own-1")]
    assert deeds == [AuditAction.ADDED, AuditAction.RETRACTED, AuditAction.RESTORED]


async def test_what_a_member_took_back_is_never_restored(store: Store) -> None:
    await add(store, HERE, source(1), fact(1))
    await store.guild_entries.retract(change_at(20, HERE, 0), ["fact.own-1"], AuditAction.WITHDRAWN)
    restored = await store.proposal_reopening.restore(change_at(30, HERE, BO), 1, ["fact.own-1"])
    assert restored == []
    assert await found(store, HERE, "rice paper") is None


async def test_a_person_keeps_who_they_are_when_a_later_entry_does_not_say_it(
    store: Store,
) -> None:
    own = store.guild_entries
    first = NewEntries([source(1)], [GuildPerson("bo", "Bo of the Harbour", BO)])
    await add_guild_entries(store, change_at(10, HERE, ANN), first)
    later = NewEntries([source(2)], [GuildPerson("bo", "Bo of the Harbour")])
    await add_guild_entries(store, change_at(11, HERE, ANN), later)
    assert await own.list_people(HERE) == [GuildPerson("bo", "Bo of the Harbour", BO)]
    assert await store.canon.for_guild(HERE).get_person_name("bo") == "Bo of the Harbour"
    assert await store.canon.for_guild(THERE).get_person_name("bo") == "bo"


async def test_the_newest_deeds_come_first_page_by_page(store: Store) -> None:
    for number in range(1, 6):
        await add(store, HERE, source(number))
    own = store.guild_entries
    assert await own.count_events(HERE) == 5
    assert await own.count_events(THERE) == 0
    newest = await own.list_newest_events(HERE, offset=0, limit=2)
    assert [deed.entry_id for deed in newest] == ["source.own-5", "source.own-4"]
    [oldest] = await own.list_newest_events(HERE, offset=4, limit=2)
    assert oldest.entry_id == "source.own-1"


async def test_deeds_noted_at_once_all_stand_in_the_history(store: Store) -> None:
    async def do(by: int) -> None:
        async with store.database.transaction() as transaction:
            await record_change(
                transaction, change_at(by, HERE, by), AuditAction.EDITED, {"fact.own-1": ""}
            )

    await asyncio.gather(*(do(by) for by in range(1, 8)))
    deeds = await store.guild_entries.list_history(HERE, "fact.own-1")
    assert sorted(deed.actor_id for deed in deeds) == list(range(1, 8))


async def test_an_entry_is_seen_once_it_is_committed_and_a_rolled_back_one_never(
    store: Store,
) -> None:
    before = store.canon.for_guild(HERE)
    entries, change = NewEntries((source(1), fact(1))), change_at(10, HERE, ANN)

    async def add_and_fail() -> None:
        async with store.database.transaction() as transaction:
            await add_entries(transaction, change, entries, AuditAction.ADDED)
            raise LookupError

    with pytest.raises(LookupError):
        await add_and_fail()
    assert store.canon.for_guild(HERE) is before
    async with store.database.transaction() as transaction:
        await add_entries(transaction, change, entries, AuditAction.ADDED)
        assert store.canon.for_guild(HERE) is before
    assert fact(1) in await store.canon.for_guild(HERE).list_all(Fact)
