"""Two processes on one database: neither takes what the other has, and no write is lost."""

from __future__ import annotations

import asyncio
import random
from collections.abc import AsyncGenerator, Awaitable, Callable
from datetime import UTC, date, datetime, time, timedelta

import pytest

from bot.packs.loading import load_packs
from seeds.loader import compute_pack_digest, load_pack
from storage.canon.audit_log import AuditAction
from storage.canon.guild_entries import NewEntries
from storage.engines.location import DatabaseLocation
from storage.epoch import from_epoch
from storage.feeds.feeds import PollFailure
from storage.feeds.subscriptions import NewFeed
from storage.posts.models import Occurrence, ScheduleSettings
from storage.privacy.member_data import MemberDataScope
from storage.store import Store
from storage.trivia.games import GameChange
from storage.trivia.lists import ALL_GUILDS_ID, NewList
from storage.trivia.rounds import SettledRound, StoredAnswer
from tests.databases.traces import fact_draft
from tests.drivers.canon import add_guild_entries, change_at
from tests.storage.engines.marks import postgres_only
from tests.world import NOW, TINY_PACK

DUE = datetime(2026, 3, 1, 9, tzinfo=UTC)
SLOT = Occurrence(date(2026, 3, 1), DUE, DUE + timedelta(hours=3))
CHOICE = ScheduleSettings(5, time(9), None, {}, 1)
FEED = NewFeed("https://lamps.example/feed", "Lamps", "Atom", 1800)


@pytest.fixture
async def other(
    store: Store,  # noqa: ARG001 - opened first
    location: DatabaseLocation,
) -> AsyncGenerator[Store]:
    """The same database as another process sees it."""
    opened = await Store.open(location, random.Random(8))
    yield opened
    await opened.close()


async def lease(store: Store) -> list[int]:
    leased = await store.schedules.lease_due(
        DUE, DUE + timedelta(minutes=1), kinds=["lamps"], limit=5
    )
    return [one.guild_id for one in leased]


@postgres_only
async def test_a_schedule_that_another_process_has_leased_meanwhile_is_not_leased_again(
    store: Store, other: Store, location: DatabaseLocation
) -> None:
    for guild_id in range(5):
        await store.schedules.save(guild_id, "lamps", CHOICE, SLOT)
    blocker = await Store.open(location, random.Random(9))
    async with blocker.database.transaction() as transaction:
        await transaction.fetch("SELECT 1 FROM schedule FOR UPDATE")
        leasing = [asyncio.create_task(lease(one)) for one in (store, other)]
        # Both have found the five due, and wait for the rows.
        await asyncio.wait(leasing, timeout=0.3)
    leased = await asyncio.gather(*leasing)
    assert sorted(map(len, leased)) == [0, 5]
    await blocker.close()


async def test_schedules_are_shared_out_among_processes_that_ask_at_the_same_time(
    store: Store, other: Store
) -> None:
    for guild_id in range(40):
        await store.schedules.save(guild_id, "lamps", CHOICE, SLOT)
    leased: list[int] = []
    # Two that find the same ones due share them badly, so that some are left for the next look.
    while any(found := await asyncio.gather(*(lease(one) for one in (store, other) * 4))):
        leased += [guild_id for guild_ids in found for guild_id in guild_ids]
    assert sorted(leased) == list(range(40))


@postgres_only
async def test_a_feed_that_another_process_has_leased_meanwhile_is_not_leased_again(
    store: Store, other: Store, location: DatabaseLocation
) -> None:
    await store.subscriptions.add(1, FEED, "", DUE)
    blocker = await Store.open(location, random.Random(9))
    async with blocker.database.transaction() as transaction:
        await transaction.fetch("SELECT 1 FROM feed FOR UPDATE")
        leasing = [
            asyncio.create_task(one.feeds.lease_due(DUE, DUE + timedelta(minutes=1), 10))
            for one in (store, other)
        ]
        await asyncio.wait(leasing, timeout=0.3)
    assert sorted(map(len, await asyncio.gather(*leasing))) == [0, 1]
    await blocker.close()


async def test_processes_that_start_together_load_one_pack_once(
    location: DatabaseLocation,
) -> None:
    stores = await asyncio.gather(*(Store.open(location, random.Random(n)) for n in range(4)))

    await asyncio.gather(*(load_packs(one, [TINY_PACK], lambda: NOW) for one in stores))

    entries = load_pack(TINY_PACK).entries
    for one in stores:
        assert sum((await one.canon.for_guild(None).count_by_kind()).values()) == len(entries)
        assert list((await one.canon.get_pack_digests()).values()) == [
            compute_pack_digest(TINY_PACK)
        ]
    revisions = await stores[0].database.fetch("SELECT max(revision) FROM entry")
    assert revisions == [(0,)], "an entry was written a second time"
    for one in stores:
        await one.close()


async def test_guilds_of_two_processes_add_entries_at_the_same_time(
    store: Store, other: Store
) -> None:
    async def add(one: Store, guild_id: int) -> None:
        entries = fact_draft("Ink fades.").to_entries(900).entries
        change = change_at(50, guild_id, 1)
        await add_guild_entries(one, change, NewEntries(entries), AuditAction.ADDED)

    await asyncio.gather(*(add((store, other)[n % 2], 1_000 + n) for n in range(10)))

    numbers = await store.database.fetch("SELECT number FROM entry WHERE owner >= 1000")
    assert len(set(numbers)) == len(numbers) > 10


def settle(game_id: int, question: str) -> GameChange:
    answers = [StoredAnswer(7, "Ida", True, 100, 1.5)]
    settled = SettledRound(1, question, "cast", "{}", from_epoch(60), answers)
    return GameChange(game_id, game_id, 1, None, settled_round=settled)


async def test_rounds_about_the_same_questions_are_counted_by_two_processes_without_a_deadlock(
    store: Store, other: Store
) -> None:
    questions = [f"question.{n}" for n in range(8)]

    async def play(one: Store, first_game: int, order: list[str]) -> None:
        for batch in range(10):
            start = first_game + batch * len(order)
            await one.trivia_games.write([settle(start + n, q) for n, q in enumerate(order)])

    await asyncio.gather(
        play(store, 0, questions),
        play(other, 1_000, questions[::-1]),
    )

    counts = await store.trivia_questions.list_play_counts()
    assert {(key, answered) for key, answered, _ in counts} == {(one, 20) for one in questions}


async def test_a_feed_that_one_guild_removes_while_another_adds_it_stays(
    store: Store, other: Store
) -> None:
    for _ in range(15):
        await store.subscriptions.add(1, FEED, "", DUE)
        [watched] = await store.subscriptions.list_for_guild(1)
        await asyncio.gather(
            store.subscriptions.remove(1, watched.feed_id),
            other.subscriptions.add(2, FEED, "", DUE),
            other.feeds.delete_unwatched(),
        )
        [kept] = await store.subscriptions.list_for_guild(2)
        await store.subscriptions.remove(2, kept.feed_id)
        assert await store.database.fetch("SELECT count(*) FROM feed") == [(0,)]


async def forget(store: Store) -> None:
    await store.member_erasure.erase(MemberDataScope(1, None), from_epoch(1))


async def load(store: Store) -> None:
    await store.canon.load_pack(load_pack(TINY_PACK), "another", NOW)


async def import_list(store: Store) -> None:
    await store.trivia_lists.replace(ALL_GUILDS_ID, NewList("lamps", "lamps", "", "", []))


async def break_feed(store: Store) -> None:
    failure = PollFailure("it is gone", DUE, DUE, True)
    await store.feeds.fail_poll(1, failure)


async def look_at_all_cards(store: Store) -> None:
    await store.status_cards.bring_forward(None, DUE)


@postgres_only
@pytest.mark.parametrize("work", [forget, load, import_list, break_feed, look_at_all_cards])
async def test_what_reaches_into_other_guilds_waits_for_the_transactions_of_other_processes(
    store: Store, other: Store, work: Callable[[Store], Awaitable[None]]
) -> None:
    async with other.database.transaction() as transaction:
        await transaction.fetch("SELECT count(*) FROM server")
        working = asyncio.ensure_future(work(store))
        await asyncio.wait({working}, timeout=0.1)
        assert not working.done()
    await working
