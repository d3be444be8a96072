"""The example feed of the demo, from its suggestion to the status."""

from __future__ import annotations

from contextlib import AsyncExitStack
from pathlib import Path

from simcord import Env

from bot.app import open_bot
from bot.demo.example_feed import serve_example_feed
from cogs.news.cog import FEED_POLLER
from seeds.loader import BUNDLED_PACK
from tests.drivers.canon import CardDriver
from tests.drivers.setup import open_setup
from tests.posting import add_admin
from tests.world import NOW, World, build_settings, card_text, wait_until


async def test_an_owner_adds_it_approves_the_find_and_the_status_says_so(tmp_path: Path) -> None:
    envs: list[Env] = []
    async with AsyncExitStack() as stack:
        settings = build_settings(tmp_path, BUNDLED_PACK)
        bot = await stack.enter_async_context(
            open_bot(settings, lambda: envs[0].now() if envs else NOW, 1)
        )
        env = Env(bot)
        envs.append(env)
        await stack.enter_async_context(serve_example_feed(bot, env.now))
        await env.start()
        bot.scheduler.stop()
        stack.push_async_callback(env.shutdown)
        # The bundled pack knows news that is younger than the simulated Discord.
        await env.advance_time(400 * 86_400)
        guild = env.create_guild("Fans")
        member = guild.add_member(env.create_user("alice"))
        world = World(env, bot, guild, guild.create_text_channel("general"), member, member)
        admin = add_admin(world)
        panel = await open_setup(world, admin, "News")
        await panel.choose("suggestion", "0")
        await wait_until(lambda: "Added" in panel.note)
        assert "2 items; right now I'd pick 1" in panel.note
        await env.advance_time(60)
        await bot.scheduler.run_due()
        await bot.resources[FEED_POLLER].wait()
        review = CardDriver(world, admin)
        assert "found in a feed" in await review.open()
        assert "Approved" in await review.press_and_read("Approve")
        status = card_text((await admin.slash(world.channel, "status")).response)
        assert "Example: cameras roll on the sequel" in status
        assert "**Filming**" in status
        assert "I looked at the news feeds today: nothing new since" in status
