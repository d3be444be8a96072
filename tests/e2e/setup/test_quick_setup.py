"""*Set up in three taps*: a time zone, a channel and a daily question, with a tap for each."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import discord
import pytest
from simcord.backend.models import Overwrite
from simcord.builders import ChannelHandle
from simcord.enums import OverwriteType

from bot.app import open_bot
from bot.demo.welcome import build_welcome
from cogs.trivia.daily.question_of_the_day import DAILY_QUESTION_KIND
from storage.posts.models import Schedule
from tests.drivers.setup import SetupDriver
from tests.platform_rules.document import PlatformDocument
from tests.posting import add_admin
from tests.world import World, build_settings, card_text, open_world

NEW_YORK = "America/New_York"


class QuickSetup(SetupDriver):
    """Drives a member from the welcome through the three steps."""

    async def begin(self) -> str:
        """Post the welcome, press its button, and return what is read then."""
        channel = self.world.bot.get_channel(self.world.channel.id)
        assert isinstance(channel, discord.TextChannel)
        people = ("Alex", "Bo", "Casey")
        sent = await channel.send(
            view=build_welcome(self.world.bot.packs.get(None).colour, *people)
        )
        return await self.begin_at(sent)

    async def begin_at(self, message: Any) -> str:
        """Press the button of a welcome that was posted before."""
        result = await self.admin.click(message, label="Set up in three taps")
        assert result.ephemeral
        self.message = result.response
        return self.text

    async def accept(self) -> str:
        """Press the first button of the step, which takes what is preselected."""
        await self.press(self.labels[0])
        return self.text


@pytest.fixture
def quick(world: World) -> QuickSetup:
    return QuickSetup(world, add_admin(world))


async def find_daily_schedule(world: World) -> Schedule | None:
    return await world.bot.store.schedules.get(world.guild.id, DAILY_QUESTION_KIND)


def close_channel(world: World, channel: ChannelHandle) -> ChannelHandle:
    """Deny everyone to send messages in a channel, the bot too."""
    _, denied = discord.PermissionOverwrite(send_messages=False).pair()
    everyone = world.guild.default_role.id
    overwrite = Overwrite(everyone, OverwriteType.ROLE, 0, denied.value)
    world.env.backend.set_overwrite(channel.id, overwrite)
    return channel


async def test_three_taps_set_up_a_clock_a_channel_and_a_daily_question(
    world: World, quick: QuickSetup
) -> None:
    text = await quick.begin()
    assert "1 of 3 · Your clock" in text
    assert quick.labels == ["It's 19:00 in New York", "Somewhere else"]
    assert quick.get_selected("zone") == [NEW_YORK]

    text = await quick.accept()
    assert "2 of 3 · A channel" in text
    assert "Your days and posts go by America/New_York, where it is 19:00 now." in text
    assert quick.labels == ["Use #general"]
    assert quick.get_selected("channel") == [str(world.channel.id)]

    text = await quick.accept()
    assert "3 of 3 · Daily questions" in text
    assert f"When should they come to <#{world.channel.id}>?" in text
    assert quick.labels == ["Every day at 09:00", "Not now"]

    text = await quick.accept()
    assert "All set" in text
    assert f"Daily questions come to <#{world.channel.id}> every day at 09:00 in New York" in text
    assert quick.labels == ["More settings", "Show me around"]
    schedule = await find_daily_schedule(world)
    assert schedule is not None
    assert (schedule.settings.channel_id, schedule.settings.local_time.hour, schedule.zone) == (
        world.channel.id,
        9,
        NEW_YORK,
    )


async def test_each_step_offers_another_choice_as_one_tap_too(
    world: World, quick: QuickSetup
) -> None:
    fans = world.guild.create_text_channel("fans")
    await quick.begin()
    await quick.choose("zone", "Asia/Tokyo")
    await quick.choose("channel", fans)
    await quick.choose("post", f"{fans.id}_18")
    assert f"Daily questions come to <#{fans.id}> every day at 18:00 in Tokyo" in quick.text


async def test_a_place_that_is_not_in_the_list_can_be_typed(quick: QuickSetup) -> None:
    await quick.begin()
    await quick.submit_text("Somewhere else", "Reykjavik")
    assert "2 of 3 · A channel" in quick.text
    assert "Your days and posts go by Atlantic/Reykjavik" in quick.text


async def test_a_place_that_means_several_zones_is_asked_about(quick: QuickSetup) -> None:
    await quick.begin()
    await quick.submit_text("Somewhere else", "Brazil")
    assert "Which time zone?" in quick.text
    await quick.choose("zone", "America/Manaus")
    assert "2 of 3 · A channel" in quick.text
    assert "America/Manaus" in quick.text


async def test_not_now_posts_nothing_and_says_so(world: World, quick: QuickSetup) -> None:
    await quick.begin()
    await quick.accept()
    await quick.accept()
    await quick.press("Not now")
    assert "Days here go by New York. I won't post anything until you choose it" in quick.text
    assert await find_daily_schedule(world) is None


async def test_a_channel_where_the_bot_may_not_post_is_refused_with_what_to_do(
    world: World, quick: QuickSetup
) -> None:
    closed = close_channel(world, world.guild.create_text_channel("closed"))
    await quick.begin()
    await quick.accept()
    await quick.choose("channel", closed)
    assert "2 of 3 · A channel" in quick.text
    assert f"I don't have Send Messages in <#{closed.id}>" in quick.text
    assert quick.labels == ["Use #general"]


async def test_a_channel_that_is_closed_between_two_taps_changes_nothing(
    world: World, quick: QuickSetup
) -> None:
    fans = world.guild.create_text_channel("fans")
    await quick.begin()
    await quick.accept()
    await quick.choose("channel", fans)
    close_channel(world, fans)
    await quick.accept()
    assert f"I don't have Send Messages in <#{fans.id}>" in quick.text
    assert await find_daily_schedule(world) is None


async def test_without_a_channel_to_post_in_there_is_none_to_accept(
    world: World, quick: QuickSetup
) -> None:
    await quick.begin()
    close_channel(world, world.channel)
    await quick.accept()
    assert quick.labels == []
    assert "I can't post in any channel that I see: choose one" in quick.text


async def test_those_without_the_right_are_told_in_private_and_change_nothing(
    world: World,
) -> None:
    member = QuickSetup(world, world.alice)
    assert await member.begin() == "You need Manage Server to do that here."


async def test_a_right_that_was_taken_away_between_two_taps_counts(
    world: World, quick: QuickSetup
) -> None:
    await quick.begin()
    role = next(one for one in world.bot.get_guild(world.guild.id).roles if one.name == "mods")
    world.env.backend.edit_role(world.guild.id, role.id, {"permissions": 0})
    result = await quick.press("It's 19:00 in New York")
    assert card_text(result.response) == "You need Manage Server to do that here."
    assert (await world.bot.store.guild_settings.get(world.guild.id)).zone == "UTC"


async def test_the_steps_go_on_after_a_restart(
    tmp_path: Path, platform_document: PlatformDocument | None
) -> None:
    settings = build_settings(tmp_path)
    async with open_world(settings, platform_document) as world:
        quick = QuickSetup(world, add_admin(world))
        await quick.begin()
        await quick.accept()
        async with open_bot(settings, world.env.now, shard_count=1) as successor:
            await world.env.restart_bot(successor)
            await quick.accept()
            assert "All set" in await quick.accept()


async def test_choices_that_no_step_offers_are_refused(world: World, quick: QuickSetup) -> None:
    await quick.begin()
    for argument in ("1_9", f"{world.channel.id}_24", "x"):
        result = await quick.forge(f"setup:press:start:post:{argument}")
        assert "All set" not in card_text(result.response)
    assert await find_daily_schedule(world) is None


async def test_posts_that_an_admin_had_paused_begin_again(world: World, quick: QuickSetup) -> None:
    for _ in range(2):
        await quick.begin()
        await quick.accept()
        await quick.accept()
        await quick.accept()
        schedule = await find_daily_schedule(world)
        assert schedule is not None
        assert schedule.pause_reason is None
        await quick.open("Daily question", "Pause")
