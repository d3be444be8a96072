"""The demo's clock: a newcomer moves it to the next anniversary and sees it posted."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from bot.demo.commands import DemoCommands, MoveClock, Request
from bot.demo.server import open_demo
from tests.posting import add_admin, get_post_states, list_posts, parse_utc, set_up_anniversaries
from tests.world import World, build_settings, card_text, wait_until

pytestmark = pytest.mark.slow


async def asked(world: World, **options: str) -> str:
    result = await world.alice.slash(world.channel, "demo clock", **options)
    return card_text(result.response)


async def add_commands(world: World) -> list[Request]:
    requests: list[Request] = []
    await world.bot.add_cog(DemoCommands(world.bot, requests, ("general",), list))
    await world.bot.tree.sync()
    return requests


async def test_it_goes_to_just_before_the_next_post(world: World) -> None:
    requests = await add_commands(world)
    assert "try /setup" in await asked(world)
    await set_up_anniversaries(world, add_admin(world))
    assert "Sunday, March 1, 2026, 08:59:55 UTC" in await asked(world)
    assert requests == [MoveClock(parse_utc("2026-03-01 08:59:55"))]


async def test_it_goes_to_any_date_but_never_back(world: World) -> None:
    requests = await add_commands(world)
    await asked(world, to="2027-04-25 08:59")
    assert requests == [MoveClock(parse_utc("2027-04-25 08:59"))]
    requests.clear()
    for to in ("2025-01-01", "9999-01-01"):
        assert "Time only goes forward here: it is 2026-01-01 00:00 UTC" in await asked(
            world, to=to
        )
    assert "such as 2026-01-02 00:00." in await asked(world, to="soon")
    assert requests == []
    offered = await world.alice.autocomplete(world.channel, "demo clock", "to", "in a")
    assert [one["value"] for one in offered] == ["in a week", "in a month", "in a year"]


@pytest.mark.parametrize(("to", "last_state"), [("the next post", "sent"), ("in a year", "missed")])
async def test_the_demo_carries_the_wish_out(tmp_path: Path, to: str, last_state: str) -> None:
    async with open_demo(build_settings(tmp_path), 0) as demo:
        env, bot = demo.env, demo.bot
        channel = env.guild.channels["general"]
        member = env.guild.add_member(env.create_user("dana"))
        world = World(env, bot, env.guild, channel, member, member)
        await set_up_anniversaries(world, add_admin(world))
        await asked(world, to=to)

        async def settled() -> bool:
            assert not keeper.done(), "time stands still"
            return list((await get_post_states(world)).values())[-1:] == [last_state]

        keeper = asyncio.create_task(demo.run())
        try:
            await wait_until(settled)
        finally:
            keeper.cancel()
        assert ("years ago" in list_posts(channel)[-1]) == (last_state == "sent")
