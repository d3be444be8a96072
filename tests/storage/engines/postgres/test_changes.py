"""Within a second every process knows of a deleted member, of a new pack, and of what it missed."""

from __future__ import annotations

import asyncio
import random
from collections.abc import AsyncGenerator
from datetime import timedelta

import pytest

from seeds.loader import load_pack
from storage.engines.postgres.changes import CHANGES_CHANNEL, ChangeListener, format_guild_ids
from storage.engines.postgres.database import PostgresDatabase
from storage.epoch import from_epoch
from storage.store import Store
from tests.databases.traces import (
    ALL_SCOPE,
    GUILD_ID,
    MIA,
    OLE,
    OTHER_GUILD_ID,
    leave_traces_in_guild,
)
from tests.postgres import Cluster
from tests.storage.engines.postgres.parts.holders import wait_until
from tests.world import NOW, TINY_PACK, open_tiny_store

SECOND = 1.0


@pytest.fixture
async def acting(cluster: Cluster) -> AsyncGenerator[Store]:
    """The store of a process in which Mia forgets herself."""
    with cluster.create_database() as url:
        async with open_tiny_store(url) as opened:
            for guild_id in (GUILD_ID, OTHER_GUILD_ID):
                await leave_traces_in_guild(opened, guild_id, MIA, OLE)
            yield opened


@pytest.fixture
async def other(acting: Store) -> AsyncGenerator[Store]:
    """The store of another process, which listens."""
    assert isinstance(acting.database, PostgresDatabase)
    opened = await Store.open(acting.database.url, random.Random(7))
    assert isinstance(opened.database, PostgresDatabase)
    listener = ChangeListener(
        acting.database.url, opened.database.report_invalidated, opened.forget
    )
    await listener.start()
    yield opened
    await listener.stop()
    await opened.close()


def end_listener(cluster: Cluster) -> None:
    """End the session that listens at the server."""
    assert cluster.execute(
        "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity"
        f" WHERE query = 'LISTEN {CHANGES_CHANNEL}' OR (query = 'SELECT 1' AND datname LIKE 'bot%')"
    )


async def test_a_deleted_member_is_on_no_card_of_another_process_a_second_later(
    acting: Store, other: Store
) -> None:
    before = {one: other.canon.for_guild(one) for one in (GUILD_ID, OTHER_GUILD_ID)}
    for canon in before.values():
        assert "mia-moss" in await canon.get_people()

    await acting.member_erasure.erase(ALL_SCOPE, from_epoch(99))
    for guild_id, canon in before.items():
        took = await wait_until(lambda g=guild_id, c=canon: other.canon.for_guild(g) is not c)
        assert took < SECOND
        assert "mia-moss" not in await other.canon.for_guild(guild_id).get_people()


async def test_a_new_pack_is_seen_by_another_process_a_second_later(
    acting: Store, other: Store
) -> None:
    before = other.canon.for_guild(None)
    people = await before.get_people()
    assert people
    pack = load_pack(TINY_PACK)
    await acting.canon.load_pack(pack, "another digest", NOW + timedelta(days=1))
    assert await wait_until(lambda: other.canon.for_guild(None) is not before) < SECOND
    assert await other.canon.for_guild(None).get_people() == people


async def test_an_ordinary_change_of_a_guild_concerns_the_process_that_serves_it_alone(
    acting: Store, other: Store
) -> None:
    before = other.canon.for_guild(GUILD_ID)
    async with acting.database.transaction() as transaction:
        transaction.invalidate_guild(GUILD_ID)
    await asyncio.sleep(0.2)
    assert other.canon.for_guild(GUILD_ID) is before


async def test_what_was_missed_while_the_connection_was_lost_is_read_again(
    cluster: Cluster, acting: Store, other: Store
) -> None:
    before = other.canon.for_guild(GUILD_ID)
    await other.guild_settings.get(GUILD_ID)
    end_listener(cluster)
    await acting.member_erasure.erase(ALL_SCOPE, from_epoch(99))
    await wait_until(lambda: other.canon.for_guild(GUILD_ID) is not before)
    assert "mia-moss" not in await other.canon.for_guild(GUILD_ID).get_people()


async def test_a_rolled_back_deletion_is_told_to_no_process(acting: Store, other: Store) -> None:
    before = other.canon.for_guild(GUILD_ID)

    async def delete_and_fail() -> None:
        async with acting.database.transaction(alone=True) as transaction:
            transaction.invalidate_guild(GUILD_ID)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        await delete_and_fail()
    await asyncio.sleep(0.2)
    assert other.canon.for_guild(GUILD_ID) is before


def test_more_guilds_than_a_notice_holds_are_told_as_all_of_them() -> None:
    assert format_guild_ids({3, 1, 2}) == "1,2,3"
    assert format_guild_ids(range(10**18, 10**18 + 1_000)) == "*"
