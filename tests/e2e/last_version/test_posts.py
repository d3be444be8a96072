"""What the last version had scheduled, claimed or announced goes on in time, and once."""

from __future__ import annotations

from pathlib import Path

import discord
from simcord.backend.models import Overwrite
from simcord.enums import OverwriteType

from tests.databases.traces import find_columns_with
from tests.drivers.setup import open_setup
from tests.last_version.world import LastVersionWorld, open_last_version, read_answer
from tests.posting import FakePlatform, list_posts, run_due_at

OLD_HARBOUR_ID = 1456074443980800100
"""A guild that removed the bot on 4 October 2026."""


async def run_due(last: LastVersionWorld) -> None:
    """Let everything that is due now be dealt with."""
    await last.bot.scheduler.run_due(last.env.now())


async def test_claimed_posts_are_found_in_their_channel_and_not_sent_again(
    tmp_path: Path,
) -> None:
    async with open_last_version(tmp_path) as last:
        channel = last.channel("general", "Night shift")
        before = [one.id for one in channel.history()]
        claimed = {last.recorded["cards"][f"claimed post {number}"] for number in (1, 2)}
        assert set(before) == claimed
        await run_due(last)
        await run_due_at(last.world(), "2026-10-06 12:00")
        assert [one.id for one in channel.history()] == before
        asked = await last.click("claimed post 1", "alice", "Answer in private")
        assert "Cameras roll by night." in read_answer(asked)


async def test_news_that_was_due_is_announced_once(tmp_path: Path) -> None:
    async with open_last_version(tmp_path) as last:
        platform = FakePlatform(last.world())
        await run_due(last)
        await run_due(last)
        assert len(platform.nonces) == 1
        [announcement] = list_posts(last.channel("general", "Quiet corner"))
        assert "**Cameras roll unannounced**" in announcement
        assert "October 1, 2026" in announcement, "in the language of its sentences"


async def test_news_that_was_announced_or_given_up_is_left_alone(tmp_path: Path) -> None:
    async with open_last_version(tmp_path) as last:
        await run_due(last)
        assert len(list_posts(last.channel("news"))) == 1
        before = len(list_posts(last.channel("general", "Lamp lighters")))
        await run_due(last)
        assert len(list_posts(last.channel("general", "Lamp lighters"))) == before


async def test_the_daily_question_comes_at_its_local_time(tmp_path: Path) -> None:
    async with open_last_version(tmp_path) as last:
        world = last.world()
        los_angeles, kathmandu = last.channel("corner"), last.channel("general", "Night shift")
        await run_due(last)
        before = len(list_posts(los_angeles))
        await run_due_at(world, "2026-10-06 15:59")
        assert len(list_posts(los_angeles)) == before
        await run_due_at(world, "2026-10-06 16:00")
        *_, newest = list_posts(los_angeles)
        assert len(list_posts(los_angeles)) == before + 1
        assert "**The question from October 5:** What burns in the lantern?" in newest
        assert "No one got it.\n" in newest, "alice's and bob's of the last version"
        await run_due_at(world, "2026-10-06 17:14")
        assert len(list_posts(kathmandu)) == 2
        await run_due_at(world, "2026-10-06 17:15")
        assert len(list_posts(kathmandu)) == 3
        assert (
            "**The question from 5 October:** Cameras roll by night." in list_posts(kathmandu)[-1]
        )


async def test_the_question_of_today_takes_an_answer_and_knows_who_gave_one(
    tmp_path: Path,
) -> None:
    async with open_last_version(tmp_path) as last:
        opened = await last.click("question of the day, opened", "carol", "Answer")
        sent = await last.member("carol").submit_modal(opened, {"text": "Candle"})
        assert "“Candle” is right!" in read_answer(sent)
        for name, given in (("alice", "Vera"), ("bob", "Nobody")):
            again = await last.click_and_read("daily post of today", name, "Answer in private")
            assert f"“{given}” is" in again


async def test_anniversaries_come_at_their_local_time_and_ping_the_chosen_role(
    tmp_path: Path,
) -> None:
    async with open_last_version(tmp_path) as last:
        world, channel = last.world(), last.channel("memories")
        before = len(list_posts(channel))
        await run_due_at(world, "2026-12-30 16:59")
        assert len(list_posts(channel)) == before
        await run_due_at(world, "2026-12-30 17:00")
        *_, newest = list_posts(channel)
        assert len(list_posts(channel)) == before + 1
        assert "## On this day: December 30" in newest
        assert "**Cameras roll on season three**" in newest
        assert f"<@&{last.guild().roles['lamp lighters'].id}>" in newest


async def test_the_log_of_posts_tells_what_the_last_version_did(tmp_path: Path) -> None:
    async with open_last_version(tmp_path) as last:
        shown = await last.member("admin").slash(last.channel(), "anniversaries log")
        text = read_answer(shown)
        for line in (
            "**October 1, 2026** posted late",
            "**May 1, 2026** posted",
            "**March 1, 2026** skipped",
        ):
            assert line in text


async def test_what_was_paused_stays_so_until_it_is_resumed(tmp_path: Path) -> None:
    async with open_last_version(tmp_path) as last:
        world = last.world("Lamp lighters")
        channel = last.channel("general", "Lamp lighters")
        admin = last.member("admin of lamp lighters", "Lamp lighters")
        panel = await open_setup(world, admin, "Anniversaries")
        assert "**Paused:**" in panel.text
        before = len(list_posts(channel))
        await run_due_at(world, "2026-12-30 18:00")
        assert len(list_posts(channel)) == before
        resumed = await last.click("setup: paused by hand", "admin of lamp lighters", "Resume")
        assert "**Next:**" in read_answer(resumed)
        await run_due_at(world, "2027-03-01 16:59")
        before = len(list_posts(channel))
        await run_due_at(world, "2027-03-01 17:00")
        assert len(list_posts(channel)) == before + 1, "18:00 in Berlin"


async def test_what_was_held_up_goes_on_when_the_bot_may_write_again(tmp_path: Path) -> None:
    async with open_last_version(tmp_path) as last:
        world = last.world("Lamp lighters")
        channel = last.channel("closed", "Lamp lighters")
        admin = last.member("admin of lamp lighters", "Lamp lighters")
        panel = await open_setup(world, admin, "Daily question")
        assert "**On hold:**" in panel.text
        assert "Send Messages" in panel.text
        allow, deny = discord.PermissionOverwrite().pair()
        everyone = Overwrite(world.guild.id, OverwriteType.ROLE, allow.value, deny.value)
        world.env.backend.set_overwrite(channel.id, everyone)
        await world.env.settle()
        await run_due_at(world, "2026-10-06 17:59")
        before = len(list_posts(channel))
        await run_due_at(world, "2026-10-06 18:00")
        assert len(list_posts(channel)) == before + 1, "20:00 in Berlin"


async def test_what_belongs_to_a_guild_that_was_left_is_deleted_in_time(tmp_path: Path) -> None:
    async with open_last_version(tmp_path) as last:
        await run_due(last)
        assert await find_columns_with(last.bot.store, OLD_HARBOUR_ID) != set()
        for text in ("2026-11-04 12:00", "2026-11-04 12:10", "2026-11-04 12:20"):
            await run_due_at(last.world(), text)
        assert await find_columns_with(last.bot.store, OLD_HARBOUR_ID) == set()
