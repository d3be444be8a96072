"""The demo's clock: a newcomer moves it to the next anniversary and sees it posted."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from bot.demo.clock import DemoClock
from bot.demo.server import keep_time, open_demo
from tests.posting import admin_of, at, posts, set_up, states_of
from tests.world import World, card_text, settings_for, until


async def asked(world: World, **options: str) -> str:
    result = await world.alice.slash(world.channel, "demo clock", **options)
    return card_text(result.response)


async def with_clock(world: World) -> DemoClock:
    clock = DemoClock(world.bot)
    await world.bot.add_cog(clock)
    await world.bot.tree.sync()
    return clock


async def test_it_goes_to_just_before_the_next_post(world: World) -> None:
    clock = await with_clock(world)
    assert "try /setup" in await asked(world)
    await set_up(world, admin_of(world))
    assert "Sunday, 1 March 2026, 08:59:55 UTC" in await asked(world)
    assert clock.take_wish() == at("2026-03-01 08:59:55")
    assert clock.take_wish() is None


async def test_it_goes_to_any_date_but_never_back(world: World) -> None:
    clock = await with_clock(world)
    await asked(world, to="2027-04-25 08:59")
    assert clock.take_wish() == at("2027-04-25 08:59")
    await asked(world, to="tomorrow")
    assert clock.take_wish() is not None
    for to in ("2025-01-01", "9999-01-01", "soon"):
        assert "forwards only" in await asked(world, to=to)
        assert clock.take_wish() is None
    offered = await world.alice.autocomplete(world.channel, "demo clock", "to", "in a")
    assert [one["value"] for one in offered] == ["in a week", "in a month", "in a year"]


@pytest.mark.parametrize(("to", "last_state"), [("the next post", "sent"), ("in a year", "missed")])
async def test_the_demo_carries_the_wish_out(tmp_path: Path, to: str, last_state: str) -> None:
    async with open_demo(settings_for(tmp_path)) as (bot, clock, env, preview):
        channel = env.guild.channels["general"]
        member = env.guild.add_member(env.create_user("dana"))
        world = World(env, bot, env.guild, channel, member, member)
        await set_up(world, admin_of(world))
        await asked(world, to=to)

        async def settled() -> bool:
            assert not keeper.done(), "time stands still"
            return list((await states_of(world)).values())[-1:] == [last_state]

        keeper = asyncio.create_task(keep_time(bot, clock, env, preview))
        try:
            await until(settled)
        finally:
            keeper.cancel()
        assert ("years ago" in posts(channel)[-1]) == (last_state == "sent")
