"""Where the bot is not: those who installed it for themselves read there, and play alone."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import discord
import pytest

from bot.client import FanBot
from tests.databases.traces import find_columns_with
from tests.platform_rules.document import PlatformDocument
from tests.world import World, build_settings, card_text, iter_buttons, open_world
from tests.worlds.outside import GROUP_CHANNEL_ID, OutsideGuild, move_to_conversation_of_others

READ_COMMANDS = {
    "status": "Where the second season stands",
    "quote": "Source",
    "fact": "Ida Holm plays the lamp maker Vera.",
    "timeline": "The story so far",
    "onthisday": "The next day with something to remember is **October 1**.",
}
"""What is read after each command."""
NOT_OUTSIDE = (
    "I can't do that here: use it in a server that has added me, or in a direct message with me."
)


@pytest.fixture
def outside(world: World) -> OutsideGuild:
    return OutsideGuild(world)


async def find_traces(world: World, outside: OutsideGuild) -> set[str]:
    """Return the columns in which the guild or its channel is named."""
    await world.bot.store.rotation.flush()
    store = world.bot.store
    return await find_columns_with(store, outside.guild.id) | await find_columns_with(
        store, outside.channel.id
    )


@pytest.mark.parametrize(("command", "expected"), READ_COMMANDS.items())
async def test_what_a_command_reads_is_shown_to_all_and_nothing_is_kept_of_the_place(
    world: World, outside: OutsideGuild, command: str, expected: str
) -> None:
    result = await outside.dana.slash(outside.channel, command)
    assert expected in card_text(result.response)
    assert not result.ephemeral
    outside.assert_only_answered()
    assert await find_traces(world, outside) == set()


@pytest.mark.parametrize("command", READ_COMMANDS)
async def test_the_answer_is_private_where_the_guild_wants_that(world: World, command: str) -> None:
    outside = OutsideGuild(world, allows_public_answers=False)
    result = await outside.dana.slash(outside.channel, command)
    assert result.ephemeral
    assert card_text(result.response)


async def test_everyone_there_may_press_the_buttons(outside: OutsideGuild) -> None:
    shown = (await outside.dana.slash(outside.channel, "status")).response
    assert shown is not None
    for label in ("History", "Promises vs. reality", "Sources"):
        result = await outside.erin.click(shown, label=label)
        assert result.ephemeral
        assert "incident" not in card_text(result.response)
    quote = (await outside.dana.slash(outside.channel, "quote")).response
    assert quote is not None
    before = card_text(quote)
    await outside.dana.click(quote, label="Another")
    assert card_text(quote) != before
    outside.assert_only_answered()


async def test_a_person_sees_no_quote_twice_before_they_have_seen_all(
    outside: OutsideGuild,
) -> None:
    texts = [
        card_text((await outside.dana.slash(outside.channel, "quote")).response) for _ in range(2)
    ]
    assert len(set(texts)) == 2


async def test_what_a_guild_chose_before_it_removed_the_bot_does_not_count(
    world: World, outside: OutsideGuild
) -> None:
    await world.bot.store.guild_settings.update(outside.guild.id, language="de", zone="Asia/Tokyo")
    text = card_text((await outside.dana.slash(outside.channel, "timeline")).response)
    assert "**October 1, 2019**" in text


async def test_the_question_of_the_day_is_answered_alone(
    world: World, outside: OutsideGuild
) -> None:
    async def ask(actor: Any) -> Any:
        result = await actor.slash(outside.channel, "trivia daily")
        assert result.ephemeral
        return result.response

    shown = await ask(outside.dana)
    option = next(iter_buttons(shown.components))
    answered = await outside.dana.click(shown, custom_id=option["custom_id"])
    assert answered.ephemeral
    assert not list(iter_buttons((await ask(outside.dana)).components))
    assert list(iter_buttons((await ask(outside.erin)).components))
    outside.assert_only_answered()
    assert await find_traces(world, outside) == set()


@pytest.mark.parametrize("command", ["play", "stop", "skip", "leaderboard", "stats"])
async def test_a_command_that_needs_a_guild_says_so(
    world: World, outside: OutsideGuild, command: str
) -> None:
    result = await outside.dana.slash(outside.channel, f"trivia {command}")
    assert result.ephemeral
    assert card_text(result.response) == NOT_OUTSIDE
    assert await find_traces(world, outside) == set()


async def test_those_who_manage_the_guild_manage_nothing_of_the_bot(
    world: World, outside: OutsideGuild
) -> None:
    outside.allow(manage_guild=True)
    shown = (await outside.dana.slash(outside.channel, "help")).response
    assert shown is not None
    labels = [one["label"] for one in iter_buttons(shown.components)]
    assert labels == ["Everything", "Show me around"]
    assert "setup" not in card_text(shown)
    assert world.bot.get_guild(outside.guild.id) is None


async def test_help_names_what_works_there(outside: OutsideGuild) -> None:
    shown = (await outside.dana.slash(outside.channel, "help")).response
    assert shown is not None
    for name in (*READ_COMMANDS, "trivia daily"):
        if name != "fact":
            assert f"</{name}:" in card_text(shown)
    await outside.dana.click(shown, label="Everything")
    text = card_text(shown)
    for name in (*READ_COMMANDS, "trivia daily", "about", "privacy"):
        assert f"</{name}:" in text
    for name in ("*play*", "trivia play", "setup", "canon", "anniversaries", "wrapped"):
        assert name not in text


async def test_what_is_kept_of_a_person_there_is_told_exported_and_deleted(
    world: World, outside: OutsideGuild
) -> None:
    await outside.dana.slash(outside.channel, "quote")
    await outside.dana.slash(outside.channel, "trivia daily")
    await world.bot.store.rotation.flush()
    assert await find_columns_with(world.bot.store, outside.dana.id)
    shown = (await outside.dana.slash(outside.channel, "privacy")).response
    assert shown is not None
    text = card_text(shown)
    assert "Where I'm not a member, in all these places together" in text.replace("i'm", "I'm")
    assert "I showed you where I'm not a member" in text
    exported = await outside.dana.click(shown, label="Export as a file")
    assert b"places without me" in await exported.followups[0].attachments[0].read()
    asked = await outside.dana.click(shown, label="Delete what's here")
    await outside.dana.click(asked.followups[0], label="Yes, delete it")
    assert await find_columns_with(world.bot.store, outside.dana.id) == set()


async def test_deleting_everything_elsewhere_deletes_it_too(
    world: World, outside: OutsideGuild
) -> None:
    await outside.dana.slash(outside.channel, "quote")
    await world.bot.store.rotation.flush()
    user = outside.dana.user
    shown = (await user.slash("privacy")).response
    asked = await user.click(shown, label="Delete it everywhere")
    await user.click(asked.followups[0], label="Yes, delete it")
    assert await find_columns_with(world.bot.store, outside.dana.id) == set()


@pytest.mark.parametrize(("command", "expected"), READ_COMMANDS.items())
async def test_a_conversation_of_others_is_read_in_and_not_remembered(
    world: World, command: str, expected: str
) -> None:
    move_to_conversation_of_others(world, world.alice)
    result = await world.alice.user.slash(command)
    assert expected in card_text(result.response)
    await world.bot.store.rotation.flush()
    assert await find_columns_with(world.bot.store, GROUP_CHANNEL_ID) == set()


async def test_a_game_is_not_started_in_a_conversation_of_others(world: World) -> None:
    move_to_conversation_of_others(world, world.alice)
    result = await world.alice.user.slash("trivia play")
    assert card_text(result.response) == NOT_OUTSIDE


def list_offers(world: World) -> dict[str, tuple[list[int], list[int]]]:
    """Return the ways of installation and the contexts of each command, as they were sent."""
    return {
        str(one["name"]): (one["integration_types"], one["contexts"])
        for one in world.env.backend.commands[None].values()
    }


async def test_only_what_works_there_is_offered_there(world: World) -> None:
    offers = list_offers(world)
    anywhere = {name for name, offer in offers.items() if offer == ([0, 1], [0, 1, 2])}
    assert anywhere == {*READ_COMMANDS, "trivia", "about", "help", "privacy"}
    for name in offers.keys() - anywhere:
        assert offers[name] in (([0], [0]), ([0], [0, 1])), name


async def test_an_application_for_guilds_only_sends_what_the_platform_takes(
    tmp_path: Path, platform_document: PlatformDocument | None, caplog: pytest.LogCaptureFixture
) -> None:
    def restrict(bot: FanBot) -> None:
        describe = bot.application_info

        async def describe_for_guilds() -> discord.AppInfo:
            described = await describe()
            described._integration_types_config = {"0": {}}
            return described

        bot.application_info = describe_for_guilds

    with caplog.at_level("INFO"):
        async with open_world(build_settings(tmp_path), platform_document, restrict) as world:
            assert {tuple(one[0]) for one in list_offers(world).values()} == {(0,)}
    assert "User Install is off" in caplog.text
