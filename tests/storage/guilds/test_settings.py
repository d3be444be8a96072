"""A server's choices: defaults until it chooses, checked before they are kept, and its own."""

from __future__ import annotations

import asyncio
import random

import pytest
from pydantic import ValidationError

from storage.engines.location import DatabaseLocation
from storage.guilds import settings
from storage.guilds.settings import DEFAULT_SETTINGS
from storage.store import Store

HERE, THERE = 100, 200


async def again(location: DatabaseLocation, guild_id: int = HERE) -> settings.GuildSettings:
    """What the next life of the bot reads."""
    opened = await Store.open(location, random.Random(8))
    try:
        return await opened.guild_settings.get(guild_id)
    finally:
        await opened.close()


async def test_who_never_chose_has_the_defaults_and_so_have_direct_messages(store: Store) -> None:
    assert await store.guild_settings.get(HERE) == DEFAULT_SETTINGS
    assert await store.guild_settings.get(None) == DEFAULT_SETTINGS


async def test_a_choice_holds_at_once_after_a_restart_and_nowhere_else(
    store: Store, location: DatabaseLocation
) -> None:
    await store.guild_settings.get(HERE)
    changed = await store.guild_settings.update(HERE, news_channel_id=70, language="de")
    assert (changed.news_channel_id, changed.language) == (70, "de")
    assert await store.guild_settings.get(HERE) == changed
    assert await again(location) == changed
    assert await store.guild_settings.get(THERE) == DEFAULT_SETTINGS


async def test_choices_made_at_the_same_time_are_all_kept(
    store: Store, location: DatabaseLocation
) -> None:
    change = store.guild_settings.update
    await asyncio.gather(
        change(HERE, news_channel_id=70),
        change(HERE, reviewer_role_id=80),
        change(HERE, entries_a_day=3),
        change(HERE, trivia_channel_ids=(1, 2)),
    )
    settings = await store.guild_settings.get(HERE)
    assert settings == await again(location)
    assert (settings.news_channel_id, settings.reviewer_role_id) == (70, 80)
    assert (settings.entries_a_day, settings.trivia_channel_ids) == (3, (1, 2))


@pytest.mark.parametrize(
    "wish", [{"entries_a_day": -1}, {"entries_waiting": 0}, {"trivia_max_rounds": 31}]
)
async def test_what_cannot_be_is_refused_and_everything_stays(
    store: Store, location: DatabaseLocation, wish: dict[str, int]
) -> None:
    before = await store.guild_settings.update(HERE, entries_a_day=3)
    with pytest.raises(ValidationError):
        await store.guild_settings.update(HERE, news_channel_id=70, **wish)
    assert await store.guild_settings.get(HERE) == before
    assert await again(location) == before


async def test_a_row_deleted_by_others_is_read_anew_once_it_is_forgotten(store: Store) -> None:
    await store.guild_settings.update(HERE, entries_a_day=3)
    await store.database.write("DELETE FROM server_settings")
    assert (await store.guild_settings.get(HERE)).entries_a_day == 3
    store.guild_settings.invalidate(HERE)
    assert await store.guild_settings.get(HERE) == DEFAULT_SETTINGS


async def test_a_choice_made_while_an_old_one_is_read_is_not_lost(store: Store) -> None:
    await store.guild_settings.update(HERE, entries_a_day=3)
    store.guild_settings.invalidate(HERE)
    await asyncio.gather(
        store.guild_settings.get(HERE), store.guild_settings.update(HERE, entries_a_day=4)
    )
    assert (await store.guild_settings.get(HERE)).entries_a_day == 4


async def test_only_so_many_servers_are_kept_in_memory(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "MAX_CACHED", 2)
    for guild_id in (1, 2, 3):
        await store.guild_settings.update(guild_id, entries_a_day=guild_id)
    assert len(store.guild_settings._cache) == 2
    for guild_id in (1, 2, 3):
        assert (await store.guild_settings.get(guild_id)).entries_a_day == guild_id


async def test_choices_a_newer_version_stored_do_not_hinder_an_older_one(store: Store) -> None:
    await store.database.write(
        "INSERT INTO server_settings (guild_id, body) VALUES (?, ?)",
        (HERE, '{"entries_a_day": 3, "fireworks": true}'),
    )
    assert (await store.guild_settings.get(HERE)).entries_a_day == 3


async def test_the_time_zone_is_utc_until_it_is_chosen(
    store: Store, location: DatabaseLocation
) -> None:
    assert (await store.guild_settings.get(HERE)).zone == "UTC"
    await store.guild_settings.update(HERE, zone="Asia/Tokyo")
    await store.guild_settings.update(HERE, language="de")
    settings = await store.guild_settings.get(HERE)
    assert (settings.zone, settings.language) == ("Asia/Tokyo", "de")
    assert settings == await again(location)


async def test_a_change_that_is_rolled_back_is_not_seen(store: Store) -> None:
    await store.guild_settings.update(HERE, entries_a_day=3)

    async def change_and_fail() -> None:
        async with store.database.transaction() as transaction:
            await store.guild_settings.update_in(transaction, HERE, entries_a_day=4)
            raise LookupError

    with pytest.raises(LookupError):
        await change_and_fail()
    assert (await store.guild_settings.get(HERE)).entries_a_day == 3
