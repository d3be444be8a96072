"""Names of packs, servers and members that look like markup are shown as they are written."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.cogs.trivia.rules.games import choice_question
from tests.drivers.canon import NEWS, CardDriver, propose
from tests.drivers.trivia import TriviaDriver
from tests.packs.pack_on_disk import PackOnDisk
from tests.platform_rules.document import PlatformDocument
from tests.posting import add_admin, list_posts
from tests.world import World, build_settings, card_text, open_world

MARKED, ESCAPED = (
    "Season *two* [x](https://a.example)",
    "Season \\*two\\* [x\\](https\\://a.example)",
)
SERVER = "# *The* `lamp` [x](https://evil.example) <@1> @everyone \u202ehcihw"
ESCAPED_SERVER = (
    "\\# \\*The\\* \\`lamp\\` [x\\](https\\://evil.example) \\<@1> @\u200beveryone hcihw"
)
MEMBER, ESCAPED_MEMBER = (
    "**x** ||y|| [a](https://b.example)",
    ("\\*\\*x\\*\\* \\|\\|y\\|\\| [a\\](https\\://b.example)"),
)


@pytest.fixture
async def marked(
    tmp_path: Path, platform_document: PlatformDocument | None
) -> AsyncGenerator[World]:
    """Run the bot with a pack whose names have markup."""
    pack = PackOnDisk.copy_tiny(tmp_path)
    pack.change("season-two", 'name = "Season two"', f'name = "{MARKED}"', "pack.toml")
    pack.change("per-lund", 'name = "Per Lund"', 'name = "Per `Lund` @here"', "pack.toml")
    pack.change("paper-lantern", '"the second season"', '"the *second* season"', "pack.toml")
    pack.change("event.second-season-hinted", 'category = "interview"', 'category = "release"')
    publisher = 'publisher = "The *Lamp* Post 💡"\nurl = "https://lamp.example/a"'
    pack.change("source.lamp-post", 'publisher = "The Lamp Post"', publisher)
    async with open_world(build_settings(tmp_path, pack.folder), platform_document) as opened:
        yield opened


@pytest.mark.parametrize(
    ("command", "options"),
    [
        ("fact", {"about": "nothing of the kind"}),
        ("timeline", {"topic": "nothing of the kind"}),
        ("timeline", {"topic": "season-two"}),
        ("timeline", {"topic": "season-two", "year": 1900}),
        ("trivia play", {"topic": "nothing of the kind"}),
    ],
)
async def test_a_topics_name_is_escaped(
    marked: World, command: str, options: dict[str, object]
) -> None:
    shown = card_text((await marked.alice.slash(marked.channel, command, **options)).response)
    assert ESCAPED in shown, shown


async def test_the_names_of_the_people_who_may_be_asked_for_are_escaped(marked: World) -> None:
    shown = await marked.alice.slash(marked.channel, "quote", speaker="someone else")
    assert "You can ask for Ida Holm and Per \\`Lund\\` @\u200bhere." in shown.response.content


async def test_what_is_awaited_is_escaped(marked: World) -> None:
    shown = card_text((await marked.alice.slash(marked.channel, "status")).response)
    assert "the \\*second\\* season" in shown


async def test_a_publishers_name_is_plain_where_it_links(marked: World) -> None:
    shown = await marked.alice.slash(marked.channel, "timeline")
    assert shown.response is not None
    opened = await marked.alice.click(shown.response, label="Sources")
    assert "[The Lamp Post](<https://" in card_text(opened.response)


@pytest.fixture
def hostile(world: World) -> World:
    """A server and a member with names as hostile as the platform takes."""
    guild = world.env.create_guild(SERVER)
    alice = guild.add_member(world.alice.user)
    bob = guild.add_member(world.env.create_user("eve", global_name=MEMBER))
    channel = guild.create_text_channel("general")
    return replace(world, guild=guild, channel=channel, alice=alice, bob=bob)


async def play(world: World) -> TriviaDriver:
    questions = [choice_question(f"question.{n}") for n in range(3)]
    table = TriviaDriver(world, questions=questions)
    await table.start_game(world.alice, world.bob, rounds=1)
    await table.answer(world.bob)
    await table.answer(world.alice)
    await table.skip_pause()
    return table


async def test_the_year_of_a_server_and_of_a_member(hostile: World) -> None:
    await play(hostile)
    year = card_text((await hostile.bob.slash(hostile.channel, "wrapped")).response)
    assert f"2026: {ESCAPED_SERVER}\n" in year
    own = card_text((await hostile.bob.slash(hostile.channel, "wrapped", mine=True)).response)
    assert f"2026: {ESCAPED_MEMBER}\n" in own


async def test_a_player_who_left(hostile: World) -> None:
    await play(hostile)
    hostile.env.backend.remove_member(hostile.guild.id, hostile.bob.id)
    await hostile.env.settle()
    shown = await hostile.alice.slash(hostile.channel, "trivia leaderboard")
    assert f"{ESCAPED_MEMBER}  " in card_text(shown.response)


async def test_a_message_about_a_decision(hostile: World) -> None:
    await propose(hostile, NEWS)
    panel = CardDriver(hostile, add_admin(hostile))
    await panel.open()
    await panel.press_and_read("Approve")
    [told] = list_posts(hostile.alice.user.dm_channel)
    assert told.startswith(f"**{ESCAPED_SERVER}**: news “")
