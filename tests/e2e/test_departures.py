"""A server that the bot leaves is kept for thirty days, and then not at all."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.app import open_bot
from cogs.privacy import cog
from storage.epoch import from_epoch
from storage.guilds import membership
from storage.shards import ALL_SHARDS
from tests.databases.traces import find_columns_with, leave_traces_in_guild
from tests.posting import list_posts
from tests.world import World, build_settings, card_text, open_world


@pytest.fixture
async def busy(world: World) -> World:
    """Two servers in which everything was done."""
    await leave_traces(world, world.guild.id)
    await leave_traces(world, world.env.create_guild("Lamp lighters").id)
    return world


async def leave_traces(world: World, guild_id: int) -> None:
    await leave_traces_in_guild(world.bot.store, guild_id, world.alice.id, world.bob.id)


async def tick_after(world: World, **time: float) -> None:
    """Let time pass, then let everything that is due be done."""
    world.env.backend.clock.advance(timedelta(**time).total_seconds())
    await world.bot.scheduler.run_due(world.env.now())


async def leave(world: World, guild_id: int) -> None:
    """Throw the bot out."""
    world.env.backend.remove_guild(guild_id)
    await world.env.settle()


async def traces(world: World, guild_id: int | None = None) -> set[str]:
    """Where a server still stands, but for what goes in any case: drafts after a day, and what is
    to be told once it is told.
    """
    places = await find_columns_with(world.bot.store, guild_id or world.guild.id)
    return {place for place in places if not place.startswith(("draft.", "outbox."))}


async def test_after_thirty_days_all_of_a_servers_data_is_gone(busy: World) -> None:
    other = busy.env._guilds[1].id
    kept = await traces(busy, other)
    await leave(busy, busy.guild.id)
    await tick_after(busy, days=29, hours=23)
    assert "entry.owner" in await traces(busy)
    await tick_after(busy, days=1)
    assert await traces(busy) == set()
    # Meanwhile the other server's reviewers were told that proposals wait.
    assert await traces(busy, other) == kept | {"review_notice.guild_id"}


async def test_a_server_that_comes_back_in_time_finds_everything_as_it_was(busy: World) -> None:
    before = await traces(busy)
    guild = busy.bot.get_guild(busy.guild.id)
    assert guild is not None
    await leave(busy, guild.id)
    await tick_after(busy, days=29)
    busy.bot._connection._add_guild(guild)
    busy.bot.dispatch("guild_join", guild)
    await tick_after(busy, days=60)
    assert await traces(busy) >= before


async def test_a_return_that_nobody_announced_stops_the_clock_too(busy: World) -> None:
    guild = busy.bot.get_guild(busy.guild.id)
    assert guild is not None
    await leave(busy, guild.id)
    busy.bot._connection._add_guild(guild)
    await tick_after(busy, days=31)
    assert "entry.owner" in await traces(busy)
    assert await busy.bot.store.membership.list_left_before(from_epoch(2**35), ALL_SHARDS) == []


async def test_an_outage_starts_no_clock(busy: World) -> None:
    data: Any = {"id": str(busy.guild.id), "unavailable": True}
    busy.bot._connection.parse_guild_delete(data)
    await busy.env.settle()
    assert busy.bot.get_guild(busy.guild.id).unavailable
    busy.bot.dispatch("ready")
    await busy.env.settle()
    await tick_after(busy, days=40)
    assert "entry.owner" in await traces(busy)


async def test_a_server_that_was_left_while_down_has_its_thirty_days_from_the_next_start(
    tmp_path: Path,
) -> None:
    settings = build_settings(tmp_path)
    async with open_world(settings, None) as world:
        await leave_traces(world, world.guild.id)
        await world.env.settle()
        world.bot.dispatch("ready")
        await world.env.settle()
        world.env.backend.clock.advance(timedelta(days=100).total_seconds())
        async with open_bot(settings, world.env.now, shard_count=1) as successor:
            del world.env.backend.guilds[world.guild.id]
            await world.env.restart_bot(successor)
            world.bot = successor
            await tick_after(world, days=29)
            assert "entry.owner" in await traces(world)
            await tick_after(world, days=2)
            assert await traces(world) == set()


async def test_the_clock_goes_on_over_a_restart(tmp_path: Path) -> None:
    settings = build_settings(tmp_path)
    async with open_world(settings, None) as world:
        await leave_traces(world, world.guild.id)
        await leave(world, world.guild.id)
        world.env.backend.clock.advance(timedelta(days=20).total_seconds())
        async with open_bot(settings, world.env.now, shard_count=1) as successor:
            await world.env.restart_bot(successor)
            world.bot = successor
            await tick_after(world, days=10)
            assert await traces(world) == set()


async def test_a_large_server_goes_in_parts_while_others_are_served(
    busy: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(membership, "BATCH_SIZE", 2)
    monkeypatch.setattr(cog, "BATCHES", 3)
    await leave(busy, busy.guild.id)
    await tick_after(busy, days=30)
    some = await traces(busy)
    assert some
    ticks = 0
    while await traces(busy):
        await tick_after(busy, minutes=1)
        ticks += 1
    assert ticks > 2


async def test_a_fault_is_logged_and_tried_again_on_the_next_day(
    busy: World, caplog: pytest.LogCaptureFixture
) -> None:
    async with busy.bot.store.database.transaction() as transaction:
        await transaction.fetch(
            "CREATE TRIGGER fault BEFORE DELETE ON deed"
            " BEGIN SELECT raise(ABORT, 'the disk is full'); END"
        )
    await leave(busy, busy.guild.id)
    await tick_after(busy, days=30)
    assert "the job 'servers that were left' failed" in caplog.text
    async with busy.bot.store.database.transaction() as transaction:
        await transaction.fetch("DROP TRIGGER fault")
    await tick_after(busy, hours=23)
    assert await traces(busy)
    await tick_after(busy, hours=1)
    assert await traces(busy) == set()


async def test_leaving_posts_nothing_and_others_go_on(busy: World) -> None:
    await leave(busy, busy.env._guilds[1].id)
    await tick_after(busy, days=31)
    assert list_posts(busy.channel) == []
    shown = await busy.alice.slash(busy.channel, "status")
    assert card_text(shown.response)
